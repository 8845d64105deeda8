import { describe, expect, it } from 'vitest';
import { progressShare } from '../../../renderer/overview/progress-share.ts';
import { syncPhases } from '../../../shared/contract/state.ts';

describe('the progress of a sync', () => {
  it('never goes back and ends at the end', () => {
    let before = 0;
    for (const phase of syncPhases) {
      const total = phase === 'pushing' ? 40 : 0;
      for (const done of [0, 10, 40, 60]) {
        const share = progressShare({ phase, done, total }, 40);
        expect(share).toBeGreaterThanOrEqual(before);
        expect(share).toBeLessThanOrEqual(1);
        before = share;
      }
    }
  });
  it('claims nothing while nobody knows how long the first reading is', () => {
    const reading = { phase: 'reading', done: 900, total: 0 } as const;
    expect(progressShare(reading, 0)).toBe(progressShare({ ...reading, done: 0 }, 0));
    expect(progressShare(reading, 1_000)).toBeGreaterThan(
      progressShare({ ...reading, done: 0 }, 1_000),
    );
  });
});
