/** Reports and plans as the double's syncs give them, in step with its contacts. */
import { skipReasons } from '../../../shared/contact/contact.ts';
import type { ContactRow } from '../../../shared/contract/contract.ts';
import type { PlanItem, PlanPreview, SyncReport } from '../../../shared/contract/report.ts';

/** @param rows what the plan is about; @param applied whether its changes have been made */
export function sampleReport(
  profile: string,
  rows: readonly ContactRow[],
  startedAt: Date,
  applied: boolean,
): SyncReport {
  const count = (state: ContactRow['state']) => rows.filter((row) => row.state === state).length;
  const plan = {
    add: count('to-add'),
    update: count('to-change'),
    remove: count('to-remove'),
    keep: count('in-sync'),
  };
  const cards = Math.ceil(rows.length / 2);
  return {
    profile,
    startedAt: startedAt.toISOString(),
    durationMs: 3_400,
    addressBook: {
      cards,
      contacts: cards,
      numbers: rows.length,
      requests: 3,
      bytes: cards * 380,
      missed: 0,
    },
    roster: { kind: 'server', items: plan.keep + plan.update + plan.remove },
    plan,
    applied: applied
      ? { added: plan.add, updated: plan.update, removed: plan.remove }
      : { added: 0, updated: 0, removed: 0 },
    skipped: rows
      .filter((row) => row.state === 'skipped')
      .map((row) => ({
        card: row.contact,
        raw: row.number,
        reason: skipReasons.find((reason) => reason === row.reason) ?? 'not-a-number',
      })),
    conflicts: rows
      .filter((row) => row.state === 'conflict')
      .map(({ jid, name, reason, currentName }) =>
        reason === 'takeover'
          ? { jid, reason, name: currentName ?? '', others: [name] }
          : { jid, reason: 'same-number' as const, name, others: ['Reception'] },
      ),
    failed: rows
      .filter((row) => row.state === 'failed')
      .map(({ jid, reason }) => ({ jid, condition: reason ?? 'timeout', text: '' })),
    ...{ unread: [], withheld: [], absentBooks: null, leftOut: [] },
    guard: null,
  };
}

export function samplePreview(
  profile: string,
  rows: readonly ContactRow[],
  unclaimed: readonly string[],
): PlanPreview {
  const report = sampleReport(profile, rows, new Date(), false);
  const { applied: _, ...plan } = report;
  const items = rows.filter(({ jid }) => jid !== '').map(planItem);
  return { ...plan, items, unclaimed: [...unclaimed] };
}

function planItem(row: ContactRow): PlanItem {
  const { state, jid, name, alias, currentName, asks } = row;
  const groups = [alias];
  const was = { name: currentName ?? '', groups };
  if (asks) return { action: 'update', jid, name, groups, was, takeover: true, asks };
  if (state === 'to-add') return { action: 'add', jid, name, groups };
  if (state === 'to-remove') return { action: 'remove', jid, name, groups, was: { name, groups } };
  if (state === 'to-change') {
    const mark = row.changedElsewhere && { changedElsewhere: true };
    return { action: 'update', jid, name, groups, was, ...mark };
  }
  return { action: 'keep', jid, name, groups };
}
