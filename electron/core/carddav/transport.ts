/**
 * Requests to a CardDAV server, checked before their answers count: credentials, time-out, size, status,
 * redirects. tsdav sends through `fetch`, so that what it would pass over in silence (an empty list for an
 * HTTP 500 or an HTML login page) becomes an error that says what happened.
 */

import { RolodialError } from '../../../shared/errors.ts';
import { isLoopbackHost } from '../../../shared/settings/schema.ts';
import { certificateProblem, connectionProblem } from '../network-errors.ts';

export interface DavCredentials {
  readonly username: string;
  readonly password: string;
}

/** What reading has cost so far. */
interface DavTraffic {
  requests: number;
  /** Bytes of the answers' bodies, after content decoding. */
  bytes: number;
}

export interface DavTransport {
  /** For tsdav: `fetch` with credentials, a time-out and the checks above. */
  readonly fetch: typeof globalThis.fetch;
  readonly traffic: Readonly<DavTraffic>;
}

/** Radicale takes 10 s for 10,000 cards that it has not cached; a minute without a byte is no answer. */
const silenceMs = 60_000;

/** 50,000 cards with small photos are about 500 MB; what is larger is no address book. */
const maximumBytes = 1_000_000_000;

/** Cross-origin or endless redirects; RFC 6764 §5 needs one or two. */
const maximumRedirects = 5;

/**
 * @param signal ends every request under way
 * @throws (from `fetch`) RolodialError with a `carddav-…` code, or `cancelled`
 */
export function davTransport(credentials: DavCredentials, signal: AbortSignal): DavTransport {
  const traffic: DavTraffic = { requests: 0, bytes: 0 };
  const authorization = basicAuthorization(credentials);

  async function send(input: URL | RequestInfo, init: RequestInit = {}): Promise<Response> {
    let url = new URL(input instanceof Request ? input.url : input);
    for (let redirects = 0; ; redirects++) {
      const response = await sendOnce(url, init);
      const location = redirectTarget(response, url);
      // tsdav follows the redirect of .well-known itself, and asks for it by `manual`.
      if (!location || init.redirect === 'manual') return checked(response, url);
      await response.body?.cancel();
      if (redirects === maximumRedirects) throw invalidAnswer(url, 'it redirects without end');
      if (location.origin !== url.origin) {
        throw invalidAnswer(url, `it redirects to another server, ${location.origin}`);
      }
      url = location;
    }
  }

  async function sendOnce(url: URL, init: RequestInit): Promise<Response> {
    refuseClearText(url);
    const watch = silenceWatch(signal);
    const headers = new Headers(init.headers);
    headers.set('authorization', authorization);
    traffic.requests += 1;
    try {
      const response = await fetch(url, {
        ...init,
        headers,
        redirect: 'manual',
        signal: watch.signal,
      });
      return metered(response, traffic, watch, url);
    } catch (error) {
      watch.end();
      throw transportError(error, url, signal);
    }
  }

  async function checked(response: Response, url: URL): Promise<Response> {
    if (response.status < 400) return response;
    await response.body?.cancel();
    throw statusError(response, url, credentials.username);
  }

  return { fetch: send, traffic };
}

function basicAuthorization({ username, password }: DavCredentials): string {
  // RFC 7617 §2.1: UTF-8; tsdav would encode in Latin-1 and throw on other characters.
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

/** Also for addresses that a server answers with: a password never goes out in clear. */
function refuseClearText(url: URL): void {
  if (url.protocol === 'https:') return;
  if (url.protocol === 'http:' && isLoopbackHost(url.hostname)) return;
  throw invalidAnswer(url, 'it leads to an address without encryption');
}

function redirectTarget(response: Response, url: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(response.status)) return undefined;
  const location = response.headers.get('location');
  if (!location || !URL.canParse(location, url))
    throw invalidAnswer(url, 'it redirects to nowhere');
  return new URL(location, url);
}

/** Aborts when nothing arrived for a while, or when the caller's signal does. */
function silenceWatch(signal: AbortSignal) {
  const silence = new AbortController();
  const expire = () => silence.abort(new DOMException('no answer in time', 'TimeoutError'));
  let timer = setTimeout(expire, silenceMs).unref();
  return {
    signal: AbortSignal.any([signal, silence.signal]),
    heard() {
      clearTimeout(timer);
      timer = setTimeout(expire, silenceMs).unref();
    },
    end() {
      clearTimeout(timer);
    },
  };
}

/** The same response, its body counted, bounded and watched. */
function metered(
  response: Response,
  traffic: DavTraffic,
  watch: ReturnType<typeof silenceWatch>,
  url: URL,
): Response {
  if (!response.body) {
    watch.end();
    return response;
  }
  let received = 0;
  const meter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      watch.heard();
      received += chunk.byteLength;
      traffic.bytes += chunk.byteLength;
      if (received > maximumBytes) {
        watch.end();
        controller.error(invalidAnswer(url, 'its answer has no end'));
      } else controller.enqueue(chunk);
    },
    flush() {
      watch.end();
    },
  });
  return new Response(response.body.pipeThrough(meter), {
    status: response.status,
    statusText: response.statusText,
    headers: response.headers,
  });
}

/** What a failed request or a body that broke off means to a person. */
export function transportError(error: unknown, url: URL, signal: AbortSignal): RolodialError {
  if (error instanceof RolodialError) return error;
  if (signal.aborted) return new RolodialError('cancelled', 'Cancelled.', {}, { cause: error });
  const host = url.host;
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return new RolodialError(
      'carddav-timeout',
      `The address book server ${host} stopped answering. Rolodial will try again later.`,
      { host },
      { cause: error },
    );
  }
  const certificate = certificateProblem(error);
  if (certificate) {
    return new RolodialError(
      'carddav-certificate',
      `The certificate of the address book server ${host} was refused: ${certificate}. If it is your own server's authority, name its file in xmpp.tls.ca.`,
      { host, detail: certificate },
      { cause: error },
    );
  }
  const detail = connectionProblem(error);
  return new RolodialError(
    'carddav-unreachable',
    `The address book server ${host} cannot be reached: ${detail}.`,
    { host, detail },
    { cause: error },
  );
}

function statusError(response: Response, url: URL, username: string): RolodialError {
  const { status } = response;
  const host = url.host;
  if (status === 401 || status === 403) {
    const basicOffered = /\bbasic\b/i.test(response.headers.get('www-authenticate') ?? 'Basic');
    const reason = basicOffered
      ? `The address book server ${host} refused the user name or password for ${username}. Check carddav.username and carddav.password.`
      : `The address book server ${host} wants a way of logging in other than Basic, which Rolodial cannot do yet.`;
    return new RolodialError('carddav-authentication', reason, { host, username, status });
  }
  if (status === 404 || status === 405 || status === 410) {
    return new RolodialError(
      'carddav-not-found',
      `There is no address book at ${url.href} (HTTP ${status}). Check carddav.url.`,
      { url: url.href, host, status },
    );
  }
  return new RolodialError(
    'carddav-server-error',
    `The address book server ${host} answered with an error (HTTP ${status}). Rolodial will try again later.`,
    { host, status },
  );
}

/** The server answered, but not what an address book server answers. */
export function invalidAnswer(url: URL, detail: string): RolodialError {
  return new RolodialError(
    'carddav-invalid-answer',
    `The address book server ${url.host} gave an answer that cannot be used: ${detail}. Check carddav.url.`,
    { host: url.host, url: url.href, detail },
  );
}
