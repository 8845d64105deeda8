/** A remote roster as `rolodial remote … --json` prints it. */
import { z } from 'zod';
import { problemSchema } from '../errors.ts';
import type { ThreeWayRow, ThreeWayVerdict } from '../roster/three-way.ts';
import type { RosterKind } from './report.ts';

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

export interface RemoteReport {
  readonly kind: RosterKind;
  readonly evidence: {
    /** RFC 6121 §2.6.1. */
    readonly versioningAdvertised: boolean;
    readonly version: string | null;
    /** The roster set that was refused as by a remote roster, the last time; null where none was. */
    readonly refused: { readonly at: string; readonly condition: string } | null;
  };
  readonly checkAtLogin: boolean;
  readonly url: string | null;
  readonly refreshUrl: string | null;
  readonly lastFetch: DocumentFetch | null;
  /** Newest first. */
  readonly refreshes: readonly RefreshOutcome[];
}

/** The document beside the live roster and the address book as it was last read. */
export interface ThreeWayReport {
  readonly fetch: DocumentFetch;
  /** False where the address book was not read yet: then no row says anything of it. */
  readonly bookKnown: boolean;
  readonly counts: Readonly<Record<ThreeWayVerdict, number>>;
  /** What differs; empty where no document came. */
  readonly rows: readonly ThreeWayRow[];
}
