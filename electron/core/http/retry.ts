/** Whether and when something is tried once more: a failure that may pass by itself is waited for, up to a bound. */
import { RolodialError } from '../../../shared/errors.ts';
import { type Backoff, backoffMs } from '../time/backoff.ts';
import { pause } from '../time/waiting.ts';

export interface RetryPolicy {
  readonly backoff: Backoff;
  /** How long one request is tried again, in ms from its first failure. */
  readonly totalMs: number;
  /** The same where the server itself says when it will be back (Retry-After). */
  readonly totalAskedMs: number;
}

/** A server that restarts is back within seconds; what takes longer is for the schedule, minutes later. */
export const defaultRetries: RetryPolicy = {
  backoff: { firstMs: 500, capMs: 3_000 },
  totalMs: 15_000,
  totalAskedMs: 30_000,
};

/** For a person who waits to hear whether what was typed is right: a wrong port answers like a server that restarts. */
export const briefRetries: RetryPolicy = { ...defaultRetries, totalMs: 4_000, totalAskedMs: 4_000 };

/** Time, so that tests need not wait. */
export interface Clock {
  now(): number;
  /** 0 to 1. */
  random(): number;
  /** Resolves after the time, or rejects at once when the signal aborts. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = { now: Date.now, random: Math.random, wait: pause };

/** RFC 9110 §9.2.2: these may be sent twice, as they change nothing. REPORT: RFC 3253 §3.6. */
const repeatable: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PROPFIND', 'REPORT']);

/** Busy (429, 503), or a proxy whose server is restarting (502, 504). A plain 500 is a fault that stays. */
const temporaryStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);

export function isTemporaryStatus(status: number): boolean {
  return temporaryStatuses.has(status);
}

/** A failure that is waited for. */
interface Waiting {
  readonly failure: RolodialError;
  /** How long until it is given up, in whole seconds; at least 1. */
  readonly secondsLeft: number;
}

/** Told every second while a failure is waited for, and null as soon as it has passed. */
export type OnWaiting = (waiting: Waiting | null) => void;

export interface RetryOptions {
  readonly policy: RetryPolicy;
  readonly clock: Clock;
  /** Ends the waiting at once. */
  readonly signal: AbortSignal;
  /** Whether a failure may pass by itself. */
  readonly isTemporary: (error: RolodialError) => boolean;
  readonly onWaiting?: OnWaiting | undefined;
}

/**
 * Sends a request, and again as {@link retrying} does; one that changes something is never sent twice.
 *
 * @param attempt sends it; throws RolodialError, with `params.retryAt` where the server said when
 * @throws what the last attempt threw, or the reason of the signal
 */
export async function withRetries<Answer>(
  method: string,
  attempt: () => Promise<Answer>,
  options: RetryOptions,
): Promise<Answer> {
  return repeatable.has(method) ? await retrying(attempt, options) : await attempt();
}

/**
 * Tries something, and again as long as its failures are temporary and the time that the policy gives is not
 * over; the last time at its very end.
 *
 * @param attempt throws RolodialError, with `params.retryAt` where the server said when
 * @throws what the last attempt threw, or the reason of the signal
 */
export async function retrying<Result>(
  attempt: () => Promise<Result>,
  { policy, clock, signal, isTemporary, onWaiting }: RetryOptions,
): Promise<Result> {
  let since: number | undefined;
  let waitedMs = 0;
  for (let failures = 1; ; failures++) {
    try {
      const result = await attempt();
      if (failures > 1) onWaiting?.(null);
      return result;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof RolodialError) || !isTemporary(error)) throw error;
      since ??= clock.now();
      // Whichever is longer: a clock may be set back meanwhile.
      const spentMs = Math.max(waitedMs, clock.now() - since);
      const askedMs = Date.parse(String(error.params['retryAt'])) - clock.now() || 0;
      const leftMs = (askedMs > 0 ? policy.totalAskedMs : policy.totalMs) - spentMs;
      if (leftMs <= 0 || askedMs > leftMs) throw error;
      const nextMs = Math.max(askedMs, backoffMs(policy.backoff, failures, clock.random()));
      const waitMs = Math.min(nextMs, leftMs);
      await wait(waitMs, leftMs, error);
      waitedMs += waitMs;
    }
  }

  async function wait(waitMs: number, leftMs: number, failure: RolodialError): Promise<void> {
    const stepMs = onWaiting ? 1_000 : waitMs;
    for (let waited = 0; waited < waitMs; waited += stepMs) {
      const secondsLeft = Math.max(1, Math.ceil((leftMs - waited) / 1_000));
      onWaiting?.({ failure, secondsLeft });
      await clock.wait(Math.min(stepMs, waitMs - waited), signal);
    }
  }
}

/** Nobody asks for a longer pause on purpose; a date in the year 9999 is a mistake. */
const longestRetryAfterMs = 86_400_000;

/**
 * When a Retry-After asks to be asked again (RFC 9110 §10.2.3: in seconds, or a date by the server's clock).
 *
 * @param now our clock, in ms since 1970
 */
export function retryTime(headers: Headers, now: number): Date | undefined {
  const value = headers.get('retry-after')?.trim() ?? '';
  const milliseconds = /^\d+$/.test(value)
    ? Number(value) * 1000
    : Date.parse(value) - serverTime(headers, now);
  if (Number.isNaN(milliseconds)) return undefined;
  return new Date(now + Math.min(Math.max(0, milliseconds), longestRetryAfterMs));
}

function serverTime(headers: Headers, now: number): number {
  const time = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(time) ? now : time;
}
