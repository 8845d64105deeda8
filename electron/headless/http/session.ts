/**
 * The session of the one user: the token in the printed address is exchanged once for a cookie, so that the
 * address is useless when it is found in a history or a log.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface Session {
  /** The token for the printed address; it works once. */
  readonly token: string;
  /**
   * @returns the value of Set-Cookie for the right token, `undefined` for a wrong or a used one
   */
  exchange(token: string): string | undefined;
  isOpen(headers: IncomingHttpHeaders): boolean;
}

/** @param port names the cookie: browsers send the cookies of a host to all of its ports */
export function createSession(port: number): Session {
  const token = secret();
  const key = secret();
  const name = `rolodial-${port}`;
  let used = false;
  return {
    token,
    exchange(given) {
      if (used || !equal(given, token)) return undefined;
      used = true;
      return `${name}=${key}; HttpOnly; SameSite=Strict; Path=/`;
    },
    isOpen: ({ cookie = '' }) =>
      cookie.split(';').some((pair) => equal(pair.trim(), `${name}=${key}`)),
  };
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares in constant time. */
function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
