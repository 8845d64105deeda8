/** How long and how large one HTTP answer may be. */

export interface AnswerLimits {
  /** Without a byte, in ms. */
  readonly silenceMs: number;
  /** From the request to the last byte, in ms. */
  readonly requestMs: number;
  /** After content decoding, so that a small answer cannot unpack into an endless one. */
  readonly bytes: number;
}

/** An answer that took too long or was too large. */
export class LimitError extends Error {
  override name = 'LimitError';
  /** The limit that was reached. */
  readonly limit: keyof AnswerLimits;

  constructor(limit: keyof AnswerLimits) {
    super(`the limit ${limit} was reached`);
    this.limit = limit;
  }
}

/** Ends a request whose answer does not arrive in time. */
export interface AnswerWatch {
  /** Aborts with a {@link LimitError}, or when the caller's signal does. */
  readonly signal: AbortSignal;
  /** To be called when a part of the answer has arrived. */
  heard(): void;
  /** To be called when the answer is over, however it ended. */
  end(): void;
}

export function watchAnswer(limits: AnswerLimits, caller: AbortSignal): AnswerWatch {
  const own = new AbortController();
  const abort = (limit: keyof AnswerLimits) => own.abort(new LimitError(limit));
  const silence = setTimeout(abort, limits.silenceMs, 'silenceMs').unref();
  const whole = setTimeout(abort, limits.requestMs, 'requestMs').unref();
  return {
    signal: AbortSignal.any([caller, own.signal]),
    heard() {
      silence.refresh();
    },
    end() {
      clearTimeout(silence);
      clearTimeout(whole);
    },
  };
}
