/**
 * When a profile syncs by itself: at its interval; sooner after a failure that may pass; and not at all behind
 * one that waits for the user.
 */

import { mendsItself, type Problem } from '../../shared/errors.ts';
import { Scheduler } from './scheduler.ts';
import { backoffMs } from './time/backoff.ts';

const retry = { firstMs: 60_000, capMs: 3_600_000 };

export class SyncSchedule {
  readonly #intervalMs: number;
  readonly #scheduler: Scheduler;
  #failures = 0;

  /** @param run starts a sync */
  constructor(intervalSeconds: number, run: () => void) {
    this.#intervalMs = intervalSeconds * 1_000;
    this.#scheduler = new Scheduler(run);
  }

  /** When the next sync begins; null where none will by itself. */
  get at(): Date | null {
    return this.#scheduler.at;
  }

  /** Syncs at once. */
  now(): void {
    this.#scheduler.set(new Date());
  }

  /** Syncs no more by itself. */
  clear(): void {
    this.#scheduler.clear();
  }

  /** What failed before counts no more. */
  forgive(): void {
    this.#failures = 0;
  }

  /** The next sync is due after the interval. */
  afterInterval(): void {
    this.#after(this.#intervalMs);
  }

  /** The next sync comes after a while, or when the user has seen to it. */
  afterFailure(problem: Problem): void {
    if (problem.code === 'cancelled') this.afterInterval();
    else if (mendsItself(problem)) {
      this.#failures += 1;
      const wait = Math.min(this.#intervalMs, backoffMs(retry, this.#failures));
      // A server that says when it will be back (Retry-After) is not asked before.
      this.#after(Math.max(wait, untilMs(problem.params['retryAt'])));
    } else this.clear();
  }

  #after(milliseconds: number): void {
    this.#scheduler.set(new Date(Date.now() + milliseconds));
  }
}

/** How long until a time in ISO 8601; 0 where there is none or it has passed. */
function untilMs(time: string | number | undefined): number {
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(at) ? 0 : Math.max(0, at - Date.now());
}
