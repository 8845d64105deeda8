/** Resolves after this time; does not keep the process alive. */
export function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

/** Resolves after this time, and keeps the process alive until then; rejects as soon as the signal aborts. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = () => reject(signal.reason);
  const timer = setTimeout(resolve, milliseconds);
  signal.addEventListener('abort', abort);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
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
