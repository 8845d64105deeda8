/** Rolodial as the service that keeps rosters: what the window shows of it. */
import { z } from 'zod';
import { problemSchema } from '../errors.ts';
import { refreshOutcomeSchema } from './remote-report.ts';

/** One request to the service; whose roster it asked for is named only where it may have it. */
const serviceRequestSchema = z.object({
  /** Counted from 1 since the service began to listen. */
  number: z.int(),
  /** ISO 8601, UTC. */
  at: z.string(),
  /** The address that it came from. */
  from: z.string(),
  method: z.string(),
  /** Bare JID; null where the request was refused. */
  account: z.string().nullable(),
  /** HTTP status. */
  status: z.int(),
  bytes: z.int(),
  durationMs: z.number(),
});
export type ServiceRequest = z.infer<typeof serviceRequestSchema>;

export const serviceStateSchema = z.object({
  status: z.enum(['off', 'starting', 'listening', 'failed']),
  /** What to write into the server's `http_roster_url`, with `SECRET` for a secret; null while it is off. */
  url: z.string().nullable(),
  /** Why it does not listen; it tries again by itself. */
  problem: problemSchema.nullable(),
  /** Newest first, a few. */
  requests: z.array(serviceRequestSchema),
});
export type ServiceState = z.infer<typeof serviceStateSchema>;

/** What a roster held before Rolodial kept it, and where that was read. */
const rosterImportSchema = z.object({
  /** ISO 8601, UTC. */
  at: z.string(),
  source: z.enum(['roster', 'file']),
  items: z.int(),
});
export type RosterImport = z.infer<typeof rosterImportSchema>;

const documentItemSchema = z.object({
  jid: z.string(),
  name: z.string(),
  groups: z.array(z.string()),
});

/** The document of one profile. */
export const servedReportSchema = z.object({
  /** By the settings: the roster of this profile is kept here. */
  serving: z.boolean(),
  keepOthers: z.boolean(),
  /** As it is served now; null where nothing is, and requests are answered with 503. */
  document: z
    .object({ builtAt: z.string(), tag: z.string(), items: z.int(), bytes: z.int() })
    .nullable(),
  /** What the roster held besides Rolodial's items. */
  others: z.array(documentItemSchema),
  imported: rosterImportSchema.nullable(),
  /** The server was told of this document; null where the settings do not say how. */
  announced: z.boolean().nullable(),
  lastRefresh: refreshOutcomeSchema.nullable(),
});
export type ServedReport = z.infer<typeof servedReportSchema>;

/** Bytes of a document: Prosody 0.12 gives up on any larger answer (net.http.parser). */
export const largestForProsody = 10 * 1024 * 1024;

/** What came of an import. */
export const importOutcomeSchema = z.object({
  /** Items that the document did not hold. */
  added: z.int(),
  /** Items that it held under another name or in other groups. */
  changed: z.int(),
  /** Items left as they are: the same already, or Rolodial's own. */
  left: z.int(),
  /** What is wrong within a file; see `DocumentFault`. */
  faults: z.array(z.object({ jid: z.string().nullable(), reason: z.string(), detail: z.string() })),
});
export type ImportOutcome = z.infer<typeof importOutcomeSchema>;
