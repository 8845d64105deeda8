/**
 * Checks the form by the schema of the settings, and says at each field, in the window's language, what
 * is wrong. The schema decides; this file only finds the field and the words.
 */
import type { z } from 'zod';
import { type ProfileInput, profileInputSchema } from '../../shared/settings/schema.ts';
import type { FormReading, InvalidKey } from '../forms/use-settings-form.ts';
import { labelProblems } from './label-rows.ts';
import { filterNames, type ProfileForm } from './profile-form.ts';

/**
 * @param input what the form would save
 * @param takenIds ids of the other profiles
 */
export function checkProfile(
  input: unknown,
  form: ProfileForm,
  takenIds: readonly string[],
): FormReading<ProfileInput> {
  const reading = profileInputSchema.safeParse(input);
  const issues: Record<string, InvalidKey> = {};
  for (const issue of reading.error?.issues ?? []) {
    const path = fieldOf(issue.path);
    if (!hiddenLogin(form).includes(path)) issues[path] ??= keyOf(issue, path, form);
  }
  for (const path of missingLogin(form)) issues[path] ??= keys[path];
  if (form.bookChoice === 'chosen' && !form.carddav.books?.length) {
    issues['carddav.books'] ??= 'settings.invalid.books';
  }
  for (const [index, problem] of labelProblems(form.labels)) {
    issues[`labels.${index}.from`] ??= labelKeys[problem];
  }
  if (takenIds.includes(form.id.trim())) issues['id'] ??= 'settings.invalid.idTaken';
  return reading.success && Object.keys(issues).length === 0
    ? { ok: true, input: reading.data }
    : { ok: false, issues };
}

/** Fields of the way to log in that is not chosen; the schema asks for either. */
function hiddenLogin({ login }: ProfileForm): readonly string[] {
  return login === 'token' ? ['carddav.username', 'carddav.password'] : ['carddav.token'];
}

const labelKeys = {
  missing: 'settings.invalid.labelMissing',
  twice: 'settings.invalid.labelTwice',
} as const;

/** The schema checks these only once the rest of the address book is right; the form says it at once. */
function missingLogin({ login, carddav }: ProfileForm): readonly (keyof typeof keys)[] {
  if (login === 'token') return carddav.token ? [] : ['carddav.token'];
  return [
    ...(carddav.username.trim() === '' ? (['carddav.username'] as const) : []),
    ...(carddav.password ? [] : (['carddav.password'] as const)),
  ];
}

/** The field of an issue of the schema: the one at its path, unless the form edits the setting in another way. */
function fieldOf(place: readonly PropertyKey[]): string {
  const path = place.map(String);
  const [first, second] = path;
  if (first === 'syncIntervalSeconds') return 'interval.count';
  if (first === 'guard' && second === 'share') return 'guardPercent';
  // Of lists of words and books, one field shows all entries.
  const isList = isFilter(first) || (first === 'carddav' && second === 'books');
  if (isList) return path.slice(0, isFilter(first) ? 1 : 2).join('.');
  return first === 'dids' ? path.slice(0, 3).join('.') : path.join('.');
}

/** Fields of which the path alone says what is wrong. */
const keys = {
  id: 'settings.invalid.id',
  'xmpp.jid': 'settings.invalid.jid',
  'xmpp.password': 'settings.invalid.password',
  'xmpp.host': 'settings.invalid.host',
  'xmpp.tls.ca': 'settings.invalid.ca',
  'xmpp.tls.allowUnencryptedLoopback': 'settings.invalid.loopbackOnly',
  'carddav.username': 'settings.invalid.username',
  'carddav.password': 'settings.invalid.password',
  'carddav.token': 'settings.invalid.token',
  'carddav.books': 'settings.invalid.books',
  domain: 'settings.invalid.domain',
  format: 'settings.invalid.format',
  'interval.count': 'settings.invalid.interval',
  defaultCountry: 'settings.invalid.country',
  guardPercent: 'settings.invalid.guardShare',
  'guard.count': 'settings.invalid.guardCount',
} as const satisfies Record<string, InvalidKey>;

const didKeys: Readonly<Record<string, InvalidKey>> = {
  number: 'settings.invalid.didNumber',
  alias: 'settings.invalid.didAlias',
};

function keyOf(issue: z.core.$ZodIssue, path: string, form: ProfileForm): InvalidKey {
  if (path === 'xmpp.port') return portKey(issue, form.xmpp.host.trim());
  if (path === 'carddav.url') return urlKey(form.carddav.url.trim());
  if (path === 'dids') {
    return form.dids.length === 0 ? 'settings.invalid.didsMissing' : 'settings.invalid.didTwice';
  }
  const name = path.split('.').at(-1) ?? '';
  if (isFilter(name)) return 'settings.invalid.emptyWord';
  const ofDid = path.startsWith('dids.') ? didKeys[name] : undefined;
  return ofDid ?? (keys as Readonly<Record<string, InvalidKey>>)[path] ?? 'settings.invalid.other';
}

/** A port that cannot stand beside this host, or is none. */
function portKey({ code }: z.core.$ZodIssue, host: string): InvalidKey {
  if (code !== 'custom') return 'settings.invalid.port';
  return host === '' ? 'settings.invalid.portNeedsHost' : 'settings.invalid.portInAddress';
}

/** Why the schema refused an address, as far as the address tells. */
function urlKey(text: string): InvalidKey {
  if (/^(?:https?:\/\/[^/?#]*@|[^/?#@]*:[^/?#@]*@)/i.test(text)) {
    return 'settings.invalid.urlCredentials';
  }
  return /^http:\/\/[^/]/i.test(text) && URL.canParse(text)
    ? 'settings.invalid.urlNotEncrypted'
    : 'settings.invalid.url';
}

function isFilter(name: string | undefined): boolean {
  return filterNames.some((filter) => filter === name);
}
