/**
 * Requests to a CardDAV server, checked before their answers count: credentials, time-outs, size, status,
 * redirects; and sent again where the failure passes by itself. tsdav sends through `fetch`, so that what it
 * would pass over in silence (an empty list for an HTTP 500 or an HTML login page) becomes an error that
 * says what happened.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { authentication, type DavCredentials } from './authentication.ts';
import { redirectTarget, refuseClearText, refuseOtherOrigin } from './destinations.ts';
import { busyUntil, invalidAnswer, statusError, transportError } from './errors.ts';
import { sendHttp } from './http.ts';
import {
  type AnswerLimits,
  type DavTraffic,
  defaultLimits,
  metered,
  watchAnswer,
} from './metering.ts';
import {
  type Clock,
  defaultRetries,
  isPassingStatus,
  type RetryPolicy,
  retryTime,
  withRetries,
} from './retry.ts';

export interface DavTransport {
  /**
   * `fetch` with credentials, time-outs and the checks above, in the shape that tsdav takes. With
   * `credentials: 'omit'`, the server gets them only when it asks.
   */
  readonly fetch: typeof globalThis.fetch;
  readonly traffic: Readonly<DavTraffic>;
}

/** What tests change; what is left out is as in the product. */
export interface TransportOptions {
  readonly limits?: Partial<AnswerLimits>;
  readonly retries?: Partial<RetryPolicy>;
  readonly clock?: Partial<Clock>;
}

/** RFC 6764 §5 needs one or two. */
const maximumRedirects = 5;

/** A nonce may go stale while it is answered; a server that says so every time never comes to an end. */
const maximumSignatures = 3;

const systemClock: Clock = {
  now: Date.now,
  random: Math.random,
  wait: (milliseconds, signal) => wait(milliseconds, undefined, { signal }),
};

/**
 * @param signal ends every request and every wait under way; a time-out for a whole sync is a signal too
 * @throws (from `fetch`) RolodialError with a `carddav-…` code, or `cancelled`
 */
export function davTransport(
  credentials: DavCredentials,
  signal: AbortSignal,
  options: TransportOptions = {},
): DavTransport {
  const traffic: DavTraffic = { requests: 0, bytes: 0 };
  const limits = { ...defaultLimits, ...options.limits };
  const retries = { ...defaultRetries, ...options.retries };
  const clock = { ...systemClock, ...options.clock };
  const login = authentication(credentials);

  async function send(input: URL | RequestInfo, init: RequestInit = {}): Promise<Response> {
    let url = new URL(input instanceof Request ? input.url : input);
    for (let redirects = 0; ; redirects++) {
      const response = await sendPatiently(url, init);
      const location = redirectTarget(response, url);
      // tsdav follows the redirect of .well-known itself, and asks for it by `manual`.
      if (!location || init.redirect === 'manual') return await successful(response, url);
      await discard(response);
      if (redirects === maximumRedirects) throw invalidAnswer(url, 'it redirects without end');
      refuseOtherOrigin(location, url);
      url = location;
    }
  }

  /** Sends once more what failed in passing. */
  async function sendPatiently(url: URL, init: RequestInit): Promise<Response> {
    const attempt = async () => {
      const response = await sendSigned(url, init);
      if (!isPassingStatus(response.status)) return response;
      await discard(response);
      const retryAt = retryTime(response.headers, clock.now());
      throw retryAt ? busyUntil(response.status, url, retryAt) : statusError(response.status, url);
    };
    try {
      return await withRetries(init.method ?? 'GET', attempt, retries, clock, signal);
    } catch (error) {
      throw transportError(error, url, signal);
    }
  }

  /** Answers what the server wants to know about who asks. */
  async function sendSigned(url: URL, init: RequestInit): Promise<Response> {
    const request = { method: init.method ?? 'GET', url };
    for (let signatures = 1; ; signatures++) {
      const signature = login.sign(request, init.credentials !== 'omit');
      const response = await sendOnce(url, init, signature.authorization);
      if (response.status === 401) await discard(response);
      if (!login.heed(response, request, signature)) return response;
      if (signatures === maximumSignatures) {
        throw invalidAnswer(url, 'it never accepts the nonce that it asked for');
      }
    }
  }

  async function sendOnce(
    url: URL,
    init: RequestInit,
    authorization: string | undefined,
  ): Promise<Response> {
    refuseClearText(url);
    const headers = new Headers(init.headers);
    if (authorization !== undefined) headers.set('authorization', authorization);
    const watch = watchAnswer(url, limits, signal);
    traffic.requests += 1;
    try {
      const response = await sendHttp(url, {
        method: init.method ?? 'GET',
        headers,
        // Ours and tsdav's requests have no other kind.
        body: typeof init.body === 'string' ? init.body : undefined,
        signal: watch.signal,
      });
      return metered(response, url, { traffic, limits, watch, caller: signal });
    } catch (error) {
      watch.end();
      throw transportError(error, url, signal);
    }
  }

  return { fetch: send, traffic };
}

async function successful(response: Response, url: URL): Promise<Response> {
  if (response.status < 400) return response;
  await discard(response);
  throw statusError(response.status, url);
}

/** Reads a short answer to its end, so that the connection can be used again; drops the rest of a long one. */
async function discard({ body }: Response): Promise<void> {
  let bytes = 0;
  try {
    for await (const chunk of body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > 65_536) break;
    }
  } catch {
    // Its status has said what there is to say; the connection is gone, and the next request makes another.
  }
}
