/** The steps of a sync that only pretends, as the window sees them. */
import type { ContactRow } from '../../../shared/contract/contract.ts';
import { type SyncProgress, syncPhases } from '../../../shared/contract/state.ts';

/** Every phase, and ten steps within those that have a length. */
export function* syncSteps(rows: readonly ContactRow[]): Generator<SyncProgress> {
  const total = rows.filter(({ state }) => state.startsWith('to-')).length;
  const cards = Math.ceil(rows.length / 2);
  for (const phase of syncPhases) {
    const length = phase === 'reading' ? cards : phase === 'pushing' ? total : 0;
    const known = phase === 'pushing' ? total : 0;
    for (let step = 0; step <= (length > 0 ? 10 : 0); step += 1) {
      const done = Math.round((length * step) / 10);
      yield { phase, done, total: known };
    }
  }
}

/**
 * What becomes of rows by a sync.
 *
 * @param only JIDs that alone are changed; of them also those that are to be asked about
 */
export function syncedRows(
  rows: readonly ContactRow[],
  only: ReadonlySet<string> | undefined,
): ContactRow[] {
  const wanted = ({ jid }: ContactRow) => only?.has(jid) ?? true;
  return rows
    .filter((row) => row.state !== 'to-remove' || !wanted(row))
    .map((row) => (wanted(row) && isChanged(row, only !== undefined) ? settled(row) : row));
}

function isChanged({ state, asks }: ContactRow, chosen: boolean): boolean {
  return state === 'to-add' || state === 'to-change' || (chosen && asks === true);
}

function settled({ asks: _, changedElsewhere: __, ...row }: ContactRow): ContactRow {
  return { ...row, state: 'in-sync', currentName: null, reason: null };
}
