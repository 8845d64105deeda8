/** A prepared or applied sync as the report that the command line prints and the window shows. */
import type {
  Conflict,
  FailedItem,
  PlanItem,
  PlanPreview,
  SyncReport,
} from '../../../shared/ipc/report.ts';
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
    ...common(profile, prepared, application?.failed ?? []),
    roster: {
      kind: application?.remote ? 'remote' : prepared.roster.kind,
      items: prepared.roster.items,
    },
    applied: application?.applied ?? { added: 0, updated: 0, removed: 0 },
    guard: application ? null : prepared.guard,
  };
}

export function planPreview(profile: string, prepared: Prepared): PlanPreview {
  return {
    ...common(profile, prepared, []),
    roster: prepared.roster,
    guard: prepared.guard,
    items: prepared.plan.actions.map(planItem),
  };
}

function common(profile: string, prepared: Prepared, failed: readonly FailedItem[]) {
  const { startedAt, book, desired, plan } = prepared;
  const counts = { add: 0, update: 0, remove: 0, keep: 0 };
  for (const { action } of plan.actions) counts[action] += 1;
  const conflicts: Conflict[] = [...desired.conflicts, ...plan.conflicts];
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
    plan: counts,
    skipped: [...book.skipped, ...desired.skipped],
    conflicts,
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
