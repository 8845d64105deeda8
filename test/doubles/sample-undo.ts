/** What the double says that it has undone: the changes of the last sync, backwards. */
import type { ContactRow } from '../../shared/ipc/contract.ts';
import type { SyncReport, UndoReport } from '../../shared/ipc/report.ts';

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
