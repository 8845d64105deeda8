/** What the window sees: one snapshot, then the slices that change. */
import { z } from 'zod';
import { needsUser, problemSchema } from '../errors.ts';
import { settingsSchema } from '../settings/schema.ts';
import { guardSchema, rosterKindSchema, syncReportSchema } from './report.ts';
import { serviceStateSchema } from './service-report.ts';

/** The phases of a sync, in their order. */
export const syncPhases = ['connecting', 'reading', 'planning', 'pushing', 'settling'] as const;

const activitySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('idle') }),
  z.object({
    kind: z.literal('syncing'),
    phase: z.enum(syncPhases),
    /** Cards read so far while reading, items pushed so far while pushing. */
    done: z.int(),
    /** Items to push; 0 where the total is not known (while reading). */
    total: z.int(),
  }),
  /** A sync stopped at the guard and waits for an answer. */
  z.object({ kind: z.literal('asking'), guard: guardSchema }),
]);
export type Activity = z.infer<typeof activitySchema>;

export const profileStateSchema = z.object({
  id: z.string(),
  jid: z.string(),
  connection: z.enum(['offline', 'connecting', 'online']),
  activity: activitySchema,
  paused: z.boolean(),
  /** Why the last attempt failed; null after a success. */
  problem: problemSchema.nullable(),
  /** The last sync that ran to its end. */
  lastSync: syncReportSchema.nullable(),
  /** ISO 8601, UTC; null while paused, or while a problem waits for the user. */
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

/** What a tray icon shows for all profiles together; the most pressing one wins. */
export type OverallStatus = 'idle' | 'syncing' | 'attention' | 'offline' | 'paused';

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

/**
 * One word for everything: what needs the user first, then what is going on.
 * An account is `attention` while it has a problem or asks; never `idle` then. So is a service that cannot
 * listen: servers that ask it for rosters give none.
 */
export function overallStatus({
  problem,
  profiles,
  service,
}: Pick<AppState, 'problem' | 'profiles' | 'service'>): OverallStatus {
  if (problem || service.problem || profiles.length === 0) return 'attention';
  if (profiles.some((profile) => needsAttention(profile))) return 'attention';
  if (profiles.some((profile) => profile.activity.kind === 'syncing')) return 'syncing';
  if (profiles.every((profile) => profile.paused)) return 'paused';
  if (profiles.some((profile) => !profile.paused && profile.connection === 'offline'))
    return 'offline';
  return 'idle';
}

/** A problem that waiting will not mend, or a question that waits for an answer. */
export function needsAttention(profile: ProfileState): boolean {
  if (profile.activity.kind === 'asking') return true;
  if (profile.problem && needsUser(profile.problem)) return true;
  return (profile.lastSync?.failed.length ?? 0) > 0;
}
