/** When to try again: exponentially later, with jitter, up to a cap. */

export interface Backoff {
  readonly firstMs: number;
  readonly capMs: number;
}

/**
 * How long to wait before the next try.
 *
 * @param failures how many tries have failed in a row, at least 1
 * @param random 0 to 1; half of the time is random, so that many clients do not come back at once
 */
export function backoffMs(
  { firstMs, capMs }: Backoff,
  failures: number,
  random: number = Math.random(),
): number {
  const full = Math.min(capMs, firstMs * 2 ** (failures - 1));
  return Math.round(full / 2 + (full / 2) * random);
}
