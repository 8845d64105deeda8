/**
 * What the window sees of a profile, computed from what has happened: {@link record} takes in one event after
 * the other, {@link profileState} says what they come to. Both are pure.
 */
import type { FoundKind, SyncReport } from '../../../shared/contract/report.ts';
import type {
  Activity,
  Attempt,
  GuardQuestion,
  ProfileState,
  SyncProgress,
} from '../../../shared/contract/state.ts';
import { type Problem, RolodialError, toProblem } from '../../../shared/errors.ts';
import type { Profile } from '../../../shared/settings/schema.ts';

export type ProfileEvent =
  /** The chat account has another status; the problem says why a login failed or a stream was lost. */
  | {
      readonly event: 'connection';
      readonly status: ProfileState['connection'];
      readonly problem: Problem | null;
    }
  /** A sync, an undo or a preview has begun, or has come further. */
  | { readonly event: 'progress'; readonly progress: SyncProgress }
  /** It has ended, however. */
  | { readonly event: 'ended' }
  /** The guard asks, or its question has no object any more. */
  | { readonly event: 'question'; readonly question: GuardQuestion | null }
  | { readonly event: 'attempt'; readonly attempt: Attempt }
  /** A sync ended with a report; `remote`: an outside service keeps the roster and refused it. */
  | { readonly event: 'synced'; readonly report: SyncReport; readonly remote: boolean }
  /** What the history says now: what was undone and holds up the schedule, and what could be undone. */
  | {
      readonly event: 'history';
      readonly undone: string | null;
      readonly undoable: string | null;
    }
  /** What was wrong with the settings before may have passed with them. */
  | { readonly event: 'settings' }
  | { readonly event: 'contacts' }
  | { readonly event: 'groups' };

/** What has happened, as far as it still matters. */
export interface Facts {
  readonly connection: ProfileState['connection'];
  readonly connectionProblem: Problem | null;
  /** What became of the connection while something was under way, which may ride over it. */
  readonly lostMeanwhile: Problem | null;
  readonly progress: SyncProgress | null;
  readonly question: GuardQuestion | null;
  readonly lastAttempt: Attempt | null;
  /** It was made by this process: what was wrong in an earlier one may have passed. */
  readonly attemptedNow: boolean;
  readonly lastSync: SyncReport | null;
  /** The last sync was refused because an outside service keeps the roster. */
  readonly remote: boolean;
  readonly undone: string | null;
  readonly undoable: string | null;
  readonly contactsRevision: number;
  readonly groupsRevision: number;
}

/** Before anything has happened since the program started. */
export function firstFacts(
  stored: Pick<Facts, 'lastAttempt' | 'lastSync' | 'undone' | 'undoable'>,
): Facts {
  return {
    ...stored,
    connection: 'offline',
    connectionProblem: null,
    lostMeanwhile: null,
    progress: null,
    question: null,
    attemptedNow: false,
    remote: stored.lastSync?.roster.kind === 'remote',
    contactsRevision: 0,
    groupsRevision: 0,
  };
}

/** The facts after one more event. */
export function record(facts: Facts, event: ProfileEvent): Facts {
  switch (event.event) {
    case 'connection': {
      const { status, problem } = event;
      if (status === 'online') {
        return { ...facts, connection: status, connectionProblem: null, lostMeanwhile: null };
      }
      // A sync that is under way rides over a lost stream, and says itself when it cannot.
      return facts.progress
        ? { ...facts, connection: status, lostMeanwhile: problem ?? facts.lostMeanwhile }
        : { ...facts, connection: status, connectionProblem: problem ?? facts.connectionProblem };
    }
    case 'progress':
      return { ...facts, progress: event.progress };
    case 'ended': {
      const connectionProblem = facts.lostMeanwhile ?? facts.connectionProblem;
      return { ...facts, progress: null, connectionProblem, lostMeanwhile: null };
    }
    case 'question':
      return { ...facts, question: event.question };
    case 'attempt':
      return { ...facts, lastAttempt: event.attempt, attemptedNow: true, remote: false };
    case 'synced':
      // One that the guard stopped has done nothing.
      return event.report.guard
        ? facts
        : { ...facts, lastSync: event.report, remote: event.remote };
    case 'history':
      return { ...facts, undone: event.undone, undoable: event.undoable };
    case 'settings':
      return { ...facts, attemptedNow: false, remote: false };
    case 'contacts':
      return { ...facts, contactsRevision: facts.contactsRevision + 1 };
    case 'groups':
      return { ...facts, groupsRevision: facts.groupsRevision + 1 };
  }
}

/** What is known besides the facts, when the state is computed. */
export interface Present {
  /** The settings in force. */
  readonly profile: Profile;
  readonly nextSyncAt: Date | null;
  /** Who keeps the roster, as far as the server shows it. */
  readonly foundKind: FoundKind;
}

/** What the window sees. */
export function profileState(facts: Facts, present: Present): ProfileState {
  const { profile, nextSyncAt, foundKind } = present;
  const { connection, lastSync, lastAttempt, undone, undoable } = facts;
  return {
    id: profile.id,
    jid: profile.xmpp.jid,
    connection,
    activity: activityOf(facts),
    paused: isPaused(facts, profile),
    problem: problemOf(facts, present),
    lastSync,
    lastAttempt,
    nextSyncAt: nextSyncAt?.toISOString() ?? null,
    undone,
    undoable,
    rosterKind: profile.remoteRoster.serve ? 'served' : foundKind,
    contactsRevision: facts.contactsRevision,
    groupsRevision: facts.groupsRevision,
  };
}

/** Whether a question must be answered before another sync; one about absent books is asked beside the rest. */
export function isHeldUp({ question }: Pick<Facts, 'question'>): boolean {
  return question !== null && question.why !== 'book-gone';
}

/** Whether nothing may run by itself: the user said so, or a sync was undone that the next would do again. */
export function isPaused({ undone }: Pick<Facts, 'undone'>, { paused }: Profile): boolean {
  return paused || undone !== null;
}

function activityOf({ progress, question }: Facts): Activity {
  if (progress) return { kind: 'syncing', ...progress };
  return question ? { kind: 'asking', question } : { kind: 'idle' };
}

/** What is wrong now: with the chat account, else with the last attempt. */
function problemOf(facts: Facts, { profile: { xmpp }, foundKind }: Present): Problem | null {
  const { connection, connectionProblem, lastAttempt, attemptedNow, remote } = facts;
  if (connectionProblem) return connectionProblem;
  // A check may have shown since that the server keeps it again.
  if (remote && foundKind === 'remote') return toProblem(remoteRoster(xmpp.jid));
  const problem = attemptedNow ? (lastAttempt?.problem ?? null) : null;
  // Whoever is logged in again has no problem with the login any more.
  return problem?.code.startsWith('xmpp-') && connection === 'online' ? null : problem;
}

function remoteRoster(jid: string): RolodialError {
  return new RolodialError(
    'roster-remote',
    `The roster of ${jid} is kept by a remote service, which refuses changes from here. Nothing more is pushed.`,
    { account: jid },
  );
}
