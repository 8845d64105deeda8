/** What the double says that it has undone: the changes of the last sync, backwards. */
import type { ContactRow } from '../../../shared/contract/contract.ts';
import type { SyncReport, UndoPreview, UndoReport } from '../../../shared/contract/report.ts';

/**
 * @param last the last sync, or null where there was none
 * @param rows of which those that were changed elsewhere are left as they are
 */
export function sampleUndo(
  profile: string,
  last: SyncReport | null,
  rows: readonly ContactRow[],
): UndoReport {
  const { added = 0, updated = 0, removed = 0 } = last?.applied ?? {};
  return {
    profile,
    startedAt: new Date().toISOString(),
    durationMs: 900,
    undone: last?.startedAt ?? null,
    roster: last?.roster ?? { kind: 'unknown', items: 0 },
    plan: { add: removed, update: updated, remove: added },
    applied: { added: removed, updated, removed: added },
    left: rows
      .filter(({ changedElsewhere }) => changedElsewhere)
      .map(({ jid, name }) => ({ jid, name })),
    failed: [],
    guard: null,
  };
}

/** The same before it is done: the first rows stand for what the last sync had added, then changed. */
export function sampleUndoPreview(
  profile: string,
  last: SyncReport | null,
  rows: readonly ContactRow[],
): UndoPreview {
  const { undone, plan, left } = sampleUndo(profile, last, rows);
  const shown = rows.filter(({ jid }) => jid !== '').slice(0, plan.remove + plan.update + plan.add);
  const items = shown.map(({ jid, name, alias }, index) => {
    const item = { jid, name, groups: [alias] };
    if (index < plan.remove) return { ...item, action: 'remove' as const };
    if (index >= plan.remove + plan.update) return { ...item, action: 'add' as const };
    const was = { name: `${name} (new)`, groups: [alias] };
    return { ...item, action: 'update' as const, was };
  });
  return { profile, undone, plan, left, items };
}
