/** A remote roster as `rolodial remote … --json` prints it. */
import { z } from 'zod';
import { problemSchema } from '../errors.ts';
import { threeWayVerdicts } from '../roster/three-way.ts';
import { foundKindSchema } from './report.ts';

/** One request to `roster_admin/refresh`. */
export const refreshOutcomeSchema = z.object({
  /** ISO 8601, UTC. */
  at: z.string(),
  users: z.array(z.string()),
  /** The server has updated all of them. */
  ok: z.boolean(),
  /** HTTP status; null where no answer came. */
  status: z.int().nullable(),
  /** The server's own answer, as far as it has these fields. */
  answer: z
    .object({
      status: z.string().nullable(),
      message: z.string().nullable(),
      updated: z.int().nullable(),
      errors: z.int().nullable(),
    })
    .nullable(),
  problem: problemSchema.nullable(),
  durationMs: z.int(),
});
export type RefreshOutcome = z.infer<typeof refreshOutcomeSchema>;

/** One request for the service's document. */
export const documentFetchSchema = z.object({
  /** ISO 8601, UTC. */
  at: z.string(),
  /** Sound items of the document. */
  items: z.int(),
  /** HTTP status; null where no answer came. */
  status: z.int().nullable(),
  bytes: z.int(),
  durationMs: z.int(),
  /** What is wrong within the document; see `DocumentFault`. */
  faults: z.array(z.object({ jid: z.string().nullable(), reason: z.string(), detail: z.string() })),
  problem: problemSchema.nullable(),
});
export type DocumentFetch = z.infer<typeof documentFetchSchema>;

export const remoteReportSchema = z.object({
  kind: foundKindSchema,
  evidence: z.object({
    /** RFC 6121 §2.6.1. */
    versioningAdvertised: z.boolean(),
    version: z.string().nullable(),
    /** The roster set that was refused as by a remote roster, the last time; null where none was. */
    refused: z.object({ at: z.string(), condition: z.string() }).nullable(),
  }),
  checkAtLogin: z.boolean(),
  url: z.string().nullable(),
  refreshUrl: z.string().nullable(),
  lastFetch: documentFetchSchema.nullable(),
  /** Newest first. */
  refreshes: z.array(refreshOutcomeSchema),
});
export type RemoteReport = z.infer<typeof remoteReportSchema>;

const sideSchema = z
  .object({ jid: z.string(), name: z.string(), groups: z.array(z.string()) })
  .nullable();

/** The document beside the live roster and the address book as it was last read. */
export const threeWayReportSchema = z.object({
  fetch: documentFetchSchema,
  /** False where the address book was not read yet: then no row says anything of it. */
  bookKnown: z.boolean(),
  counts: z.record(z.enum(threeWayVerdicts), z.int()),
  /** What differs; empty where no document came. */
  rows: z.array(
    z.object({
      jid: z.string(),
      document: sideSchema,
      live: sideSchema,
      book: sideSchema,
      verdict: z.enum(threeWayVerdicts),
    }),
  ),
});
export type ThreeWayReport = z.infer<typeof threeWayReportSchema>;
