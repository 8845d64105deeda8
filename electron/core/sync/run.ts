/** One sync from its beginning to its report; alone at it, whatever other processes do. */
import { RolodialError } from '../../../shared/errors.ts';
import type { SyncReport } from '../../../shared/ipc/report.ts';
import type { Activity } from '../../../shared/ipc/state.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import type { AddressBookReading } from '../carddav/address-book.ts';
import { lockProfile } from '../store/lock.ts';
import type { Records } from '../store/records.ts';
import type { Session } from '../xmpp/session.ts';
import { apply } from './apply.ts';
import { type Prepared, prepare } from './prepare.ts';
import { syncReport } from './report.ts';

/** What a sync works with. */
export interface SyncWork {
  readonly profile: Profile;
  readonly dataFolder: string;
  readonly records: Records;
  /** The session with the account, logging in first if need be. */
  openSession(): Promise<Session>;
  readBook(signal: AbortSignal, onProgress: (cards: number) => void): Promise<AddressBookReading>;
  /** Told how far it has come. */
  show(activity: Activity): void;
}

/**
 * What to do where the guard would stop: `ask` (stop), `apply` (go on), `keep` (leave out what takes
 * something away), or go on for these JIDs alone and stop for any other.
 */
export type GuardAnswer = 'ask' | 'apply' | 'keep' | ReadonlySet<string>;

export interface SyncOutcome {
  readonly prepared: Prepared;
  readonly report: SyncReport;
  /** An outside service keeps the roster: a set was refused for it. */
  readonly remote: boolean;
}

/** Reads both sides and plans; changes nothing. */
export async function prepareSync(work: SyncWork, signal: AbortSignal): Promise<Prepared> {
  const { profile, records } = work;
  work.show({ kind: 'syncing', phase: 'connecting', done: 0, total: 0 });
  const session = await work.openSession();
  work.show({ kind: 'syncing', phase: 'reading', done: 0, total: 0 });
  const readBook = async () => {
    const book = await work.readBook(signal, (done) =>
      work.show({ kind: 'syncing', phase: 'reading', done, total: 0 }),
    );
    work.show({ kind: 'syncing', phase: 'planning', done: 0, total: 0 });
    return book;
  };
  return await prepare({ profile, session, ...records, readBook });
}

/**
 * Syncs once.
 *
 * @throws RolodialError `sync-busy` where another process is at it, `cancelled`, or that of either side
 */
export async function runSync(
  work: SyncWork,
  guard: GuardAnswer,
  signal: AbortSignal,
): Promise<SyncOutcome> {
  const { profile, records } = work;
  const unlock = lockProfile(work.dataFolder, profile.id);
  try {
    const prepared = await prepareSync(work, signal);
    signal.throwIfAborted();
    if (prepared.guard && !isAllowed(prepared.guard.jids, guard)) {
      return { prepared, report: syncReport(profile.id, prepared, null), remote: false };
    }
    const session = await work.openSession();
    const withRemovals = guard !== 'keep';
    const done = await apply(
      prepared,
      { session, ...records },
      withRemovals,
      signal,
      (count, total) => work.show({ kind: 'syncing', phase: 'pushing', done: count, total }),
    );
    signal.throwIfAborted();
    const report = syncReport(profile.id, prepared, done);
    records.history.end(done.sync, report);
    return { prepared, report, remote: done.remote };
  } catch (error) {
    throw signal.aborted ? new RolodialError('cancelled', 'The sync was cancelled.') : error;
  } finally {
    unlock();
  }
}

function isAllowed(jids: readonly string[], guard: GuardAnswer): boolean {
  if (guard === 'ask') return false;
  return typeof guard === 'string' || jids.every((jid) => guard.has(jid));
}
