/**
 * HTTP requests over Node's own client, answered as `fetch` answers them.
 *
 * Not with `fetch` itself: undici 7, which Node 24 and Electron 45 carry, ends the whole process with an
 * assertion that nothing can catch when a server closes the connection behind an answer that has not been
 * read yet (nodejs/undici#5360, mended in undici 8 only). Radicale closes after every answer; 10,000 cards
 * were enough.
 */
import { type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { isLoopbackHost } from '../../../shared/settings/loopback.ts';

export interface HttpRequest {
  readonly method: string;
  readonly headers: Headers;
  readonly body?: string | undefined;
  /** Ends the request, or its answer's body where that has begun; both then fail with its reason. */
  readonly signal: AbortSignal;
}

/**
 * Sends one request; follows no redirect.
 *
 * @returns the answer as soon as its head is there
 * @throws Node's error where there is no answer, or the signal's reason
 */
export async function sendHttp(url: URL, request: HttpRequest): Promise<Response> {
  const { method, body = '', signal } = request;
  signal.throwIfAborted();
  const send = url.protocol === 'https:' ? overHttps : overHttp;
  return await new Promise((resolve, reject) => {
    const sent = send(url, { method, headers: headersOf(url, request), signal });
    // Behind the head of an answer, its body fails instead.
    sent.on('error', (error) => reject(signal.aborted ? signal.reason : error));
    sent.on('response', (message) => {
      try {
        resolve(responseOf(message, signal));
      } catch (error) {
        // A status such as 999, which no Response can have.
        message.destroy();
        reject(error);
      }
    });
    sent.end(body);
  });
}

function headersOf(url: URL, { headers, body = '' }: HttpRequest): Record<string, string> {
  const isLoopback = isLoopbackHost(url.hostname);
  return {
    'user-agent': 'Rolodial',
    // Cards shrink to a sixth, but within one machine that takes longer than sending them.
    'accept-encoding': isLoopback ? 'identity' : 'gzip, br',
    ...(body !== '' && { 'content-length': String(Buffer.byteLength(body)) }),
    ...Object.fromEntries(headers),
  };
}

function responseOf(message: IncomingMessage, signal: AbortSignal): Response {
  const status = message.statusCode ?? 0;
  const headers = new Headers();
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const hasBody = status !== 204 && status !== 205 && status !== 304;
  if (!hasBody) message.resume();
  return new Response(hasBody ? bodyOf(message, signal) : null, {
    status,
    statusText: message.statusMessage ?? '',
    headers,
  });
}

/** Decoded; fails where the answer is cut off, as far as HTTP can tell. */
function bodyOf(message: IncomingMessage, signal: AbortSignal): ReadableStream<Uint8Array> {
  const decoder = decoderOf(message.headers['content-encoding']);
  // Whoever reads hears of an error; here it must only not go unheard before the first read.
  message.on('error', () => undefined);
  const decoded = decoder ? pipeline(message, decoder, () => undefined) : message;
  const chunks = decoded.iterator();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          controller.error(signal.aborted ? signal.reason : error);
        }
      },
      cancel() {
        decoded.destroy();
        message.destroy();
      },
    },
    { highWaterMark: 0 },
  );
}

function decoderOf(encoding: string | undefined) {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    default:
      return undefined;
  }
}
