/** What the window sees: one snapshot, then the slices that change. */
import { z } from 'zod';
import { problemSchema } from '../errors.ts';
import { settingsSchema } from '../settings/schema.ts';
import { guardReasons, rosterKindSchema, syncReportSchema } from './report.ts';
import { serviceStateSchema } from './service-report.ts';

/** The phases of a sync, in their order. */
export const syncPhases = ['connecting', 'reading', 'planning', 'pushing', 'settling'] as const;

export const syncProgressSchema = z.object({
  phase: z.enum(syncPhases),
  /** Cards read so far while reading, items pushed so far while pushing. */
  done: z.int(),
  /** Items to push; 0 where the total is not known (while reading). */
  total: z.int(),
  /** A server does not answer, and is tried again for a while. */
  waiting: z
    .object({
      server: z.enum(['address-book', 'account']),
      host: z.string(),
      /** The HTTP status that it answers with; absent where it cannot be reached at all. */
      status: z.int().optional(),
      /** Until it is given up. */
      secondsLeft: z.int(),
    })
    .optional(),
});
export type SyncProgress = z.infer<typeof syncProgressSchema>;

/** What the guard asks before anything is removed. */
const guardQuestionSchema = z.object({
  /** What stopped: a sync, or the undoing of one. */
  what: z.enum(['sync', 'undo']),
  /** `book-gone`: the sync has done all else, and asks about the items of books that are not there any more. */
  why: z.enum([...guardReasons, 'book-gone']),
  /** Names of those books. */
  books: z.array(z.string()).optional(),
  removals: z.int(),
  /** Items that are ours now. */
  owned: z.int(),
  jids: z.array(z.string()),
});
export type GuardQuestion = z.infer<typeof guardQuestionSchema>;

const activitySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('idle') }),
  /** A sync, an undo or a preview; how far it has come is as of the last event. */
  syncProgressSchema.extend({ kind: z.literal('syncing') }),
  /** A sync or an undo stopped at the guard and waits for an answer. */
  z.object({ kind: z.literal('asking'), question: guardQuestionSchema }),
]);
export type Activity = z.infer<typeof activitySchema>;

/**
 * How an attempt ended:
 * - `ok`: it changed something; `nothing`: nothing was to be changed;
 * - `partly`: some items failed, or something of the address book could not be read;
 * - `failed`: `problem` says why; what was changed until then stays;
 * - `cancelled`, `guard`: it stopped because the user, or the guard, said so;
 * - `interrupted`: the program ended in the middle of it.
 */
const attemptOutcomes = [
  'ok',
  'nothing',
  'partly',
  'failed',
  'cancelled',
  'guard',
  'interrupted',
] as const;

export const attemptSchema = z.object({
  what: z.enum(['sync', 'undo']),
  /** It ran by the schedule; otherwise somebody asked for it. */
  bySchedule: z.boolean(),
  /** ISO 8601, UTC. */
  startedAt: z.string(),
  /** ISO 8601, UTC; null where it was interrupted. */
  endedAt: z.string().nullable(),
  outcome: z.enum(attemptOutcomes),
  /** Why it failed; null otherwise. */
  problem: problemSchema.nullable(),
});
export type Attempt = z.infer<typeof attemptSchema>;

export const profileStateSchema = z.object({
  id: z.string(),
  jid: z.string(),
  connection: z.enum(['offline', 'connecting', 'online']),
  activity: activitySchema,
  /** Nothing runs by itself; what is asked for is done all the same. */
  paused: z.boolean(),
  /** What is wrong now; null where nothing is. */
  problem: problemSchema.nullable(),
  /** The last sync that ran to its end. */
  lastSync: syncReportSchema.nullable(),
  /** The last sync or undo that was tried, however it ended; null before the first. */
  lastAttempt: attemptSchema.nullable(),
  /** ISO 8601, UTC; null while nothing is due: paused, or behind a question or a problem that waits for the user. */
  nextSyncAt: z.string().nullable(),
  /**
   * When the sync began that was undone last. The profile is paused then, whatever the settings say, until
   * it is resumed or synced. Null otherwise.
   */
  undone: z.string().nullable().optional(),
  /** When the sync began that undoing would take back, also one that was cut off; null where there is none. */
  undoable: z.string().nullable().optional(),
  rosterKind: rosterKindSchema,
  /** Grows whenever `listContacts` would answer differently. */
  contactsRevision: z.int(),
  /** Grows whenever `listGroups` would answer differently. */
  groupsRevision: z.int(),
});
export type ProfileState = z.infer<typeof profileStateSchema>;

export const appStateSchema = z.object({
  version: z.string(),
  host: z.enum(['electron', 'browser']),
  /** How well the host keeps secrets that the window is given. */
  vault: z.enum(['keychain', 'weak', 'file']),
  settings: settingsSchema,
  /** Where the settings are kept, for a person to find them. */
  settingsFile: z.string(),
  /** Why the settings could not be read, or were set aside; null when all is well. */
  problem: problemSchema.nullable(),
  profiles: z.array(profileStateSchema),
  /** Rolodial as the service that keeps rosters. */
  service: serviceStateSchema,
});
export type AppState = z.infer<typeof appStateSchema>;
