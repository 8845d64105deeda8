/**
 * How a profile is, over the whole chain: chat account, address book, last attempt, guard, pause. Window, tray
 * and command line all ask here, so that none of them says that all is well while another does not.
 */
import { needsUser } from '../errors.ts';
import type { Activity, AppState, ProfileState } from './state.ts';

/**
 * - `attention`: waits for the user;
 * - `syncing`: a sync, an undo or a preview is under way;
 * - `retrying`: logged in, but the last attempt failed; it will be tried again;
 * - `offline`: not logged in; `connecting`: about to be;
 * - `paused`: nothing runs by itself;
 * - `new`: ready, and never synced yet;
 * - `current`: the last attempt did all that there was to do.
 */
export type Status =
  | 'attention'
  | 'syncing'
  | 'retrying'
  | 'offline'
  | 'connecting'
  | 'new'
  | 'paused'
  | 'current';

/** The most pressing thing that is to be said of a profile. */
export function profileStatus(profile: ProfileState): Status {
  const { activity, problem, lastSync, lastAttempt, connection, paused, rosterKind } = profile;
  if (activity.kind === 'asking') return 'attention';
  if (activity.kind === 'syncing') return 'syncing';
  if (problem && needsUser(problem)) return 'attention';
  if (lastSync && lastSync.failed.length + lastSync.unread.length > 0) return 'attention';
  if (paused) return 'paused';
  // A document that Rolodial serves itself is synced without a login.
  if (connection !== 'online' && rosterKind !== 'served') return connection;
  if (problem || (lastAttempt && unfinished.has(lastAttempt.outcome))) return 'retrying';
  return lastSync ? 'current' : 'new';
}

/**
 * Whether a sync or a preview may be asked for now. Behind a question of the guard it would only stop again; the
 * question about a book that is gone has held up nothing, and passes by itself when the book is back.
 */
export function mayStart({ activity }: Pick<ProfileState, 'activity'>): boolean {
  return activity.kind === 'idle' || isBookGone(activity);
}

function isBookGone(activity: Activity): boolean {
  return activity.kind === 'asking' && activity.question.why === 'book-gone';
}

/** Outcomes after which nobody knows whether the roster is as it should be. */
const unfinished: ReadonlySet<string> = new Set(['failed', 'interrupted', 'cancelled', 'guard']);

/** The most pressing first; `paused` is said only where it holds for all. */
const byUrgency: readonly Status[] = [
  'attention',
  'syncing',
  'retrying',
  'offline',
  'connecting',
  'new',
  'current',
  'paused',
];

/**
 * How everything is: the most pressing status of all profiles. Without a profile, or with settings or a roster
 * service that have a problem, it is `attention`: servers that ask the service for rosters get none.
 */
export function overallStatus({
  problem,
  profiles,
  service,
}: Pick<AppState, 'problem' | 'profiles' | 'service'>): Status {
  if (problem || service.problem || profiles.length === 0) return 'attention';
  const statuses = new Set(profiles.map(profileStatus));
  return byUrgency.find((status) => statuses.has(status)) ?? 'attention';
}
