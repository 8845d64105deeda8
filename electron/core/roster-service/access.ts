/** Who may have which document: what a request asks for, and whether it shows the secret. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isLoopbackHost } from '../../../shared/settings/loopback.ts';

/** What the path of a request names. */
interface Asked {
  /** Decoded: a user name, or a bare JID where several accounts have the same user name. */
  readonly user: string;
  /** The secret in the path; null without one. */
  readonly secret: string | null;
}

/** `/contacts/<user>` or `/<secret>/contacts/<user>`; null for anything else. */
export function askedFor(target: string): Asked | null {
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
 * Without a secret whoever can reach the port may ask; that is this computer's own programs, and web pages in
 * its browser that made their name point here (DNS rebinding): those are told by the Host that they name.
 *
 * @param secret that of the settings; null without one
 */
export function mayAsk(asked: Asked, headers: IncomingHttpHeaders, secret: string | null): boolean {
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

/** In a time that says nothing of where they differ. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
