/** One sync from its beginning to its report, under the profile's lock. */
import type { SyncReport } from '../../../shared/contract/report.ts';
import { RolodialError } from '../../../shared/errors.ts';
import { guardOf } from '../../../shared/roster/guard.ts';
import { lockProfile } from '../store/lock.ts';
import { mayForget, withoutKept } from './absent-books.ts';
import { applyChanges, guardStops } from './apply-changes.ts';
import { chosenChanges } from './choice.ts';
import type { SyncContext, SyncOptions } from './context.ts';
import { patientAccount, progressWithWaiting } from './patience.ts';
import { type Prepared, planNow, prepare } from './prepare.ts';
import { syncReport } from './report.ts';

export interface SyncOutcome {
  readonly prepared: Prepared;
  readonly report: SyncReport;
  /** An outside service keeps the roster: a set was refused for it. */
  readonly remote: boolean;
}

/** Reads both sides and plans; changes nothing of the roster. */
export async function prepareSync(
  context: SyncContext,
  signal: AbortSignal,
  { full = false, keepsAbsentBooks }: Pick<SyncOptions, 'full' | 'keepsAbsentBooks'> = {},
): Promise<Prepared> {
  const { book, clock } = context;
  const { tell, waitingFor } = progressWithWaiting(context.onProgress);
  const onWaiting = waitingFor('account');
  const account = patientAccount(context.account, { signal, clock, onWaiting });
  tell({ phase: 'connecting', done: 0, total: 0 });
  // Before the book is read, for it may take minutes, only to fail here.
  await account.open();
  tell({ phase: 'reading', done: 0, total: 0 });
  const readBook = async () => {
    const onCards = (done: number) => tell({ phase: 'reading', done, total: 0 });
    const read = await book.read(signal, onCards, { full, onWaiting: waitingFor('address-book') });
    tell({ phase: 'planning', done: 0, total: 0 });
    const { kept, others } = withoutKept(read.goneBooks, keepsAbsentBooks);
    context.records.cards.settleAbsent(kept, 'keep');
    return { ...read, goneBooks: others };
  };
  return await prepare({ ...context, account }, readBook, signal);
}

/**
 * Syncs once.
 *
 * @throws RolodialError `sync-busy` where another process holds the lock, `cancelled`, or that of either side
 */
export async function runSync(
  context: SyncContext,
  asked: SyncOptions,
  signal: AbortSignal,
): Promise<SyncOutcome> {
  const { profile, records, account, dataFolder } = context;
  const unlock = lockProfile(dataFolder, profile.id);
  try {
    const prepared = await decided(await prepareSync(context, signal, asked), context, asked);
    const { plan, desired, book, isUnsure, forgets } = prepared;
    signal.throwIfAborted();
    const options = { ...asked, isUnsure };
    const changes = chosenChanges(plan, options);
    const guard = guardOf(changes, prepared.owned, book.contacts.length, profile.guard);
    if (guardStops(guard, options)) {
      return { prepared, report: syncReport(profile.id, prepared, { guard }), remote: false };
    }
    const may = changes.length === 0 || account.mayPush(await account.open());
    const following = book.followsChanges ? undefined : followChanges(context, signal);
    const applying = applyChanges(plan, may ? changes : [], context, {
      startedAt: prepared.startedAt,
      undoes: null,
      options: may ? options : { ...options, only: new Set() },
      replan: (session) => planNow(desired, session, context),
      signal,
    });
    // Even after a failed push, the second read must have ended when the lock is released.
    const result = await applying.finally(() => following);
    signal.throwIfAborted();
    const remote = records.remoteRefusal.get() !== null;
    const owned = records.ledger.entries().length;
    const report = syncReport(profile.id, ownedNow(prepared, owned), { ...result, remote });
    records.cards.settleAbsent(forgets, 'forget');
    records.history.end(result.sync, report);
    records.cards.noteLeftOut(report.leftOut.map(({ url }) => url));
    return { prepared, report, remote };
  } catch (error) {
    throw signal.aborted ? new RolodialError('cancelled', 'The sync was cancelled.') : error;
  } finally {
    unlock();
  }
}

/** A sync as the user has decided it. */
interface Decided extends Prepared {
  /** Books that are not there any more and are forgotten once their items have gone. */
  readonly forgets: readonly string[];
}

/** The plan with what the user has said of what is withheld, and of books that are not there any more. */
async function decided(
  prepared: Prepared,
  context: SyncContext,
  asked: SyncOptions,
): Promise<Decided> {
  const withheld = prepared.withheld.filter((jid) => !asked.only?.has(jid));
  const { absence } = prepared;
  if (!absence || !mayForget(absence, asked)) return { ...prepared, withheld, forgets: [] };
  const session = await context.account.open();
  const { desired } = absence;
  return {
    ...{ ...prepared, withheld, desired, absence: null },
    book: { ...prepared.book, goneBooks: [] },
    plan: planNow(desired, session, context),
    forgets: absence.books.books.map(({ url }) => url),
  };
}

/** The question about absent books counts what is ours once the rest has been done. */
function ownedNow(prepared: Prepared, owned: number): Prepared {
  const { absence } = prepared;
  if (!absence) return prepared;
  return { ...prepared, absence: { ...absence, books: { ...absence.books, owned } } };
}

/**
 * Reads once more after a first read, beside the push, so that the next sync can ask for changes alone. A
 * failure is ignored, because the next read meets it again and reports it.
 */
async function followChanges({ book }: SyncContext, signal: AbortSignal): Promise<void> {
  await book.read(signal, () => undefined, { full: false }).catch(() => undefined);
}
