/** Whether and when a request is sent once more: a failure that may pass by itself is waited for, up to a bound. */
import { RolodialError } from '../../../shared/errors.ts';
import { type Backoff, backoffMs } from '../time/backoff.ts';

export interface RetryPolicy {
  /** How often a request is sent at most. */
  readonly tries: number;
  readonly backoff: Backoff;
  /** How long all waits for one request may take together. */
  readonly totalWaitMs: number;
}

/** A restarting server or a lost packet; what takes longer is for the schedule, minutes later. */
export const defaultRetries: RetryPolicy = {
  tries: 4,
  backoff: { firstMs: 500, capMs: 8_000 },
  totalWaitMs: 30_000,
};

/** Time, so that tests need not wait. */
export interface Clock {
  now(): number;
  /** 0 to 1. */
  random(): number;
  /** Resolves after the time, or rejects at once when the signal aborts. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** RFC 9110 §9.2.2: these may be sent twice, as they change nothing. REPORT: RFC 3253 §3.6. */
const repeatable: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PROPFIND', 'REPORT']);

/** Busy (429, 503), or a proxy whose server is restarting (502, 504). A plain 500 is a fault that stays. */
const temporaryStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);

export function isTemporaryStatus(status: number): boolean {
  return temporaryStatuses.has(status);
}

export interface RetryOptions {
  readonly policy: RetryPolicy;
  readonly clock: Clock;
  /** Ends the waiting at once. */
  readonly signal: AbortSignal;
  /** Whether a failure may pass by itself. */
  readonly isTemporary: (error: RolodialError) => boolean;
}

/**
 * Sends a request, and again as long as its failures are temporary and the policy allows it.
 *
 * @param attempt sends it; throws RolodialError, with `params.retryAt` where the server said when
 * @throws what the last attempt threw, or the reason of the signal
 */
export async function withRetries<Answer>(
  method: string,
  attempt: () => Promise<Answer>,
  { policy: { tries, backoff, totalWaitMs }, clock, signal, isTemporary }: RetryOptions,
): Promise<Answer> {
  let waited = 0;
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (!repeatable.has(method) || failures === tries) throw error;
      if (!(error instanceof RolodialError) || !isTemporary(error)) throw error;
      const asked = Date.parse(String(error.params['retryAt'])) - clock.now();
      const milliseconds = Math.max(asked || 0, backoffMs(backoff, failures, clock.random()));
      waited += milliseconds;
      if (waited > totalWaitMs) throw error;
      await clock.wait(milliseconds, signal);
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
