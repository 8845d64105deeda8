/**
 * Checks the form by the schema of the settings, and says at each field, in the window's language, what
 * is wrong. The schema decides; this file only finds the field and the words.
 */
import type { ParseKeys } from 'i18next';
import type { z } from 'zod';
import {
  type Profile,
  type ProfileInput,
  profileInputSchema,
} from '../../shared/settings/schema.ts';
import { filterNames } from './filter-names.ts';
import { labelProblems } from './label-rows.ts';
import type { ProfileForm } from './profile-form.ts';
import { inputOf } from './profile-input.ts';

/** A key of the catalogue that says what is wrong with a field. */
export type InvalidKey = Extract<ParseKeys, `settings.invalid.${string}`>;

/** Form fields with what is wrong with them; lists as `dids` or `dids.0.number`. */
export type FormIssues = Readonly<Record<string, InvalidKey>>;

export type FormReading =
  | { readonly ok: true; readonly input: ProfileInput }
  | { readonly ok: false; readonly issues: FormIssues };

/** @param takenIds ids of the other profiles */
export function readForm(
  form: ProfileForm,
  existing: Profile | undefined,
  takenIds: readonly string[],
): FormReading {
  const reading = profileInputSchema.safeParse(inputOf(form, existing));
  const issues: Record<string, InvalidKey> = {};
  for (const issue of reading.error?.issues ?? []) {
    const { field, key } = placeOf(issue, form);
    if (!hiddenLogin(form).includes(field)) issues[field] ??= key;
  }
  for (const field of missingLogin(form, existing)) issues[field] ??= loginKeys[field];
  if (form.bookChoice === 'chosen' && form.books.length === 0) {
    issues['books'] ??= 'settings.invalid.books';
  }
  for (const [index, problem] of labelProblems(form.labels)) {
    issues[`labels.${index}.from`] ??= labelKeys[problem];
  }
  if (!existing && takenIds.includes(form.id.trim())) issues['id'] ??= 'settings.invalid.idTaken';
  return reading.success && Object.keys(issues).length === 0
    ? { ok: true, input: reading.data }
    : { ok: false, issues };
}

/** Fields of the way to log in that is not chosen; the schema asks for either. */
function hiddenLogin({ login }: ProfileForm): readonly string[] {
  return login === 'token' ? ['username', 'carddavPassword'] : ['carddavToken'];
}

const loginKeys = {
  username: 'settings.invalid.username',
  carddavPassword: 'settings.invalid.password',
  carddavToken: 'settings.invalid.token',
} as const;

const labelKeys = {
  missing: 'settings.invalid.labelMissing',
  twice: 'settings.invalid.labelTwice',
} as const;

/** The schema looks for these only after the rest of the address book is right; a person wants to know at once. */
function missingLogin(
  form: ProfileForm,
  existing: Profile | undefined,
): (keyof typeof loginKeys)[] {
  const login = inputOf(form, existing).carddav;
  const missing: (keyof typeof loginKeys)[] = [];
  if (form.login === 'token') {
    if (!login.token) missing.push('carddavToken');
  } else {
    if (form.username.trim() === '') missing.push('username');
    if (!login.password) missing.push('carddavPassword');
  }
  return missing;
}

interface Place {
  readonly field: string;
  readonly key: InvalidKey;
}

/** Fields by their place in the settings, those whose place alone says what is wrong. */
const places: Readonly<Record<string, Place>> = {
  id: { field: 'id', key: 'settings.invalid.id' },
  'xmpp.jid': { field: 'jid', key: 'settings.invalid.jid' },
  'xmpp.password': { field: 'xmppPassword', key: 'settings.invalid.password' },
  'xmpp.host': { field: 'host', key: 'settings.invalid.host' },
  'xmpp.directTls': { field: 'directTls', key: 'settings.invalid.other' },
  'xmpp.presence': { field: 'presence', key: 'settings.invalid.other' },
  'xmpp.tls.ca': { field: 'ca', key: 'settings.invalid.ca' },
  'xmpp.tls.allowUnencryptedLoopback': {
    field: 'allowUnencrypted',
    key: 'settings.invalid.loopbackOnly',
  },
  'carddav.username': { field: 'username', key: 'settings.invalid.username' },
  'carddav.password': { field: 'carddavPassword', key: 'settings.invalid.password' },
  'carddav.token': { field: 'carddavToken', key: 'settings.invalid.token' },
  domain: { field: 'domain', key: 'settings.invalid.domain' },
  format: { field: 'format', key: 'settings.invalid.format' },
  syncIntervalSeconds: { field: 'intervalCount', key: 'settings.invalid.interval' },
  defaultCountry: { field: 'country', key: 'settings.invalid.country' },
  'guard.share': { field: 'guardPercent', key: 'settings.invalid.guardShare' },
  'guard.count': { field: 'guardCount', key: 'settings.invalid.guardCount' },
};

function placeOf(issue: z.core.$ZodIssue, form: ProfileForm): Place {
  const path = issue.path.map(String);
  const name = path.join('.');
  if (name === 'xmpp.port') {
    return { field: 'port', key: portKey(issue, form.host.trim()) };
  }
  if (name === 'carddav.url') return { field: 'url', key: urlKey(form.url.trim()) };
  if (path[0] === 'dids') return didPlace(path, form);
  if (name.startsWith('carddav.books')) return { field: 'books', key: 'settings.invalid.books' };
  if (isFilter(path[0])) return { field: path[0], key: 'settings.invalid.emptyWord' };
  return places[name] ?? { field: name, key: 'settings.invalid.other' };
}

/** A port that cannot stand beside this host, or is none. */
function portKey({ code }: z.core.$ZodIssue, host: string): InvalidKey {
  if (code !== 'custom') return 'settings.invalid.port';
  return host === '' ? 'settings.invalid.portNeedsHost' : 'settings.invalid.portInAddress';
}

/** An address that the schema refused: why, as far as its form tells. */
function urlKey(text: string): InvalidKey {
  if (/^(?:https?:\/\/[^/?#]*@|[^/?#@]*:[^/?#@]*@)/i.test(text)) {
    return 'settings.invalid.urlCredentials';
  }
  return /^http:\/\/[^/]/i.test(text) && URL.canParse(text)
    ? 'settings.invalid.urlNotEncrypted'
    : 'settings.invalid.url';
}

function didPlace([, index, part]: readonly string[], form: ProfileForm): Place {
  if (index === undefined) {
    const missing = form.dids.length === 0;
    return {
      field: 'dids',
      key: missing ? 'settings.invalid.didsMissing' : 'settings.invalid.didTwice',
    };
  }
  const field = `dids.${index}.${part}`;
  if (part === 'number') return { field, key: 'settings.invalid.didNumber' };
  if (part === 'alias') return { field, key: 'settings.invalid.didAlias' };
  return { field, key: isFilter(part) ? 'settings.invalid.emptyWord' : 'settings.invalid.other' };
}

function isFilter(name: string | undefined): name is (typeof filterNames)[number] {
  return filterNames.some((filter) => filter === name);
}
