/** Watches one answer arrive: for how long, how silently, and how much of it. */
import { bodyError, invalidAnswer, timedOut } from './errors.ts';

/** What reading has cost so far. */
export interface DavTraffic {
  requests: number;
  /** Bytes of the answers' bodies, after content decoding. */
  bytes: number;
}

/** How long and how large one answer may be. */
export interface AnswerLimits {
  /** Without a byte. */
  readonly silenceMs: number;
  /** From the request to the last byte. */
  readonly requestMs: number;
  /** After content decoding, so that a small answer cannot unpack into an endless one. */
  readonly bytes: number;
}

export const defaultLimits: AnswerLimits = {
  // Radicale takes 10 s for 10,000 cards that it has not cached; a minute without a byte is no answer.
  silenceMs: 60_000,
  // 500 MB at 0.5 MB/s. What comes slower is a drip that keeps the silence away and never ends.
  requestMs: 1_000_000,
  // 50,000 cards with small photos are about 500 MB; what is larger is no address book.
  bytes: 1_000_000_000,
};

/** Ends a request whose answer does not come. */
export interface AnswerWatch {
  /** Aborts with the error to report, or when the caller's signal does. */
  readonly signal: AbortSignal;
  heard(): void;
  end(): void;
}

export function watchAnswer(url: URL, limits: AnswerLimits, caller: AbortSignal): AnswerWatch {
  const own = new AbortController();
  const silent = () => own.abort(timedOut(url));
  const tooSlow = () => own.abort(timedOut(url, 'sends its answer too slowly'));
  const silence = setTimeout(silent, limits.silenceMs).unref();
  const whole = setTimeout(tooSlow, limits.requestMs).unref();
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

interface Metering {
  readonly traffic: DavTraffic;
  readonly limits: AnswerLimits;
  readonly watch: AnswerWatch;
  /** The caller's signal, to tell a cancelled answer from a broken one. */
  readonly caller: AbortSignal;
}

/**
 * The same answer, its body counted, bounded and watched, and its address the one that was asked in the
 * end (a redirect may have led there).
 *
 * @returns a response whose body fails with a RolodialError and nothing else
 */
export function metered(response: Response, url: URL, metering: Metering): Response {
  if (!response.body) metering.watch.end();
  const body = response.body && meteredBody(response.body, url, metering);
  const { status, statusText, headers } = response;
  const answer = new Response(body, { status, statusText, headers });
  Object.defineProperty(answer, 'url', { value: url.href });
  return answer;
}

function meteredBody(
  source: ReadableStream<Uint8Array>,
  url: URL,
  { traffic, limits, watch, caller }: Metering,
): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  let received = 0;

  async function pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    const { done, value } = await reader.read();
    if (done) {
      watch.end();
      controller.close();
      return;
    }
    watch.heard();
    received += value.byteLength;
    traffic.bytes += value.byteLength;
    if (received > limits.bytes) throw invalidAnswer(url, 'its answer has no end');
    controller.enqueue(value);
  }

  return new ReadableStream<Uint8Array>(
    {
      pull: (controller) =>
        pull(controller).catch((error: unknown) => {
          watch.end();
          // It may have failed already, and then cancelling says so once more.
          reader.cancel().catch(() => undefined);
          controller.error(bodyError(error, url, caller));
        }),
      async cancel(reason) {
        watch.end();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
