/**
 * What the form of a profile holds, and the way to and from the settings. Empty fields are fields that
 * the settings leave out; a password that is not typed is the one that is kept already.
 */
import {
  defaultFormat,
  type Profile,
  type SecretInput,
  type SecretSource,
} from '../../shared/settings/schema.ts';

export interface DidRow {
  /** For React alone; not saved. */
  readonly key: string;
  number: string;
  alias: string;
}

export const intervalUnits = ['minutes', 'hours', 'days'] as const;
export type IntervalUnit = (typeof intervalUnits)[number];

/** Values of a number field: a number, or the text that is no number yet. */
type NumberText = number | string;

export interface ProfileForm {
  id: string;
  jid: string;
  xmppPassword: string;
  host: string;
  port: NumberText;
  ca: string;
  allowUnencrypted: boolean;
  url: string;
  username: string;
  carddavPassword: string;
  dids: DidRow[];
  domain: string;
  format: string;
  intervalCount: NumberText;
  intervalUnit: IntervalUnit;
  country: string | null;
  skipTypes: string[];
  guardPercent: NumberText;
  guardCount: NumberText;
}

const secondsOf: Readonly<Record<IntervalUnit, number>> = {
  minutes: 60,
  hours: 3_600,
  days: 86_400,
};

let didKeys = 0;

export function newDid(): DidRow {
  didKeys += 1;
  return { key: `did-${didKeys}`, number: '', alias: '' };
}

/** @param profile the profile to edit; without one, the form of a new profile with the defaults in it */
export function formOf(profile: Profile | undefined): ProfileForm {
  const interval = intervalOf(profile?.syncIntervalSeconds ?? 86_400);
  return {
    id: profile?.id ?? '',
    jid: profile?.xmpp.jid ?? '',
    xmppPassword: '',
    host: profile?.xmpp.host ?? '',
    port: profile?.xmpp.port ?? '',
    ca: profile?.xmpp.tls?.ca ?? '',
    allowUnencrypted: profile?.xmpp.tls?.allowUnencryptedLoopback ?? false,
    url: profile?.carddav.url ?? '',
    username: profile?.carddav.username ?? '',
    carddavPassword: '',
    dids: profile?.dids.map((did) => ({ ...newDid(), ...did })) ?? [newDid()],
    domain: profile?.domain ?? '',
    format: profile?.format ?? defaultFormat,
    intervalCount: interval.count,
    intervalUnit: interval.unit,
    country: profile?.defaultCountry ?? null,
    skipTypes: [...(profile?.skipTypes ?? ['fax', 'pager'])],
    guardPercent: Math.round((profile?.guard.share ?? 0.2) * 100),
    guardCount: profile?.guard.count ?? 10,
  };
}

/** The interval in the largest unit that it fills without a rest. */
export function intervalOf(seconds: number): { count: number; unit: IntervalUnit } {
  const unit = intervalUnits.findLast((name) => seconds % secondsOf[name] === 0) ?? 'minutes';
  return { count: seconds / secondsOf[unit], unit };
}

/** What `saveProfile` is to be given, unchecked: `profileInputSchema` says what is wrong with it. */
export function inputOf(form: ProfileForm, existing: Profile | undefined) {
  return {
    id: form.id.trim(),
    xmpp: xmppOf(form, existing),
    carddav: carddavOf(form, existing),
    dids: form.dids.map(({ number, alias }) => ({ number: number.trim(), alias: alias.trim() })),
    ...(form.domain.trim() !== '' && { domain: form.domain.trim() }),
    format: form.format.trim(),
    syncIntervalSeconds: Math.round(numberOf(form.intervalCount) * secondsOf[form.intervalUnit]),
    ...(form.country !== null && { defaultCountry: form.country }),
    skipTypes: form.skipTypes,
    guard: { share: numberOf(form.guardPercent) / 100, count: numberOf(form.guardCount) },
    paused: existing?.paused ?? false,
  };
}

function xmppOf(form: ProfileForm, existing: Profile | undefined) {
  const ca = form.ca.trim();
  const tls = { ...(ca !== '' && { ca }), allowUnencryptedLoopback: form.allowUnencrypted };
  return {
    jid: form.jid.trim(),
    password: secretOf(form.xmppPassword, existing?.xmpp.password),
    ...(form.host.trim() !== '' && { host: form.host.trim() }),
    ...(form.port !== '' && { port: numberOf(form.port) }),
    ...((ca !== '' || form.allowUnencrypted) && { tls }),
  };
}

function carddavOf(form: ProfileForm, existing: Profile | undefined) {
  return {
    url: form.url.trim(),
    username: form.username.trim(),
    password: secretOf(form.carddavPassword, existing?.carddav.password),
  };
}

function secretOf(typed: string, kept: SecretSource | undefined): SecretInput | undefined {
  return typed === '' ? kept : { value: typed };
}

/** A field that holds no number is NaN, which every schema refuses. */
function numberOf(text: NumberText): number {
  return text === '' ? Number.NaN : Number(text);
}

const idCharacters = /[^A-Za-z0-9._-]+/g;

/** A name for a new profile, from its account: `john@example.com` becomes `john`, or `john-2` if taken. */
export function suggestId(jid: string, taken: readonly string[]): string {
  const local = jid.split('@')[0] ?? '';
  const plain = local
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(idCharacters, '-')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, 60);
  const id = plain === '' ? 'account' : plain;
  if (!taken.includes(id)) return id;
  let number = 2;
  while (taken.includes(`${id}-${number}`)) number += 1;
  return `${id}-${number}`;
}
