/**
 * How one logs in to the mock of dav-faults.ts. The Digest here is written on its own, from RFC 7616, so
 * that a mistake in Rolodial's is not made twice.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { DavAnswer } from './dav-faults-answers.ts';

interface LoginRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
}

/** The refusal, or undefined for who may come in. */
export type Login = (request: LoginRequest) => DavAnswer | undefined;

export const noLogin: Login = () => undefined;

export function basicLogin(username: string, password: string): Login {
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return ({ authorization }) =>
    authorization === expected ? undefined : refusal('Basic realm="books", charset="UTF-8"');
}

export function bearerLogin(token: string): Login {
  return ({ authorization }) =>
    authorization === `Bearer ${token}` ? undefined : refusal('Bearer realm="books"');
}

export interface DigestLoginOptions {
  readonly username: string;
  readonly password: string;
  readonly algorithm?: 'MD5' | 'MD5-sess' | 'SHA-256' | 'SHA-256-sess';
  /** Default `auth`; null for a server from before RFC 2617. */
  readonly qop?: 'auth' | null;
  /** How many requests a nonce is good for. */
  readonly usesPerNonce?: number;
  /** Whether the server says that a nonce is merely stale; default true. */
  readonly saysStale?: boolean;
  /** What the server says of names beyond ASCII: that it reads them as UTF-8, and takes their hash (RFC 7616). */
  readonly names?: readonly ('charset=UTF-8' | 'userhash=true')[];
  /** More challenges, before or after ours. */
  readonly also?: (digest: string) => string | string[];
}

const realm = 'The "books", all';

/** The user name as the header's bytes say it, in UTF-8. */
function nameIn(authorization: string, given: (name: string) => string): string {
  const extended = /[ ,]username\*=UTF-8''([^\s,]+)/.exec(authorization)?.[1];
  if (extended !== undefined) return decodeURIComponent(extended);
  return Buffer.from(given('username'), 'latin1').toString('utf8');
}

/** Every nonce is good for some requests, each with its own count (RFC 7616 §3.4: nc). */
export function digestLogin({
  username,
  password,
  algorithm,
  qop = 'auth',
  usesPerNonce = Number.POSITIVE_INFINITY,
  saysStale = true,
  names = algorithm ? ['charset=UTF-8', 'userhash=true'] : [],
  also = (digest) => digest,
}: DigestLoginOptions): Login {
  const uses = new Map<string, number>();
  const hash = (text: string) =>
    createHash(algorithm?.startsWith('SHA-256') ? 'sha256' : 'md5')
      .update(text)
      .digest('hex');

  function challenge(stale: boolean): DavAnswer {
    const nonce = randomUUID();
    uses.set(nonce, 0);
    const parts = [
      `realm="${realm.replaceAll('"', '\\"')}"`,
      `nonce="${nonce}"`,
      'opaque="op,aque"',
    ];
    if (algorithm) parts.push(`algorithm=${algorithm}`);
    parts.push(...names);
    if (qop) parts.push(`qop="auth-int, ${qop}"`);
    if (stale && saysStale) parts.push('stale=TRUE');
    return refusal(also(`Digest ${parts.join(', ')}`));
  }

  return ({ method, path, authorization }) => {
    if (!authorization.startsWith('Digest ')) return challenge(false);
    const given = (name: string) => {
      const pattern = new RegExp(`[ ,]${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s,]+))`);
      const [, quoted, bare] = pattern.exec(authorization) ?? [];
      return quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '';
    };
    const [nonce, count, clientNonce] = [given('nonce'), given('nc'), given('cnonce')];
    const used = uses.get(nonce);
    if (used === undefined) return challenge(false);
    if (used >= usesPerNonce) return challenge(true);
    const account = hash(`${username}:${realm}:${password}`);
    const key = algorithm?.endsWith('-sess') ? hash(`${account}:${nonce}:${clientNonce}`) : account;
    const subject = hash(`${method}:${path}`);
    const middle = qop ? `${nonce}:${count}:${clientNonce}:${qop}` : nonce;
    const isRight =
      nameIn(authorization, given) ===
        (given('userhash') ? hash(`${username}:${realm}`) : username) &&
      given('response') === hash(`${key}:${middle}:${subject}`) &&
      given('uri') === path &&
      given('opaque') === 'op,aque' &&
      (!qop || Number.parseInt(count, 16) === used + 1);
    if (!isRight) return challenge(false);
    uses.set(nonce, used + 1);
    return undefined;
  };
}

function refusal(challenges: string | string[]): DavAnswer {
  return { status: 401, headers: { 'www-authenticate': challenges }, body: 'Who are you?' };
}
