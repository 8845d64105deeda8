/** What the tray shows for a state, as a value that can be compared with the last one. */
import type { AppState, GuardQuestion, ProfileState } from '../../shared/contract/state.ts';
import {
  mayStart,
  overallStatus,
  profileStatus,
  type Status,
} from '../../shared/contract/status.ts';
import type { IconStatus } from '../icons/drawing.ts';
import type { Words } from './words.ts';

/** What a click asks for. */
export type TrayAction =
  | { readonly kind: 'open' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'sync'; readonly profiles: readonly string[] }
  | { readonly kind: 'pause'; readonly profiles: readonly string[]; readonly paused: boolean };

export type TrayEntry =
  | { readonly kind: 'separator' }
  | { readonly kind: 'text'; readonly label: string }
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly action: TrayAction;
      readonly enabled: boolean;
    }
  | { readonly kind: 'submenu'; readonly label: string; readonly entries: readonly TrayEntry[] };

export interface TrayView {
  readonly icon: IconStatus;
  readonly tooltip: string;
  readonly entries: readonly TrayEntry[];
}

/** Only what is as it should be looks idle. */
const icons: Readonly<Record<Status, IconStatus>> = {
  attention: 'attention',
  syncing: 'syncing',
  retrying: 'offline',
  offline: 'offline',
  connecting: 'offline',
  new: 'offline',
  paused: 'paused',
  current: 'idle',
};

const separator: TrayEntry = { kind: 'separator' };

/** The tray for a state, in the given words. Only the window shows progress within a phase. */
export function trayView(state: AppState, words: Words): TrayView {
  const { profiles } = state;
  const overall = overallStatus(state);
  const status = statusLine(state, overall, words);
  return {
    icon: icons[overall],
    tooltip: `Rolodial: ${status}`,
    entries: [
      { kind: 'text', label: status },
      separator,
      syncEntry(profiles, words),
      pauseEntry(profiles, words),
      action(words.open, { kind: 'open' }),
      separator,
      ...resultEntries(profiles, words),
      action(words.quit, { kind: 'quit' }),
    ],
  };
}

function statusLine(state: AppState, status: Status, words: Words): string {
  const problem = state.problem ?? state.service.problem;
  if (problem) return sentence(words.problem(problem), words);
  return state.profiles.length === 0 ? words.notSetUp : words.status[status];
}

function sentence(phrase: string, words: Words): string {
  return phrase.charAt(0).toLocaleUpperCase(words.locale) + phrase.slice(1);
}

function syncEntry(profiles: readonly ProfileState[], words: Words): TrayEntry {
  const ready = profiles.filter(mayStart);
  const all = action(words.syncNow, { kind: 'sync', profiles: ids(ready) }, ready.length > 0);
  if (profiles.length < 2) return all;
  return {
    kind: 'submenu',
    label: words.syncNow,
    entries: [
      { ...all, label: words.allProfiles },
      separator,
      ...profiles.map((profile) =>
        action(profile.jid, { kind: 'sync', profiles: [profile.id] }, mayStart(profile)),
      ),
    ],
  };
}

/** One entry for all profiles: pauses those that run, and resumes all when all are paused. */
function pauseEntry(profiles: readonly ProfileState[], words: Words): TrayEntry {
  const running = profiles.filter((profile) => !profile.paused);
  const paused = running.length > 0 || profiles.length === 0;
  return action(
    paused ? words.pause : words.resume,
    { kind: 'pause', profiles: ids(paused ? running : profiles), paused },
    profiles.length > 0,
  );
}

/** Each profile's last result; a click opens the window. */
function resultEntries(profiles: readonly ProfileState[], words: Words): readonly TrayEntry[] {
  if (profiles.length === 0) return [];
  const entries = profiles.map((profile) =>
    action(`${profile.jid}: ${lastResult(profile, words)}`, { kind: 'open' }),
  );
  return [...entries, separator];
}

function lastResult(profile: ProfileState, words: Words): string {
  const { activity, problem, lastSync } = profile;
  if (activity.kind === 'asking') return askingWords(activity.question, words);
  if (activity.kind === 'syncing') return words.phase[activity.phase];
  if (problem) return words.problem(problem);
  if (profile.paused) return words.pausedProfile;
  if (profileStatus(profile) === 'retrying') return words.retryingProfile;
  if (!lastSync) return words.neverSynced;
  const ended = new Date(Date.parse(lastSync.startedAt) + lastSync.durationMs);
  const at = ended.toLocaleString(words.locale, { dateStyle: 'medium', timeStyle: 'short' });
  const { applied, failed, unread } = lastSync;
  return words.result({ ...applied, failed: failed.length, unread: unread.length, at });
}

function askingWords({ why, removals, books = [] }: GuardQuestion, words: Words): string {
  return why === 'book-gone' ? words.askingGone(books, removals) : words.asking(removals);
}

function action(label: string, what: TrayAction, enabled = true): TrayEntry & { kind: 'action' } {
  return { kind: 'action', label, action: what, enabled };
}

function ids(profiles: readonly ProfileState[]): readonly string[] {
  return profiles.map((profile) => profile.id);
}
