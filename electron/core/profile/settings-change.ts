/** What another version of a profile's settings asks for; a change of one thing leaves everything else at work. */
import { isDeepStrictEqual } from 'node:util';
import type { Profile } from '../../../shared/settings/schema.ts';

/** Secrets that are new although the settings name the same place for them. */
export interface RenewedSecrets {
  readonly account?: boolean;
  readonly book?: boolean;
  /** A header of the remote roster. */
  readonly remote?: boolean;
}

/**
 * - `account`: another login;
 * - `wanted`: another plan, for the roster may have to be another;
 * - `groups`: the groups are to be classified anew, and then another plan;
 * - `service`: the document that is served may have to be another;
 * - `interval`, `pause`: another schedule.
 */
export type Effect = 'account' | 'wanted' | 'groups' | 'service' | 'interval' | 'pause';

/** Settings that ask for anything but another plan, which is always safe. */
const effects: Readonly<Partial<Record<string, Effect>>> = {
  xmpp: 'account',
  sharedGroups: 'groups',
  remoteRoster: 'service',
  syncIntervalSeconds: 'interval',
  paused: 'pause',
} satisfies Partial<Record<keyof Profile, Effect>>;

/** What the difference between two versions of a profile asks for; nothing where they are the same. */
export function effectsOf(before: Profile, after: Profile): ReadonlySet<Effect> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof Profile>;
  const changed = [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
  const found = new Set(changed.map((name) => effects[name] ?? 'wanted'));
  // Whoever keeps the roster from now on may hold another one.
  if (before.remoteRoster.serve !== after.remoteRoster.serve) found.add('wanted');
  // The others are read from the account's roster by the next sync.
  if (!before.remoteRoster.keepOthers && after.remoteRoster.keepOthers) found.add('wanted');
  return found;
}
