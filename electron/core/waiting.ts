/** Waiting, bounded. */

/** Resolves after the time, without keeping the process alive. */
export function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

/** Rejects with a TimeoutError after the time. */
export async function expiry(milliseconds: number): Promise<never> {
  await delay(milliseconds);
  throw Object.assign(new Error('no answer in time'), { name: 'TimeoutError' });
}

/** Rejects when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
