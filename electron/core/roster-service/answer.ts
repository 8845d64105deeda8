/**
 * Answers one request to the service: the document where the request may have it, and otherwise the same
 * refusal, whatever was wrong.
 */
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import fresh from 'fresh';
import Negotiator from 'negotiator';
import { askedFor, mayAsk } from './access.ts';
import type { Representation } from './served-document.ts';

/** An account whose roster is served. */
export interface ServedAccount {
  /** Bare JID. */
  readonly account: string;
  representation(gzipped: boolean): Promise<Representation | null>;
}

/** The account of a user name or bare JID; undefined where none is served under it. */
export type FindAccount = (user: string) => Promise<ServedAccount | undefined>;

export interface ServiceAnswer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  /** The sender omits it for HEAD. */
  readonly body: Buffer | string;
  /** The account whose roster was asked for; null where the request was refused. */
  readonly account: string | null;
}

/** While the document is being built; a server asks again at the next login. */
const retryAfterSeconds = 30;

/** @param secret of the settings; null without one */
export async function answerRequest(
  { method, url = '', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  find: FindAccount,
  secret: string | null,
): Promise<ServiceAnswer> {
  if (method !== 'GET' && method !== 'HEAD') {
    return refusal(405, 'Only GET and HEAD are answered.', { Allow: 'GET, HEAD' });
  }
  const asked = askedFor(url);
  const served = asked && mayAsk(asked, headers, secret) ? await find(asked.user) : undefined;
  if (!served) return refusal(404, 'There is nothing here.');
  const { account } = served;
  const gzip = new Negotiator({ headers }).encodings(['gzip', 'identity'])[0] === 'gzip';
  const found = await served.representation(gzip);
  if (!found) {
    const waiting = { 'Retry-After': String(retryAfterSeconds) };
    return { ...refusal(503, 'This roster has not been made yet.', waiting), account };
  }
  const about = {
    ETag: found.etag,
    'Last-Modified': found.builtAt.toUTCString(),
    'Cache-Control': 'private, no-cache',
    Vary: 'Accept-Encoding',
  };
  if (fresh(headers, { etag: found.etag, 'last-modified': about['Last-Modified'] })) {
    return { status: 304, headers: about, body: '', account };
  }
  return {
    status: 200,
    headers: {
      ...about,
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': found.body.length,
      ...(found.gzipped && { 'Content-Encoding': 'gzip' }),
    },
    body: found.body,
    account,
  };
}

function refusal(status: number, text: string, headers: OutgoingHttpHeaders = {}): ServiceAnswer {
  const body = `${text}\n`;
  return {
    status,
    headers: {
      ...headers,
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
      'Cache-Control': 'no-store',
    },
    body,
    account: null,
  };
}
