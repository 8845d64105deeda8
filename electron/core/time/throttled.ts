/** Runs a function some time after it is asked to, once for all calls that come meanwhile. */
export class Throttled {
  readonly #milliseconds: number;
  readonly #run: () => void;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  /** @param milliseconds from the first call */
  constructor(milliseconds: number, run: () => void) {
    this.#milliseconds = milliseconds;
    this.#run = run;
  }

  schedule(): void {
    if (this.#stopped) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#run();
    }, this.#milliseconds).unref();
  }

  /** Drops the run that was scheduled, if any. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Cancels, and schedules nothing any more. */
  stop(): void {
    this.#stopped = true;
    this.cancel();
  }
}
