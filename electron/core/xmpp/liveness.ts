/**
 * Notices a dead connection. TCP alone may take a quarter of an hour to notice that the other side is gone
 * (a laptop that changed its network, a router that dropped the connection); XEP-0198 §5 and XEP-0199 §4.1
 * allow a probe.
 */
export interface LivenessTiming {
  /** Silence after which the server is probed. */
  readonly idleMs: number;
  /** Silence after the probe that means a dead connection. Both together must stay below a minute. */
  readonly answerMs: number;
}

export class Liveness {
  readonly #timing: LivenessTiming;
  readonly #probe: () => void;
  readonly #dead: () => void;
  #timer: NodeJS.Timeout | undefined;
  #heardAt = 0;

  /**
   * @param probe asks the server for any answer
   * @param dead called once for each {@link start}, when none has come in time
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

  /** To be called for each chunk that arrives, so it only reads the clock. */
  heard(): void {
    this.#heardAt = performance.now();
  }

  /** Probes at once; to be called when the network has changed or the machine has slept. */
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
