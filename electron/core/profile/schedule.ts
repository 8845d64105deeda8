/**
 * When a profile syncs by itself: at its interval; sooner after a failure that may pass; and not at all behind
 * one that waits for the user.
 */

import type { Attempt } from '../../../shared/contract/state.ts';
import { mendsItself, type Problem } from '../../../shared/errors.ts';
import { backoffMs } from '../time/backoff.ts';
import { Scheduler } from './scheduler.ts';

const retry = { firstMs: 60_000, capMs: 3_600_000 };

export class SyncSchedule {
  readonly #intervalSeconds: () => number;
  readonly #scheduler: Scheduler;
  #failures = 0;
  /** When the interval began that is waited for, by the clock; null where something else is. */
  #intervalSince: number | null = null;

  /**
   * @param intervalSeconds of the settings in force
   * @param run starts a sync
   */
  constructor(intervalSeconds: () => number, run: () => void) {
    this.#intervalSeconds = intervalSeconds;
    this.#scheduler = new Scheduler(run);
  }

  /** When the next sync begins; null where none will by itself. */
  get at(): Date | null {
    return this.#scheduler.at;
  }

  /** Syncs at once. */
  now(): void {
    this.#set(Date.now());
  }

  /** Syncs no more by itself. */
  clear(): void {
    this.#intervalSince = null;
    this.#scheduler.clear();
  }

  /** Starts the waiting times after failures anew. */
  forgive(): void {
    this.#failures = 0;
  }

  /** Sets the time of the next sync after an attempt has ended; where only the user can help, there is none. */
  attempted({ what, outcome, problem }: Attempt): void {
    if (what === 'undo') {
      // It changes nothing about the schedule, but a question that it has answered may have held that up.
      const waitsForUser = problem !== null && !mendsItself(problem);
      if (this.at === null && !waitsForUser) this.#afterInterval();
    } else if (outcome === 'failed' && problem) this.#afterFailure(problem);
    else if (outcome === 'guard') this.clear();
    else {
      if (outcome !== 'cancelled') this.forgive();
      this.#afterInterval();
    }
  }

  /** A sync that was due was not tried at all. */
  skipped(): void {
    this.#afterInterval();
  }

  /** The interval is another: what waits for it waits for the new one, counted from the same time. */
  intervalChanged(): void {
    if (this.#intervalSince !== null) this.#afterIntervalSince(this.#intervalSince);
  }

  #afterInterval(): void {
    this.#afterIntervalSince(Date.now());
  }

  #afterFailure(problem: Problem): void {
    if (mendsItself(problem)) {
      this.#failures += 1;
      const wait = Math.min(this.#intervalMs, backoffMs(retry, this.#failures));
      // A server that says when it will be back (Retry-After) is not asked before.
      this.#set(Date.now() + Math.max(wait, untilMs(problem.params['retryAt'])));
    } else this.clear();
  }

  get #intervalMs(): number {
    return this.#intervalSeconds() * 1_000;
  }

  #afterIntervalSince(since: number): void {
    this.#set(since + this.#intervalMs);
    this.#intervalSince = since;
  }

  #set(at: number): void {
    this.#intervalSince = null;
    this.#scheduler.set(new Date(Math.max(at, Date.now())));
  }
}

/** How long until a time in ISO 8601; 0 where there is none or it has passed. */
function untilMs(time: string | number | undefined): number {
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(at) ? 0 : Math.max(0, at - Date.now());
}
