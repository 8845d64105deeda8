/**
 * The one definition of the settings: what the file may hold, its defaults, and the words for what is
 * wrong with it. Electron (electron-store) and the headless host (conf) read the same file through it.
 */
import { z } from 'zod';
import { carddavWith } from './carddav.ts';
import { remoteRosterDefaults, remoteRosterWith } from './remote.ts';
import { secretInputSchema, secretSourceSchema } from './secret.ts';
import { serviceDefaults, serviceWith } from './service.ts';
import { xmppWith } from './xmpp.ts';

const wordsSchema = z.array(z.string().trim().min(1));

/**
 * One of the user's own numbers. Any `+` and 7 to 15 digits (E.164) is accepted: numbers that no
 * numbering plan knows do occur at gateways.
 */
const didSchema = z.strictObject({
  number: z.string().regex(/^\+[0-9]{7,15}$/, 'expected a number in E.164, such as +16135550100'),
  alias: z.string().trim().min(1).max(1023),
  /** Filters for this number alone, besides the profile's; see `shared/roster/filter.ts`. */
  onlyTypes: wordsSchema.optional(),
  skipTypes: wordsSchema.optional(),
  onlyCategories: wordsSchema.optional(),
  skipCategories: wordsSchema.optional(),
  /** URLs of the address books whose contacts this number gets. */
  books: z.array(z.string().min(1)).optional(),
});
export type Did = z.infer<typeof didSchema>;

export const defaultFormat = '[%alias] %name (%type)';

const domainSchema = z
  .string()
  .regex(/^[^\s"&'/:<>@]+$/u, 'expected a host name such as sms.example.com');

const profileWith = <Secret extends z.ZodType>(secret: Secret) =>
  z.strictObject({
    /** Names the profile on the command line and its database file. */
    id: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'expected letters, digits, ".", "_" or "-"'),
    xmpp: xmppWith(secret),
    carddav: carddavWith(secret),
    dids: z
      .array(didSchema)
      .min(1, 'at least one of your own numbers is needed')
      .refine(
        (dids) => new Set(dids.map((did) => did.number)).size === dids.length,
        'the same number stands here twice',
      ),
    /** The domain of the SMS gateway; default: the domain of the account. */
    domain: domainSchema.optional(),
    /** The contact format; see `shared/roster/format.ts` for its tokens. */
    format: z.string().min(1).default(defaultFormat),
    syncIntervalSeconds: z.int().min(60).max(31_536_000).default(86_400),
    /** ISO 3166-1 alpha-2 code of the country whose rules read numbers without a country code. */
    defaultCountry: z
      .string()
      .regex(/^[A-Z]{2}$/, 'expected a country code of two capital letters, such as CA')
      .optional(),
    /** Numbers whose label holds one of these words get no roster item. */
    skipTypes: wordsSchema.default(['fax', 'pager']),
    /** Only numbers whose label holds one of these words; empty for all. */
    onlyTypes: wordsSchema.default([]),
    /** Contacts in one of these categories get no items. */
    skipCategories: wordsSchema.default([]),
    /** Only contacts in one of these categories; empty for all. */
    onlyCategories: wordsSchema.default([]),
    /** Other words for labels, by the label or one word of it in lower case: `{"cell": "mobile"}`. */
    labels: z.record(z.string().min(1), z.string()).default({}),
    /**
     * A wanted item that stands under another name and is not ours: take it over, list it and take it over
     * only when the user says so, or leave it alone.
     */
    takeover: z.enum(['apply', 'ask', 'leave']).default('apply'),
    /** An item of ours that another client has renamed: our name comes back, or the other one stays. */
    renamedElsewhere: z.enum(['address-book', 'keep']).default('address-book'),
    /** Where Rolodial stops and asks before it removes. */
    guard: z
      .strictObject({
        /** Share of our items, 0 to 1. */
        share: z.number().min(0).max(1).default(0.2),
        /** Removals up to this count never ask (except after an empty read). */
        count: z.int().min(0).default(10),
      })
      .default({ share: 0.2, count: 10 }),
    /** Groups that the server injects (mod_groups and its kin). */
    sharedGroups: z
      .strictObject({
        /** The user's own word on a group, by its name; it overrules all evidence. */
        marks: z.record(z.string(), z.enum(['shared', 'personal'])).default({}),
        /** Path of the administrator's `sharedgroups.txt`, relative to the settings file. */
        file: z.string().min(1).optional(),
      })
      .default({ marks: {} }),
    remoteRoster: remoteRosterWith(secret).default(remoteRosterDefaults),
    paused: z.boolean().default(false),
  });

const profileSchema = profileWith(secretSourceSchema);
export type Profile = z.infer<typeof profileSchema>;

/** A profile as the window saves it: passwords may be new ones. */
export const profileInputSchema = profileWith(secretInputSchema);
export type ProfileInput = z.infer<typeof profileInputSchema>;

const serviceSchema = serviceWith(secretSourceSchema);
export type ServiceSettings = z.infer<typeof serviceSchema>;

/** The service as the window saves it: its secret may be a new one. */
export const serviceInputSchema = serviceWith(secretInputSchema);
export type ServiceInput = z.infer<typeof serviceInputSchema>;

export const settingsSchema = z.strictObject({
  /** `system` follows the language of the desktop or the browser. */
  language: z.enum(['system', 'en', 'fr']).default('system'),
  profiles: z
    .array(profileSchema)
    .refine(
      (profiles) => new Set(profiles.map((profile) => profile.id)).size === profiles.length,
      'two profiles have the same id',
    )
    .refine(
      (profiles) => isEachOnce(profiles.filter(({ remoteRoster }) => remoteRoster.serve)),
      'two profiles keep the roster of the same account ("remoteRoster.serve"); only one can',
    )
    .default([]),
  service: serviceSchema.default(serviceDefaults),
});
export type Settings = z.infer<typeof settingsSchema>;

function isEachOnce(profiles: readonly Pick<Profile, 'xmpp'>[]): boolean {
  return new Set(profiles.map(({ xmpp }) => xmpp.jid.toLowerCase())).size === profiles.length;
}

export interface SettingsIssue {
  /** The field as a person would write it: `profiles[0].xmpp.jid`. */
  readonly field: string;
  readonly message: string;
}

export type SettingsReading =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly issues: readonly SettingsIssue[] };

/**
 * Checks a parsed settings file and fills in the defaults.
 *
 * @param value what JSON.parse gave
 * @returns the settings, or every issue with the field it is about; never throws
 */
export function readSettings(value: unknown): SettingsReading {
  const result = settingsSchema.safeParse(value);
  if (result.success) return { ok: true, settings: result.data };
  return { ok: false, issues: settingsIssues(result.error) };
}

/** What zod found, with fields and words that a person understands. */
export function settingsIssues(error: z.ZodError): SettingsIssue[] {
  return error.issues.map((issue) => ({
    field: fieldName(issue.path),
    message:
      issue.code === 'unrecognized_keys'
        ? `unknown field ${issue.keys.map((key) => `"${key}"`).join(', ')}`
        : issue.message,
  }));
}

function fieldName(path: readonly PropertyKey[]): string {
  let name = '';
  for (const part of path) {
    if (typeof part === 'number') name += `[${part}]`;
    else name += name === '' ? String(part) : `.${String(part)}`;
  }
  return name === '' ? 'the file' : name;
}

/** The domain that the profile's contact JIDs have: the gateway's, by default the account's own. */
export function gatewayDomain(profile: Pick<Profile, 'domain' | 'xmpp'>): string {
  return (
    profile.domain ?? profile.xmpp.jid.slice(profile.xmpp.jid.indexOf('@') + 1)
  ).toLowerCase();
}
