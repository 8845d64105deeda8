/** Resolves after this time; does not keep the process alive. */
export function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

/** Rejects with a TimeoutError after this time. */
export async function expiry(milliseconds: number): Promise<never> {
  await delay(milliseconds);
  throw timeoutError('no answer in time');
}

export function timeoutError(message: string): Error {
  return Object.assign(new Error(message), { name: 'TimeoutError' });
}

/**
 * Waits for work that takes no signal, until the signal aborts. The work goes on, and its outcome is ignored.
 * @throws the signal's reason, or what the work threw
 */
export async function unlessAborted<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  return await Promise.race([work, aborted(signal)]);
}

/** Rejects when the signal aborts, or has aborted. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
