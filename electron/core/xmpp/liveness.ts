/**
 * Tells a silent link from a dead one. TCP alone may take a quarter of an hour to notice that the other
 * side is gone (a laptop that changed its network, a router that forgot the connection); XEP-0198 §5 and
 * XEP-0199 §4.1 let us ask.
 */
export interface LivenessTiming {
  /** Silence after which the server is asked for a sign of life. */
  readonly idleMs: number;
  /** Silence after the question that means a dead link. Both together must stay below a minute. */
  readonly answerMs: number;
}

export class Liveness {
  readonly #timing: LivenessTiming;
  readonly #probe: () => void;
  readonly #dead: () => void;
  #timer: NodeJS.Timeout | undefined;
  #heardAt = 0;

  /**
   * @param probe asks the server for any sign of life
   * @param dead called once for each {@link start}, when none has come
   */
  constructor(timing: LivenessTiming, probe: () => void, dead: () => void) {
    this.#timing = timing;
    this.#probe = probe;
    this.#dead = dead;
  }

  start(): void {
    this.heard();
    this.#watch(this.#timing.idleMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Something came. Called for every chunk, so it does no more than look at the clock. */
  heard(): void {
    this.#heardAt = performance.now();
  }

  /** Asks at once: the network has changed or the machine has slept. */
  check(): void {
    if (this.#timer) this.#ask();
  }

  #watch(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), milliseconds).unref();
  }

  #look(): void {
    const rest = this.#heardAt + this.#timing.idleMs - performance.now();
    if (rest > 0) this.#watch(rest);
    else this.#ask();
  }

  #ask(): void {
    const askedAt = performance.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#heardAt >= askedAt) this.#look();
      else {
        this.stop();
        this.#dead();
      }
    }, this.#timing.answerMs).unref();
    this.#probe();
  }
}
