/**
 * Requests to a CardDAV server, checked before their answers count: credentials, time-outs, size, status,
 * redirects; and sent again where the failure may pass by itself. tsdav sends through `fetch`, so that what it
 * would ignore (it makes an empty list of an HTTP 500 or an HTML login page) becomes an error that says what
 * happened.
 */
import type { AnswerLimits } from '../http/limits.ts';
import { sendHttp } from '../http/request.ts';
import {
  type Clock,
  defaultRetries,
  isTemporaryStatus,
  type OnWaiting,
  type RetryPolicy,
  retryTime,
  systemClock,
  withRetries,
} from '../http/retry.ts';
import { authentication, type DavCredentials } from './authentication.ts';
import { redirectTarget, refuseClearText, refuseOtherOrigin } from './destinations.ts';
import { bodyError, invalidAnswer, isTemporary, transportError } from './errors.ts';
import { statusError } from './status-errors.ts';

/** What reading has cost so far. */
interface DavTraffic {
  requests: number;
  /** Bytes of the answers' bodies, after content decoding. */
  bytes: number;
}

export interface DavTransport {
  /**
   * `fetch` with credentials, time-outs and the checks above, in the shape that tsdav takes. With
   * `credentials: 'omit'`, the server gets them only when it asks.
   */
  readonly fetch: typeof globalThis.fetch;
  readonly traffic: Readonly<DavTraffic>;
}

/** What tests change, and who wants to hear of waiting; what is left out is as in the product. */
export interface TransportOptions {
  readonly limits?: Partial<AnswerLimits>;
  readonly retries?: Partial<RetryPolicy>;
  readonly clock?: Partial<Clock>;
  /** Told while a failure is waited for, and null when it has passed. */
  readonly onWaiting?: OnWaiting | undefined;
}

const defaultLimits: AnswerLimits = {
  // Radicale takes 10 s for 10,000 cards that it has not cached; a minute without a byte is no answer.
  silenceMs: 60_000,
  // 500 MB at 0.5 MB/s. What comes slower is a drip that keeps the silence away and never ends.
  requestMs: 1_000_000,
  // 50,000 cards with small photos are about 500 MB; what is larger is no address book.
  bytes: 1_000_000_000,
};

/** RFC 6764 §5 needs one or two. */
const maximumRedirects = 5;

/** A nonce may go stale while it is answered; a server that says so every time never comes to an end. */
const maximumSignatures = 3;

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
  const policy = { ...defaultRetries, ...options.retries };
  const clock = { ...systemClock, ...options.clock };
  const login = authentication(credentials);

  async function send(input: URL | RequestInfo, init: RequestInit = {}): Promise<Response> {
    let url = new URL(input instanceof Request ? input.url : input);
    for (let redirects = 0; ; redirects++) {
      const response = await sendWithRetries(url, init);
      const location = redirectTarget(response, url);
      // tsdav follows the redirect of .well-known itself, and asks for it by `manual`.
      if (!location || init.redirect === 'manual') return await successful(response, url);
      await textOf(response);
      if (redirects === maximumRedirects) throw invalidAnswer(url, 'it redirects without end');
      refuseOtherOrigin(location, url);
      url = location;
    }
  }

  /** Sends a request again where its failure is temporary. */
  async function sendWithRetries(url: URL, init: RequestInit): Promise<Response> {
    const attempt = async () => {
      const response = await sendSigned(url, init);
      if (!isTemporaryStatus(response.status)) return response;
      const retryAt = retryTime(response.headers, clock.now());
      throw statusError(response.status, url, { body: await textOf(response), retryAt });
    };
    try {
      const retrying = { policy, clock, signal, isTemporary, onWaiting: options.onWaiting };
      return await withRetries(init.method ?? 'GET', attempt, retrying);
    } catch (error) {
      throw transportError(error, url, signal);
    }
  }

  /** Signs a request, and again as the server asks. */
  async function sendSigned(url: URL, init: RequestInit): Promise<Response> {
    const request = { method: init.method ?? 'GET', url };
    for (let signatures = 1; ; signatures++) {
      const signature = login.sign(request, init.credentials !== 'omit');
      const response = await sendOnce(url, init, signature.authorization);
      if (response.status === 401) await textOf(response);
      if (!login.handleResponse(response, request, signature)) return response;
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
    const headers = Object.fromEntries(new Headers(init.headers));
    traffic.requests += 1;
    try {
      return await sendHttp(url, {
        method: init.method ?? 'GET',
        headers: { ...headers, ...(authorization !== undefined && { authorization }) },
        // Ours and tsdav's requests have no other kind.
        body: typeof init.body === 'string' ? init.body : undefined,
        limits,
        signal,
        onBytes(count) {
          traffic.bytes += count;
        },
        bodyError: (error) => bodyError(error, url, signal),
      });
    } catch (error) {
      throw transportError(error, url, signal);
    }
  }

  return { fetch: send, traffic };
}

async function successful(response: Response, url: URL): Promise<Response> {
  if (response.status < 400) return response;
  throw statusError(response.status, url, { body: await textOf(response) });
}

/** The text of a short answer, so that the connection can be used again; the beginning alone of a long one. */
async function textOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > 65_536) break;
    }
  } catch {
    // Its status has said what there is to say; the connection is gone, and the next request makes another.
  }
  return text;
}
