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
import { inputOf, type ProfileForm } from './profile-form.ts';

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
    issues[field] ??= key;
  }
  if (!existing && takenIds.includes(form.id.trim())) issues['id'] ??= 'settings.invalid.idTaken';
  return reading.success && Object.keys(issues).length === 0
    ? { ok: true, input: reading.data }
    : { ok: false, issues };
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
  'xmpp.tls.ca': { field: 'ca', key: 'settings.invalid.ca' },
  'xmpp.tls.allowUnencryptedLoopback': {
    field: 'allowUnencrypted',
    key: 'settings.invalid.loopbackOnly',
  },
  'carddav.username': { field: 'username', key: 'settings.invalid.username' },
  'carddav.password': { field: 'carddavPassword', key: 'settings.invalid.password' },
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
    const alone = issue.code === 'custom';
    const key = alone ? 'settings.invalid.portNeedsHost' : 'settings.invalid.port';
    return { field: 'port', key };
  }
  if (name === 'carddav.url') return { field: 'url', key: urlKey(form.url.trim()) };
  if (path[0] === 'dids') return didPlace(path, form);
  if (path[0] === 'skipTypes') return { field: 'skipTypes', key: 'settings.invalid.skipTypes' };
  return places[name] ?? { field: name, key: 'settings.invalid.other' };
}

function urlKey(text: string): InvalidKey {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return 'settings.invalid.url';
  return url.username !== '' || url.password !== ''
    ? 'settings.invalid.urlCredentials'
    : 'settings.invalid.urlNotEncrypted';
}

function didPlace([, index, part]: readonly string[], form: ProfileForm): Place {
  if (index === undefined) {
    const missing = form.dids.length === 0;
    return {
      field: 'dids',
      key: missing ? 'settings.invalid.didsMissing' : 'settings.invalid.didTwice',
    };
  }
  return part === 'alias'
    ? { field: `dids.${index}.alias`, key: 'settings.invalid.didAlias' }
    : { field: `dids.${index}.number`, key: 'settings.invalid.didNumber' };
}
