/**
 * The HTTP client of the core: one request over Node's own client, answered as `fetch` answers, within limits.
 *
 * Not with `fetch` itself: undici 7, which Node 24 and Electron 45 carry, ends the whole process with an
 * assertion that nothing can catch when a server closes the connection behind an answer that has not been
 * read yet (nodejs/undici#5360, fixed in undici 8 only). Radicale closes after every answer; 10,000 cards
 * were enough. And fetch sets no Host name apart from the address.
 */
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { isLoopbackHost } from '../../../shared/settings/loopback.ts';
import { type AnswerLimits, type AnswerWatch, LimitError, watchAnswer } from './limits.ts';

export interface HttpRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** The Host name, where it is not the address's own; for TLS the name of the certificate, too. */
  readonly host?: string | undefined;
  /** Uses no kept connection: it may be closed by now, and then the request fails. */
  readonly newConnection?: boolean;
  readonly limits: AnswerLimits;
  /** Ends the request, or its answer's body where that has begun; both then fail with its reason. */
  readonly signal: AbortSignal;
  /** Told how many bytes of the body have arrived, after content decoding. */
  readonly onBytes?: (count: number) => void;
  /** The error that a body fails with, instead of Node's, the signal's reason or a {@link LimitError}. */
  readonly bodyError?: (error: unknown) => unknown;
}

/**
 * Sends one request; follows no redirect.
 *
 * @returns the answer as soon as its head is there; its `url` is the one that was asked
 * @throws Node's error where there is no answer, {@link LimitError}, or the signal's reason
 */
export async function sendHttp(url: URL, request: HttpRequest): Promise<Response> {
  request.signal.throwIfAborted();
  const watch = watchAnswer(request.limits, request.signal);
  try {
    return responseOf(await messageOf(url, request, watch.signal), url, request, watch);
  } catch (error) {
    watch.end();
    throw error;
  }
}

function messageOf(url: URL, request: HttpRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const { method, body = '', host, newConnection = false } = request;
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const options = {
    ...{ method, headers: headersOf(url, request), signal },
    ...(newConnection && { agent: false as const }),
    ...(host !== undefined && { servername: host.replace(/:\d+$/, '') }),
  };
  return new Promise((resolve, reject) => {
    const sent = send(url, options, resolve);
    // Behind the head of an answer, its body fails instead.
    sent.on('error', (error) => reject(signal.aborted ? signal.reason : error));
    // Not as a string: Node would write the header in the body's encoding, and it may hold other bytes (Digest).
    sent.end(body && Buffer.from(body));
  });
}

function headersOf(url: URL, { headers, body = '', host }: HttpRequest): Record<string, string> {
  return {
    'user-agent': 'Rolodial',
    // Cards shrink to a sixth, but within one machine that takes longer than sending them.
    'accept-encoding': isLoopbackHost(url.hostname) ? 'identity' : 'gzip, br',
    ...(body !== '' && { 'content-length': String(Buffer.byteLength(body)) }),
    ...headers,
    ...(host !== undefined && { host }),
  };
}

function responseOf(
  message: IncomingMessage,
  url: URL,
  request: HttpRequest,
  watch: AnswerWatch,
): Response {
  const status = message.statusCode ?? 0;
  // No Response can have one of these.
  if (status < 200 || status > 599) {
    message.destroy();
    throw new Error(`it answers with the unknown status ${status}`);
  }
  const headers = new Headers();
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const hasBody = status !== 204 && status !== 205 && status !== 304;
  if (!hasBody) {
    message.resume();
    watch.end();
  }
  const body = hasBody ? bodyOf(message, request, watch) : null;
  const response = new Response(body, { status, statusText: message.statusMessage ?? '', headers });
  Object.defineProperty(response, 'url', { value: url.href });
  return response;
}

/** The decoded body, bounded by the limits; fails where the answer is cut off, as far as HTTP can tell. */
function bodyOf(
  message: IncomingMessage,
  { limits, onBytes, bodyError = (error) => error }: HttpRequest,
  watch: AnswerWatch,
): ReadableStream<Uint8Array> {
  const decoded = decode(message);
  const chunks = decoded.iterator();
  let received = 0;

  async function pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    const { done, value } = await chunks.next();
    if (done) {
      watch.end();
      controller.close();
      return;
    }
    watch.heard();
    received += value.byteLength;
    onBytes?.(value.byteLength);
    if (received > limits.bytes) throw new LimitError('bytes');
    controller.enqueue(value);
  }

  function stop(): void {
    watch.end();
    decoded.destroy();
    message.destroy();
  }

  return new ReadableStream<Uint8Array>(
    {
      pull: (controller) =>
        pull(controller).catch((error: unknown) => {
          stop();
          controller.error(bodyError(watch.signal.aborted ? watch.signal.reason : error));
        }),
      cancel: stop,
    },
    { highWaterMark: 0 },
  );
}

function decode(message: IncomingMessage): Readable {
  // Whoever reads gets the error; without a listener, one before the first read would end the process.
  message.on('error', () => undefined);
  switch (message.headers['content-encoding']?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return pipeline(message, createGunzip(), () => undefined);
    case 'br':
      return pipeline(message, createBrotliDecompress(), () => undefined);
    default:
      return message;
  }
}
