/** Undoes the last sync that changed something: the way back is a plan, and goes through the same guard. */

import type { UndoPreview, UndoReport } from '../../../shared/contract/report.ts';
import { RolodialError } from '../../../shared/errors.ts';
import { guardOf } from '../../../shared/roster/guard.ts';
import { undoPlan } from '../../../shared/roster/undo.ts';
import type { RecordedSync } from '../store/history.ts';
import { lockProfile } from '../store/lock.ts';
import type { Session } from '../xmpp/session.ts';
import { applyChanges, guardStops } from './apply-changes.ts';
import { chosenChanges, type GuardAnswer } from './choice.ts';
import type { SyncContext } from './context.ts';
import { patientAccount, progressWithWaiting } from './patience.ts';
import { kindOf, liveRoster } from './prepare.ts';
import { readRoster } from './read-roster.ts';
import { undoPreview, undoReport } from './report.ts';

/**
 * Undoes once. What was changed again since is left alone and listed.
 *
 * @throws RolodialError `sync-busy` where another process holds the lock, `cancelled`, or that of the server
 */
export async function runUndo(
  context: SyncContext,
  guardAnswer: GuardAnswer,
  signal: AbortSignal,
): Promise<UndoReport> {
  const { profile, records, account, dataFolder } = context;
  const unlock = lockProfile(dataFolder, profile.id);
  try {
    const startedAt = new Date();
    const options = { guard: guardAnswer };
    const { tell, waitingFor } = progressWithWaiting(context.onProgress);
    tell({ phase: 'connecting', done: 0, total: 0 });
    const patience = { signal, clock: context.clock, onWaiting: waitingFor('account') };
    const session = await readRoster(patientAccount(account, patience).open, signal);
    const roster = { kind: kindOf(session), items: session.roster.items.length };
    const last = records.history.lastUndoable();
    if (!last) return nothingToUndo(profile.id, startedAt, roster);

    const plan = planUndo(last, session, context);
    const changes = chosenChanges(plan, options);
    const owned = records.ledger.entries().length;
    const guard = guardOf(changes, owned, Number.POSITIVE_INFINITY, profile.guard);
    const about = { profile: profile.id, startedAt, undone: last.startedAt };
    if (guardStops(guard, options)) return undoReport(about, plan, roster, { guard });
    signal.throwIfAborted();
    const result = await applyChanges(plan, changes, context, {
      startedAt,
      undoes: last.id,
      options,
      replan: (now) => planUndo(last, now, context),
      signal,
    });
    signal.throwIfAborted();
    const report = undoReport(about, plan, roster, result);
    records.history.end(result.sync, report);
    return report;
  } catch (error) {
    throw signal.aborted ? new RolodialError('cancelled', 'The undoing was cancelled.') : error;
  } finally {
    unlock();
  }
}

/**
 * What {@link runUndo} would do; changes nothing.
 * @throws RolodialError that of the server
 */
export async function previewUndo(context: SyncContext, signal: AbortSignal): Promise<UndoPreview> {
  const { profile, records, account } = context;
  const last = records.history.lastUndoable();
  if (!last) return undoPreview(profile.id, null, { actions: [], left: [] });
  const session = await readRoster(() => account.open(), signal);
  return undoPreview(profile.id, last.startedAt, planUndo(last, session, context));
}

function planUndo({ changes }: RecordedSync, session: Session, { records, sharing }: SyncContext) {
  const entries = records.ledger.entries();
  return undoPlan(changes, liveRoster(session.roster, entries, sharing), entries);
}

function nothingToUndo(profile: string, startedAt: Date, roster: UndoReport['roster']): UndoReport {
  return {
    profile,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    undone: null,
    roster,
    plan: { add: 0, update: 0, remove: 0 },
    applied: { added: 0, updated: 0, removed: 0 },
    left: [],
    failed: [],
    guard: null,
  };
}
