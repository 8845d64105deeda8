/**
 * What the form of a profile holds: the profile itself, with those fields replaced that are edited in
 * another form than they are kept in. All else is carried as it is; the way back is profile-input.ts.
 */
import type { UseFormReturnType } from '@mantine/form';
import { type ProfileInput, profileInputSchema } from '../../shared/settings/schema.ts';
import type { SecretInput } from '../../shared/settings/secret.ts';
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

/** The filters of an account and of each of its numbers, in the order in which the form shows them. */
export const filterNames = ['skipTypes', 'onlyTypes', 'skipCategories', 'onlyCategories'] as const;

/** What the settings offer for items that others have named, as the schema has them. */
const { takeover, renamedElsewhere } = profileInputSchema.shape;
export const takeovers = takeover.unwrap().options;
export const renamings = renamedElsewhere.unwrap().options;

/** Values of a number field: a number, or the text that is no number yet. */
export type NumberText = number | string;

type Replace<Whole, Part> = Omit<Whole, keyof Part> & Part;
type Xmpp = ProfileInput['xmpp'];

/** A profile that may be a new one: without the password that a saved one always has. */
export type EditedProfile = Replace<
  ProfileInput,
  { xmpp: Replace<Xmpp, { password?: SecretInput | undefined }> }
>;

export type ProfileForm = Replace<
  Omit<ProfileInput, 'syncIntervalSeconds'>,
  {
    xmpp: Replace<
      EditedProfile['xmpp'],
      {
        host: string;
        port: NumberText;
        tls: Replace<Partial<NonNullable<Xmpp['tls']>>, { ca: string }>;
      }
    >;
    carddav: Replace<ProfileInput['carddav'], { username: string }>;
    dids: DidRow[];
    domain: string;
    defaultCountry: string | null;
    labels: LabelRow[];
    guard: Replace<ProfileInput['guard'], { count: NumberText }>;
  }
> & {
  login: BookLogin;
  bookChoice: BookChoice;
  interval: { count: NumberText; unit: IntervalUnit };
  guardPercent: NumberText;
};

/** The form as its sections are handed it. */
export type ProfileFormApi = UseFormReturnType<ProfileForm>;

export const secondsOf: Readonly<Record<IntervalUnit, number>> = {
  minutes: 60,
  hours: 3_600,
  days: 86_400,
};

/** A profile that nobody has filled in yet, with the defaults of the schema. */
export const emptyProfile: EditedProfile = {
  ...profileInputSchema.omit({ id: true, xmpp: true, carddav: true, dids: true }).parse({}),
  id: '',
  xmpp: { jid: '' },
  carddav: { url: '' },
  dids: [{ number: '', alias: '' }],
};

/** @param shown the form until now: rows that stay keep their keys, and with them the focus */
export function formOf(profile: EditedProfile, shown?: ProfileForm): ProfileForm {
  const { syncIntervalSeconds, ...settings } = profile;
  const { xmpp, carddav, dids, labels, guard } = settings;
  return {
    ...settings,
    xmpp: {
      ...xmpp,
      host: xmpp.host ?? '',
      port: xmpp.port ?? '',
      tls: { ...xmpp.tls, ca: xmpp.tls?.ca ?? '' },
    },
    carddav: { ...carddav, username: carddav.username ?? '' },
    login: carddav.token ? 'token' : 'password',
    bookChoice: carddav.books?.length ? 'chosen' : 'all',
    dids: dids.map((did, index) => didRow(did, shown?.dids[index]?.key)),
    domain: settings.domain ?? '',
    interval: intervalOf(syncIntervalSeconds),
    defaultCountry: settings.defaultCountry ?? null,
    labels: Object.entries(labels).map(([from, to], index) =>
      labelRow(from, to, shown?.labels[index]?.key),
    ),
    guard,
    guardPercent: percentOf(guard.share),
  };
}

/** The interval in the largest unit of which it is a whole number. */
export function intervalOf(seconds: number): { count: number; unit: IntervalUnit } {
  const unit = intervalUnits.findLast((name) => seconds % secondsOf[name] === 0) ?? 'minutes';
  return { count: seconds / secondsOf[unit], unit };
}

/** What the field shows of a share: whole percents. */
export function percentOf(share: number): number {
  return Math.round(share * 100);
}
