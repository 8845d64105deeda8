/** How far a sync has come, as one share. */
import { type SyncProgress, syncPhases } from '../../shared/contract/state.ts';

/** What share of a sync's time each phase takes, roughly; they add up to 1. */
const phaseShares: Readonly<Record<(typeof syncPhases)[number], number>> = {
  connecting: 0.05,
  reading: 0.35,
  planning: 0.05,
  pushing: 0.5,
  settling: 0.05,
};

/**
 * How far a sync has come, 0 to 1; it never goes back within a sync.
 *
 * @param expectedCards how many cards the last sync read, to measure a reading whose length nobody knows
 */
export function progressShare({ phase, done, total }: SyncProgress, expectedCards: number): number {
  const before = syncPhases
    .slice(0, syncPhases.indexOf(phase))
    .reduce((sum, earlier) => sum + phaseShares[earlier], 0);
  const length = total > 0 ? total : phase === 'reading' ? expectedCards : 0;
  // Of a length that nobody knows, nothing has been done: the number beside the bar shows life.
  const within = length > 0 ? Math.min(done / length, 1) : 0;
  return before + within * phaseShares[phase];
}
