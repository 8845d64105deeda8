import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Liveness } from '../../../electron/core/xmpp/liveness.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function watched() {
  const probe = vi.fn();
  const dead = vi.fn();
  const liveness = new Liveness({ idleMs: 30_000, answerMs: 15_000 }, probe, dead);
  liveness.start();
  return { liveness, probe, dead };
}

describe('a link', () => {
  it('on which something comes is not asked about', () => {
    const { liveness, probe } = watched();
    for (let second = 0; second < 600; second += 20) {
      vi.advanceTimersByTime(20_000);
      liveness.heard();
    }
    expect(probe).not.toHaveBeenCalled();
  });

  it('that is quiet is asked about, and lives on when it answers', () => {
    const { liveness, probe, dead } = watched();
    probe.mockImplementation(() => setTimeout(() => liveness.heard(), 100));
    vi.advanceTimersByTime(600_000);
    expect(probe.mock.calls.length).toBeGreaterThan(10);
    expect(dead).not.toHaveBeenCalled();
  });

  it('that does not answer is dead within a minute, and said so once', () => {
    const { probe, dead } = watched();
    vi.advanceTimersByTime(45_000);
    expect(probe).toHaveBeenCalledTimes(1);
    expect(dead).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(600_000);
    expect(dead).toHaveBeenCalledTimes(1);
  });

  it('is asked about at once on demand', () => {
    const { liveness, probe, dead } = watched();
    vi.advanceTimersByTime(1_000);
    liveness.check();
    expect(probe).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(15_000);
    expect(dead).toHaveBeenCalledTimes(1);
  });

  it('that is let go is not asked about any more', () => {
    const { liveness, probe } = watched();
    liveness.stop();
    liveness.check();
    vi.advanceTimersByTime(600_000);
    expect(probe).not.toHaveBeenCalled();
  });
});
