/** The settings about the outside service that keeps an account's roster (mod_http_roster_admin). */
import { z } from 'zod';

const httpUrlSchema = z
  .string()
  .refine(
    (text) => URL.canParse(text.replaceAll('%s', 'user')) && /^https?:\/\//i.test(text),
    'expected an address such as https://roster.example.com/contacts/%s',
  );

const headersWith = <Secret extends z.ZodType>(secret: Secret) =>
  z.record(
    z
      .string()
      .regex(
        /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/,
        'expected the name of a header, such as Authorization',
      ),
    secret,
  );

export const remoteRosterWith = <Secret extends z.ZodType>(secret: Secret) =>
  z.strictObject({
    /** Where the server gets the document from; `%s` stands for the URL-encoded user name. */
    url: httpUrlSchema.optional(),
    /** Headers of the request for the document, their values secrets. */
    headers: headersWith(secret).optional(),
    /** Where the server is told of changes: `http://xmpp.example.com:5280/roster_admin/refresh`. */
    refresh: z
      .strictObject({
        url: httpUrlSchema,
        /** The virtual host, where it is not the address's own. */
        host: z.string().min(1).optional(),
        headers: headersWith(secret).optional(),
      })
      .optional(),
    /** Whether to check at each login if a roster that was found to be remote still is. */
    checkAtLogin: z.boolean().default(true),
    /**
     * Rolodial itself is the service: syncs change the document that it serves, and no roster set is sent.
     * Where it listens is in `service`.
     */
    serve: z.boolean().default(false),
    /** Whether the document also holds the items of the roster that are not Rolodial's own. */
    keepOthers: z.boolean().default(true),
  });

export const remoteRosterDefaults = { checkAtLogin: true, serve: false, keepOthers: true };
