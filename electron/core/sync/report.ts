/** A prepared or applied sync as the report that the command line prints and the window shows. */
import type { FailedItem, PlanItem, PlanPreview, SyncReport } from '../../../shared/ipc/report.ts';
import type { PlanAction } from '../../../shared/roster/plan.ts';
import type { Application } from './apply.ts';
import type { Prepared } from './prepare.ts';

/** @param application null where the guard stopped the sync */
export function syncReport(
  profile: string,
  prepared: Prepared,
  application: Application | null,
): SyncReport {
  return {
    ...beginning(profile, prepared),
    roster: {
      kind: application?.remote ? 'remote' : prepared.roster.kind,
      items: application?.items ?? prepared.roster.items,
    },
    plan: counts(prepared),
    applied: application?.applied ?? { added: 0, updated: 0, removed: 0 },
    ...findings(prepared, application?.failed ?? []),
    guard: application ? null : prepared.guard,
  };
}

export function planPreview(profile: string, prepared: Prepared): PlanPreview {
  return {
    ...beginning(profile, prepared),
    roster: prepared.roster,
    plan: counts(prepared),
    ...findings(prepared, []),
    guard: prepared.guard,
    items: prepared.plan.actions.map(planItem),
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
    },
  };
}

function counts({ plan }: Prepared): SyncReport['plan'] {
  const count = { add: 0, update: 0, remove: 0, keep: 0 };
  for (const { action } of plan.actions) count[action] += 1;
  return count;
}

function findings({ book, desired, plan }: Prepared, failed: readonly FailedItem[]) {
  return {
    skipped: [...book.skipped, ...desired.skipped],
    conflicts: [...desired.conflicts, ...plan.conflicts],
    failed: [...failed],
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
  return item;
}
