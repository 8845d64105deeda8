import { RolodialError } from '../../../shared/errors.ts';

/** Pieces of work that can be cancelled together, each with its own signal. */
export class Cancellation {
  readonly #underWay = new Set<AbortController>();
  #closed = false;

  /**
   * Runs the work with a signal that {@link cancel} aborts.
   * @throws RolodialError `cancelled` after {@link close}, or that of the work
   */
  async run<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    if (this.#closed) throw cancelled();
    const abort = new AbortController();
    this.#underWay.add(abort);
    try {
      return await work(abort.signal);
    } finally {
      this.#underWay.delete(abort);
    }
  }

  /** Cancels the work under way; later work is not affected. */
  cancel(): void {
    for (const abort of this.#underWay) abort.abort(cancelled());
  }

  /** Cancels the work under way, and refuses later work. */
  close(): void {
    this.#closed = true;
    this.cancel();
  }
}

function cancelled(): RolodialError {
  return new RolodialError('cancelled', 'Cancelled.');
}
