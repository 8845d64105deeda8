/** A prepared or applied sync as the report that the command line prints and the window shows. */
import type {
  FailedItem,
  PlanItem,
  PlanPreview,
  SyncReport,
  UndoPreview,
  UndoReport,
} from '../../../shared/contract/report.ts';
import type { Unread } from '../../../shared/contract/unread.ts';
import type { Conflict } from '../../../shared/roster/conflict.ts';
import type { Guard } from '../../../shared/roster/guard.ts';
import type { PlanAction } from '../../../shared/roster/plan.ts';
import type { UndoPlan } from '../../../shared/roster/undo.ts';
import type { Application } from './apply.ts';
import type { ChangeRecorder } from './change-recorder.ts';
import type { Prepared } from './prepare.ts';

/** What became of a plan: applied, with the record of how, or stopped by the guard. */
export type Result =
  | (Application & { readonly recorder: ChangeRecorder })
  | { readonly guard: Guard };

export function syncReport(profile: string, prepared: Prepared, result: Result): SyncReport {
  const { guard, kind, items, applied, failed, shortened } = outcome(result, prepared.roster);
  return {
    ...beginning(profile, prepared),
    roster: { kind, items },
    plan: counts(prepared.plan.actions),
    applied,
    ...findings(prepared, failed, shortened),
    guard,
  };
}

/** @param undone when the sync began that was undone */
export function undoReport(
  { profile, startedAt, undone }: { profile: string; startedAt: Date; undone: string },
  { actions, left }: UndoPlan,
  roster: Prepared['roster'],
  result: Result,
): UndoReport {
  const { guard, kind, items, applied, failed } = outcome(result, roster);
  const { keep: _, ...plan } = counts(actions);
  return {
    profile,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    undone,
    roster: { kind, items },
    plan,
    applied,
    left: [...left],
    failed,
    guard,
  };
}

/** @param undone when the sync began that would be undone; null where there is none */
export function undoPreview(
  profile: string,
  undone: string | null,
  { actions, left }: Pick<UndoPlan, 'actions' | 'left'>,
): UndoPreview {
  const { keep: _, ...plan } = counts(actions);
  return { profile, undone, plan, left: [...left], items: actions.map(planItem) };
}

function outcome(result: Result, { kind, items }: Prepared['roster']) {
  if ('guard' in result) {
    const applied = { added: 0, updated: 0, removed: 0 };
    return { guard: result.guard, kind, items, applied, failed: [], shortened: [] };
  }
  const { recorder, remote } = result;
  return {
    guard: null,
    kind: remote ? ('remote' as const) : kind,
    items: result.items,
    applied: { ...recorder.applied },
    failed: [...recorder.failed],
    shortened: recorder.shortened,
  };
}

export function planPreview(profile: string, prepared: Prepared): PlanPreview {
  return {
    ...beginning(profile, prepared),
    roster: prepared.roster,
    plan: counts(prepared.plan.actions),
    ...findings(prepared, [], []),
    guard: prepared.guard,
    items: prepared.plan.actions.map(planItem),
    unclaimed: [...prepared.plan.unclaimed],
  };
}

function beginning(profile: string, { startedAt, book }: Prepared) {
  return {
    profile,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    addressBook: {
      cards: book.cards,
      contacts: book.contacts.length,
      numbers: book.contacts.reduce((sum, contact) => sum + contact.numbers.length, 0),
      requests: book.requests,
      bytes: book.bytes,
      missed: book.missed,
    },
  };
}

/** Counts the actions, without the takeovers that a sync does not make by itself. */
function counts(actions: readonly PlanAction[]): SyncReport['plan'] {
  const count = { add: 0, update: 0, remove: 0, keep: 0 };
  for (const action of actions) {
    if (action.action !== 'update' || !action.asks) count[action.action] += 1;
  }
  return count;
}

function findings(
  prepared: Prepared,
  failed: readonly FailedItem[],
  shortened: readonly Conflict[],
) {
  const { book, desired, plan, withheld, absence } = prepared;
  const gone = book.goneBooks.map(({ url, name }): Unread => {
    return { book: url, name, reason: 'gone', isKnown: true };
  });
  return {
    skipped: [...book.skipped, ...desired.skipped],
    conflicts: [...desired.conflicts, ...plan.conflicts, ...shortened],
    failed: [...failed],
    unread: [...book.unread, ...gone],
    withheld: [...withheld],
    absentBooks: absence?.books ?? null,
    leftOut: [...book.leftOut],
  };
}

function planItem(action: PlanAction): PlanItem {
  const shown = action.after ?? action.before;
  const item: PlanItem = {
    action: action.action,
    jid: action.jid,
    name: shown.name,
    groups: [...shown.groups],
  };
  if (action.action === 'update' || action.action === 'remove') {
    item.was = { name: action.before.name, groups: [...action.before.groups] };
  }
  if (action.action === 'update' && action.takeover) item.takeover = true;
  if (action.action === 'update' && action.asks) item.asks = true;
  if (action.changedElsewhere) item.changedElsewhere = true;
  return item;
}
