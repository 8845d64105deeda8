import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Scheduler } from '../../../electron/core/profile/scheduler.ts';
import { backoffMs } from '../../../electron/core/time/backoff.ts';

const day = 86_400_000;

describe('the schedule', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('runs once at its time, and not before', () => {
    const run = vi.fn();
    const schedule = new Scheduler(run);
    schedule.set(new Date(Date.now() + day));
    vi.advanceTimersByTime(day - 1);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(1);
    expect(schedule.at).toBeNull();
    vi.advanceTimersByTime(10 * day);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it("keeps to a time that is further away than the system's timers reach", () => {
    const run = vi.fn();
    new Scheduler(run).set(new Date(Date.now() + 365 * day));
    vi.advanceTimersByTime(364 * day);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(day);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('runs at once for a time that has passed', () => {
    const run = vi.fn();
    new Scheduler(run).set(new Date(Date.now() - day));
    vi.advanceTimersByTime(0);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('takes a new time in place of the old one, and forgets it when cleared', () => {
    const run = vi.fn();
    const schedule = new Scheduler(run);
    schedule.set(new Date(Date.now() + 1000));
    schedule.set(new Date(Date.now() + 5000));
    vi.advanceTimersByTime(4999);
    expect(run).not.toHaveBeenCalled();
    schedule.clear();
    vi.advanceTimersByTime(day);
    expect(run).not.toHaveBeenCalled();
  });
});

describe('waiting between tries', () => {
  const backoff = { firstMs: 1000, capMs: 60_000 };

  it('doubles up to the cap, with half of it left to chance', () => {
    expect([1, 2, 3, 7, 50].map((failures) => backoffMs(backoff, failures, 1))).toEqual([
      1000, 2000, 4000, 60_000, 60_000,
    ]);
    expect([1, 2, 50].map((failures) => backoffMs(backoff, failures, 0))).toEqual([
      500, 1000, 30_000,
    ]);
  });
});
