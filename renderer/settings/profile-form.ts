/** What the form of a profile holds, as it is filled from the settings; the way back is profile-input.ts. */
import { defaultFormat, type Profile, profileInputSchema } from '../../shared/settings/schema.ts';
import { type DidRow, didRow } from './did-row.ts';
import { type LabelRow, labelRow } from './label-rows.ts';

export const intervalUnits = ['minutes', 'hours', 'days'] as const;
export type IntervalUnit = (typeof intervalUnits)[number];

/** How to log in to the address book: a token goes out as Bearer instead of a user name and a password. */
export const bookLogins = ['password', 'token'] as const;
type BookLogin = (typeof bookLogins)[number];

/** All address books, also those that come later, or only those that were chosen. */
export const bookChoices = ['all', 'chosen'] as const;
type BookChoice = (typeof bookChoices)[number];

/** What the settings offer for items that others have named, as the schema has them. */
const { takeover, renamedElsewhere } = profileInputSchema.shape;
export const takeovers = takeover.unwrap().options;
export const renamings = renamedElsewhere.unwrap().options;

/** Values of a number field: a number, or the text that is no number yet. */
export type NumberText = number | string;

export interface ProfileForm {
  id: string;
  jid: string;
  xmppPassword: string;
  host: string;
  port: NumberText;
  directTls: boolean;
  presence: boolean;
  ca: string;
  allowUnencrypted: boolean;
  url: string;
  login: BookLogin;
  username: string;
  carddavPassword: string;
  carddavToken: string;
  bookChoice: BookChoice;
  /** URLs of the chosen address books. */
  books: string[];
  dids: DidRow[];
  domain: string;
  format: string;
  intervalCount: NumberText;
  intervalUnit: IntervalUnit;
  country: string | null;
  skipTypes: string[];
  onlyTypes: string[];
  skipCategories: string[];
  onlyCategories: string[];
  labels: LabelRow[];
  takeover: Profile['takeover'];
  renamedElsewhere: Profile['renamedElsewhere'];
  guardPercent: NumberText;
  guardCount: NumberText;
}

export const secondsOf: Readonly<Record<IntervalUnit, number>> = {
  minutes: 60,
  hours: 3_600,
  days: 86_400,
};

/** @param profile the profile to edit; without one, the form of a new profile with the defaults in it */
export function formOf(profile: Profile | undefined): ProfileForm {
  const interval = intervalOf(profile?.syncIntervalSeconds ?? 86_400);
  return {
    id: profile?.id ?? '',
    jid: profile?.xmpp.jid ?? '',
    xmppPassword: '',
    host: profile?.xmpp.host ?? '',
    port: profile?.xmpp.port ?? '',
    directTls: profile?.xmpp.directTls ?? false,
    presence: profile?.xmpp.presence ?? false,
    ca: profile?.xmpp.tls?.ca ?? '',
    allowUnencrypted: profile?.xmpp.tls?.allowUnencryptedLoopback ?? false,
    url: profile?.carddav.url ?? '',
    login: profile?.carddav.token ? 'token' : 'password',
    username: profile?.carddav.username ?? '',
    carddavPassword: '',
    carddavToken: '',
    bookChoice: profile?.carddav.books?.length ? 'chosen' : 'all',
    books: [...(profile?.carddav.books ?? [])],
    dids: profile?.dids.map(didRow) ?? [didRow()],
    domain: profile?.domain ?? '',
    format: profile?.format ?? defaultFormat,
    intervalCount: interval.count,
    intervalUnit: interval.unit,
    country: profile?.defaultCountry ?? null,
    skipTypes: [...(profile?.skipTypes ?? ['fax', 'pager'])],
    onlyTypes: [...(profile?.onlyTypes ?? [])],
    skipCategories: [...(profile?.skipCategories ?? [])],
    onlyCategories: [...(profile?.onlyCategories ?? [])],
    labels: Object.entries(profile?.labels ?? {}).map(([from, to]) => labelRow(from, to)),
    takeover: profile?.takeover ?? 'apply',
    renamedElsewhere: profile?.renamedElsewhere ?? 'address-book',
    guardPercent: percentOf(profile?.guard.share ?? 0.2),
    guardCount: profile?.guard.count ?? 10,
  };
}

/** The interval in the largest unit that it fills without a rest. */
export function intervalOf(seconds: number): { count: number; unit: IntervalUnit } {
  const unit = intervalUnits.findLast((name) => seconds % secondsOf[name] === 0) ?? 'minutes';
  return { count: seconds / secondsOf[unit], unit };
}

/** What the field shows of a share: whole percents. */
export function percentOf(share: number): number {
  return Math.round(share * 100);
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
