/** Runs one thing at one time of day, however far away. */

/** Node's timers overflow past 2^31 - 1 ms (24.8 days) and would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

export class Scheduler {
  readonly #run: () => void;
  #timer: NodeJS.Timeout | undefined;
  #at: Date | null = null;

  constructor(run: () => void) {
    this.#run = run;
  }

  /** When it will run next, or null. */
  get at(): Date | null {
    return this.#at;
  }

  /** Runs at this time instead of any set before; a time in the past is now. */
  set(at: Date): void {
    this.clear();
    this.#at = at;
    this.#wait();
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#at = null;
  }

  #wait(): void {
    if (!this.#at) return;
    const rest = this.#at.getTime() - Date.now();
    if (rest > longestTimerMs) this.#timer = setTimeout(() => this.#wait(), longestTimerMs);
    else this.#timer = setTimeout(() => this.#fire(), Math.max(0, rest));
  }

  #fire(): void {
    this.#at = null;
    this.#run();
  }
}
