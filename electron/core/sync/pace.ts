/**
 * How many roster sets may be unanswered at a time: more while answers come quickly, fewer when they slow
 * down, so that none waits until it times out. Debian's Prosody reads 10 kB/s of a client: 1,500 sets sent
 * at once let 341 of them time out at 30 s, although all were applied.
 */

/**
 * Prosody 0.12 on loopback took 1.12 to 1.18 times as long with 16 as with everything written at once, 1.00 to
 * 1.09 with 64, and no less with 128. At Debian's 10 kB/s, 64 sets wait for 2 s, the longest possible for 8 s.
 */
const widest = 64;
/** The first answer may be that no set will do: then no other was sent. */
const first = 1;
const quickMs = 1_000;
const slowMs = 2_000;

export class Pace {
  #window = first;
  #slowedAt = Number.NEGATIVE_INFINITY;

  get window(): number {
    return this.#window;
  }

  /** An answer came. Times in milliseconds of the same clock. */
  answered(sentAt: number, answeredAt: number): void {
    const took = answeredAt - sentAt;
    if (took < quickMs) this.#window = Math.min(widest, this.#window + 1);
    // Sets that were sent before the last slowing down tell nothing about the pace after it.
    else if (took > slowMs && sentAt >= this.#slowedAt) {
      this.#window = Math.max(1, Math.floor(this.#window / 2));
      this.#slowedAt = answeredAt;
    }
  }

  /** Starts again with one set at a time: the server asked to wait, or gave no answer. */
  restart(): void {
    this.#window = 1;
  }
}
