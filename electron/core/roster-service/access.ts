/** Access to the documents: which one a request asks for, and whether it carries the secret. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isLoopbackHost } from '../../../shared/settings/loopback.ts';

/** What the path of a request names. */
interface RequestedDocument {
  /** Decoded: a user name, or a bare JID where several accounts have the same user name. */
  readonly user: string;
  /** The secret in the path; null without one. */
  readonly secret: string | null;
}

/** `/contacts/<user>` or `/<secret>/contacts/<user>`; null for anything else. */
export function askedFor(target: string): RequestedDocument | null {
  const [path = ''] = target.split('?', 1);
  const match = /^(?:\/([^/]+))?\/contacts\/([^/]+)$/.exec(path);
  if (!match) return null;
  try {
    const [, secret, user = ''] = match;
    return {
      user: decodeURIComponent(user),
      secret: secret === undefined ? null : decodeURIComponent(secret),
    };
  } catch {
    return null;
  }
}

/**
 * Whether a request may be answered.
 *
 * Without a secret, every program that can reach the port may ask. A web page could do so by DNS rebinding;
 * it is recognized by the Host that it names.
 *
 * @param secret of the settings; null without one
 */
export function mayAsk(
  asked: RequestedDocument,
  headers: IncomingHttpHeaders,
  secret: string | null,
): boolean {
  if (secret === null) return asked.secret === null && namesLoopback(headers.host);
  const shown = asked.secret ?? bearerToken(headers.authorization);
  return shown !== null && isSame(shown, secret);
}

function namesLoopback(host: string | undefined): boolean {
  return host !== undefined && isLoopbackHost(host.replace(/:\d+$/, ''));
}

/** RFC 6750 §2.1. */
function bearerToken(authorization: string | undefined): string | null {
  return /^Bearer +([^ ]+) *$/i.exec(authorization ?? '')?.[1] ?? null;
}

/** Takes the same time wherever they differ. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
