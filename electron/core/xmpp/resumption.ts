/** Resumes an interrupted stream (XEP-0198): tries at once, then later each time, until its time is over. */
import type { RolodialError } from '../../../shared/errors.ts';
import { type Backoff, backoffMs } from '../time/backoff.ts';

const betweenTries: Backoff = { firstMs: 500, capMs: 8_000 };

export class Resumption {
  readonly #resume: () => Promise<RolodialError | undefined>;
  readonly #giveUp: (problem: RolodialError) => void;
  #problem: RolodialError;
  #ended = false;
  #hurried = false;
  #endPause = () => {};

  /**
   * @param reason why the connection was lost
   * @param resume makes one try, and returns why it failed
   * @param giveUp is told the last failure when the time is over
   */
  constructor(
    reason: RolodialError,
    resume: () => Promise<RolodialError | undefined>,
    giveUp: (problem: RolodialError) => void,
  ) {
    this.#problem = reason;
    this.#resume = resume;
    this.#giveUp = giveUp;
  }

  /** Tries until {@link end} is called, or for this many milliseconds. */
  async run(forMs: number): Promise<void> {
    const until = Date.now() + forMs;
    const tooLate = setTimeout(() => this.#giveUp(this.#problem), forMs);
    for (let failures = 1; !this.#ended; failures += 1) {
      // Timers do not count the time that the machine has slept.
      if (Date.now() > until) this.#giveUp(this.#problem);
      if (this.#ended) break;
      this.#hurried = false;
      this.#problem = (await this.#resume()) ?? this.#problem;
      if (!this.#ended && !this.#hurried) await this.#pause(backoffMs(betweenTries, failures));
    }
    clearTimeout(tooLate);
  }

  /** Makes the next try at once. */
  hurry(): void {
    this.#hurried = true;
    this.#endPause();
  }

  /** Makes no more tries; to be called when the stream is back or has ended. */
  end(): void {
    this.#ended = true;
    this.#endPause();
  }

  async #pause(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    this.#endPause = resolve;
    await promise;
    clearTimeout(timer);
    this.#endPause = () => {};
  }
}
