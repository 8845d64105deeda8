/**
 * The one definition of the settings: what the file may hold, its defaults, and the words for what is
 * wrong with it. Electron (electron-store) and the headless host (conf) read the same file through it.
 */
import { z } from 'zod';
import { readBookAddress } from './book-address.ts';
import { isLoopbackHost } from './loopback.ts';
import { remoteRosterDefaults, remoteRosterWith } from './remote.ts';
import { secretInputSchema, secretSourceSchema } from './secret.ts';
import { serviceDefaults, serviceWith } from './service.ts';

/** A bare JID `local@domain` (RFC 7622), without a resource. */
const bareJidSchema = z
  .string()
  .regex(/^[^\s"&'/:<>@]+@[^\s/@]+$/u, 'expected an account address such as john@example.com');

function isWebSocket(host: string): boolean {
  return host.startsWith('wss://') && URL.canParse(host);
}

const xmppWith = <Secret extends z.ZodType>(secret: Secret) =>
  z
    .strictObject({
      jid: bareJidSchema,
      password: secret,
      /**
       * Where to connect instead of what SRV says (RFC 6120 §3.2): a host name, an address, or the
       * `wss://` address of a WebSocket (RFC 7395).
       */
      host: z
        .string()
        .min(1)
        .refine((host) => !host.includes('://') || isWebSocket(host), {
          error:
            'expected a host name such as xmpp.example.com, or the address of a WebSocket such as wss://xmpp.example.com/xmpp-websocket',
        })
        .optional(),
      port: z.int().min(1).max(65535).optional(),
      /** TLS from the first byte at that host, instead of STARTTLS; without a host SRV says (XEP-0368). */
      directTls: z.boolean().optional(),
      /** Be visible to the contacts, with a negative priority, and see who of them is there. */
      presence: z.boolean().optional(),
      tls: z
        .strictObject({
          /** A PEM file of certificate authorities to trust besides the system's, for CardDAV too. */
          ca: z.string().min(1).optional(),
          /** Log in without TLS; accepted for a loopback host only. */
          allowUnencryptedLoopback: z.boolean().default(false),
        })
        .optional(),
    })
    .refine((xmpp) => xmpp.port === undefined || xmpp.host !== undefined, {
      path: ['port'],
      error: 'a port needs a host beside it',
    })
    .refine((xmpp) => xmpp.port === undefined || !isWebSocket(xmpp.host ?? ''), {
      path: ['port'],
      error: 'the port of a WebSocket stands in its address',
    })
    .refine((xmpp) => !xmpp.tls?.allowUnencryptedLoopback || isLoopbackHost(xmpp.host ?? ''), {
      path: ['tls', 'allowUnencryptedLoopback'],
      error:
        'logging in without TLS is possible for a loopback host only (127.0.0.1, ::1, localhost)',
    });

const carddavWith = <Secret extends z.ZodType>(secret: Secret) =>
  z
    .strictObject({
      /**
       * A book, a home, a principal or a server as a URL, or just a host name or an e-mail address; what is
       * there, is found out (RFC 6352, RFC 6764).
       */
      url: z.string().superRefine((text, context) => {
        const reading = readBookAddress(text);
        if (!reading.ok) context.addIssue({ code: 'custom', message: reading.problem });
      }),
      /** URLs of the books to read, where there are several at the address; all of them by default. */
      books: z
        .array(
          z.string().refine((text) => {
            const reading = readBookAddress(text);
            return reading.ok && reading.address.kind === 'url';
          }, 'expected the URL of an address book such as https://cloud.example.com/dav/john/contacts/'),
        )
        .optional(),
      username: z
        .string()
        .min(1)
        .regex(/^\P{Cc}*$/u, 'a user name holds no line breaks or other control characters')
        .optional(),
      password: secret.optional(),
      /** Instead of a user name and a password: what goes out as Bearer (RFC 6750). */
      token: secret.optional(),
    })
    .superRefine(({ username, password, token }, context) => {
      const refuse = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: [field], message });
      if (token === undefined) {
        if (username === undefined) refuse('username', `expected a user name${orToken}`);
        if (password === undefined) refuse('password', `expected a password${orToken}`);
      } else if (username !== undefined || password !== undefined) {
        refuse('token', 'log in with "username" and "password" or with "token", not with both');
      }
    });
const orToken = ' ("username" and "password", or "token" instead of both)';

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
