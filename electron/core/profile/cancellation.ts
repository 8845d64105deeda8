import { RolodialError } from '../../../shared/errors.ts';

/** Work of one kind that its user may end: any number of pieces at a time, each with a signal of its own. */
export class Cancellation {
  readonly #underWay = new Set<AbortController>();
  #closed = false;

  /**
   * Does the work, with a signal that {@link cancel} aborts while it goes on. Its reason is the error
   * `cancelled`.
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

  /** Ends what is under way; what is begun afterwards goes its way. */
  cancel(): void {
    for (const abort of this.#underWay) abort.abort(cancelled());
  }

  /** Ends what is under way, and begins nothing any more. */
  close(): void {
    this.#closed = true;
    this.cancel();
  }
}

function cancelled(): RolodialError {
  return new RolodialError('cancelled', 'Cancelled.');
}
