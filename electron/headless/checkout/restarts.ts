/** Restarts, one at a time: a restart that has not begun takes in whatever changes until then. */
export class Restarts {
  readonly #restart: () => Promise<void>;
  #turn: Promise<void> = Promise.resolve();
  #isAskedFor = false;
  #isEnding = false;

  constructor(restart: () => Promise<void>) {
    this.#restart = restart;
  }

  ask(): void {
    if (this.#isAskedFor || this.#isEnding) return;
    this.#isAskedFor = true;
    this.#turn = this.#turn.then(() => {
      this.#isAskedFor = false;
      return this.#restart();
    });
  }

  /** Ends after the restart that is under way. Only the first call does anything. */
  end(finish: () => Promise<void>): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#turn = this.#turn.then(finish);
  }
}
