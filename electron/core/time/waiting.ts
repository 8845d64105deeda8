/** Waiting, bounded. */

/** Resolves after the time, without keeping the process alive. */
export function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

/** Runs something soon, once for all calls that come meanwhile. */
export class Gathered {
  readonly #milliseconds: number;
  readonly #run: () => void;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  /** @param milliseconds from the first call */
  constructor(milliseconds: number, run: () => void) {
    this.#milliseconds = milliseconds;
    this.#run = run;
  }

  soon(): void {
    if (this.#stopped) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#run();
    }, this.#milliseconds).unref();
  }

  /** What was to run soon does not. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Nothing runs any more, whoever calls. */
  stop(): void {
    this.#stopped = true;
    this.forget();
  }
}

/** Rejects with a TimeoutError after the time. */
export async function expiry(milliseconds: number): Promise<never> {
  await delay(milliseconds);
  throw Object.assign(new Error('no answer in time'), { name: 'TimeoutError' });
}

/**
 * Waits for work that knows of no signal, and no longer once the signal aborts; what becomes of the work then
 * is nobody's matter.
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
