/** One sync from its beginning to its report; alone at it, whatever other processes do. */

import type { SyncReport } from '../../../shared/contract/report.ts';
import type { Activity } from '../../../shared/contract/state.ts';
import { RolodialError } from '../../../shared/errors.ts';
import { guardOf } from '../../../shared/roster/guard.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import type { AddressBookReading } from '../carddav/address-book.ts';
import type { ProfileRecords } from '../groups/sharing.ts';
import { lockProfile } from '../store/lock.ts';
import { unlessAborted } from '../time/waiting.ts';
import type { Session } from '../xmpp/session.ts';
import { carryOut, guardStops } from './carry-out.ts';
import { type Choice, chosenChanges } from './choice.ts';
import { type Prepared, planNow, prepare } from './prepare.ts';
import { syncReport } from './report.ts';

/** What a sync works with. */
export interface SyncWork {
  readonly profile: Profile;
  readonly dataFolder: string;
  readonly records: ProfileRecords;
  /** The session with the account, logging in first if need be. */
  openSession(): Promise<Session>;
  readBook(signal: AbortSignal, onProgress: (cards: number) => void): Promise<AddressBookReading>;
  /**
   * Whether roster sets may be sent at all: not again and again where an outside service keeps the roster.
   */
  mayPush(session: Session): boolean;
  /** Told how far it has come. */
  show(activity: Activity): void;
}

/** What a sync is to do, and who wants it. */
export interface SyncWish extends Choice {
  /** It runs by the schedule: what the server has refused for good is left alone until it changes. */
  readonly bySchedule?: boolean;
}

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
  // Before the book is read, for it may take minutes, only to fail here.
  await unlessAborted(work.openSession(), signal);
  work.show({ kind: 'syncing', phase: 'reading', done: 0, total: 0 });
  const readBook = async () => {
    const book = await work.readBook(signal, (done) =>
      work.show({ kind: 'syncing', phase: 'reading', done, total: 0 }),
    );
    work.show({ kind: 'syncing', phase: 'planning', done: 0, total: 0 });
    return book;
  };
  const openSession = () => work.openSession();
  return await prepare({ profile, openSession, ...records, readBook }, signal);
}

/**
 * Syncs once.
 *
 * @throws RolodialError `sync-busy` where another process is at it, `cancelled`, or that of either side
 */
export async function runSync(
  work: SyncWork,
  wish: SyncWish,
  signal: AbortSignal,
): Promise<SyncOutcome> {
  const { profile, records } = work;
  const unlock = lockProfile(work.dataFolder, profile.id);
  try {
    const prepared = await prepareSync(work, signal);
    const { plan, desired, book } = prepared;
    signal.throwIfAborted();
    const changes = chosenChanges(plan, wish);
    const guard = guardOf(changes, prepared.owned, book.contacts.length, profile.guard);
    if (guardStops(guard, wish)) {
      return { prepared, report: syncReport(profile.id, prepared, { guard }), remote: false };
    }
    const may = changes.length === 0 || work.mayPush(await work.openSession());
    const following = book.followsChanges ? undefined : followChanges(work, signal);
    const applying = carryOut(plan, may ? changes : [], work, {
      startedAt: prepared.startedAt,
      undoes: null,
      wish: may ? wish : { ...wish, only: new Set() },
      replan: (session) => planNow(desired, { profile, session, ...records }),
      signal,
    });
    // Whatever became of the push, nothing may still be at work when the lock is let go.
    const result = await applying.finally(() => following);
    signal.throwIfAborted();
    const remote = records.remoteRefusal.get() !== null;
    const report = syncReport(profile.id, prepared, { ...result, remote });
    records.history.end(result.sync, report);
    return { prepared, report, remote };
  } catch (error) {
    throw signal.aborted ? new RolodialError('cancelled', 'The sync was cancelled.') : error;
  } finally {
    unlock();
  }
}

/**
 * After a first read, gets what the next one needs to ask for changes alone, while the push keeps everyone
 * waiting anyway. Where that fails, the next read does it, or fails in the same way and says so.
 */
async function followChanges(work: SyncWork, signal: AbortSignal): Promise<void> {
  await work.readBook(signal, () => undefined).catch(() => undefined);
}
