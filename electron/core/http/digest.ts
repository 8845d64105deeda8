/**
 * Digest access authentication (RFC 7616, and RFC 2069 for servers without qop).
 *
 * Own code, because no library on npm does it: http-auth-utils 6.0.1 reads one challenge per header, throws
 * on `charset` and `userhash`, and knows neither `-sess` nor a missing qop; digest-fetch 3.1.1 takes the
 * algorithm from its options instead of the challenge, drops spaces inside values, and goes on counting
 * when the nonce is a new one. The RFC's own examples are the test.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Challenge } from './challenges.ts';

/** Weakest first; names as RFC 7616 §6.1 registers them, in lower case. */
const algorithms = ['md5', 'md5-sess', 'sha-256', 'sha-256-sess'] as const;
type Algorithm = (typeof algorithms)[number];

/** A server's nonce, and how often it was used. */
export interface DigestSession {
  readonly challenge: DigestChallenge;
  readonly clientNonce: string;
  /** Requests signed with this nonce so far. */
  count: number;
}

/**
 * What a server asks for. Header fields hold bytes, which fetch hands over and takes as Latin-1; so do
 * these strings, and all that is hashed.
 */
interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  readonly algorithm: Algorithm;
  /** As the server wrote it; servers from before RFC 2617 name none and do not want to see one. */
  readonly algorithmName: string | undefined;
  readonly qop: 'auth' | undefined;
  readonly stale: boolean;
  /** Whether names and passwords are UTF-8, and the server takes `username*` (RFC 7616 §3.4, §4). */
  readonly utf8: boolean;
  /** Whether the server takes a hash in place of the name (RFC 7616 §3.4.4). */
  readonly userhash: boolean;
}

interface SignedRequest {
  readonly method: string;
  readonly url: URL;
}

interface Account {
  readonly username: string;
  readonly password: string;
}

/** The strongest Digest challenge that we can answer, the server's first among equals. */
export function strongestDigest(challenges: readonly Challenge[]): DigestChallenge | undefined {
  return challenges
    .flatMap((challenge) => digestChallenge(challenge) ?? [])
    .toSorted((a, b) => algorithms.indexOf(b.algorithm) - algorithms.indexOf(a.algorithm))[0];
}

function digestChallenge({ scheme, parameters }: Challenge): DigestChallenge | undefined {
  const nonce = parameters.get('nonce');
  const algorithmName = parameters.get('algorithm');
  const algorithm = algorithms.find((name) => name === (algorithmName ?? 'md5').toLowerCase());
  const qops = parameters
    .get('qop')
    ?.toLowerCase()
    .split(/[\s,]+/);
  // `auth-int` alone would need the body's digest; no CardDAV server asks for it.
  if (scheme !== 'digest' || nonce === undefined || !algorithm) return undefined;
  if (qops && !qops.includes('auth')) return undefined;
  return {
    realm: parameters.get('realm') ?? '',
    nonce,
    opaque: parameters.get('opaque'),
    algorithm,
    algorithmName,
    qop: qops ? 'auth' : undefined,
    stale: parameters.get('stale')?.toLowerCase() === 'true',
    utf8: parameters.get('charset')?.toLowerCase() === 'utf-8',
    userhash: parameters.get('userhash')?.toLowerCase() === 'true',
  };
}

/** @param clientNonce for tests; by default a random one */
export function digestSession(
  challenge: DigestChallenge,
  clientNonce: string = randomBytes(16).toString('base64url'),
): DigestSession {
  return { challenge, clientNonce, count: 0 };
}

/** The Authorization header of the next request on a nonce; counts it. */
export function digestAuthorization(
  session: DigestSession,
  request: SignedRequest,
  credentials: Account,
): string {
  session.count += 1;
  const { challenge, clientNonce } = session;
  const account = challenge.utf8 ? normalized(credentials) : credentials;
  const uri = request.url.pathname + request.url.search;
  const count = session.count.toString(16).padStart(8, '0');
  const parts = [
    ...usernameParameters(account.username, challenge),
    `realm=${quoted(challenge.realm)}`,
    `nonce=${quoted(challenge.nonce)}`,
    `uri=${quoted(uri)}`,
    `response="${digestResponse(session, request.method, uri, count, account)}"`,
  ];
  if (challenge.algorithmName !== undefined) parts.push(`algorithm=${challenge.algorithmName}`);
  if (challenge.qop || challenge.algorithm.endsWith('-sess')) parts.push(`cnonce="${clientNonce}"`);
  if (challenge.qop) parts.push(`qop=${challenge.qop}`, `nc=${count}`);
  if (challenge.opaque !== undefined) parts.push(`opaque=${quoted(challenge.opaque)}`);
  return `Digest ${parts.join(', ')}`;
}

/** RFC 7616 §3.4.1 to §3.4.3. A session's client nonce stays the same, so `-sess` has one key per nonce. */
function digestResponse(
  { challenge, clientNonce }: DigestSession,
  method: string,
  uri: string,
  count: string,
  { username, password }: Account,
): string {
  const { algorithm, realm, nonce, qop } = challenge;
  const hash = (...parts: string[]) => hashOf(algorithm, parts);
  const account = hash(bytes(username), realm, bytes(password));
  const key = algorithm.endsWith('-sess') ? hash(account, nonce, clientNonce) : account;
  const subject = hash(method, uri);
  return qop ? hash(key, nonce, count, clientNonce, qop, subject) : hash(key, nonce, subject);
}

function hashOf(algorithm: Algorithm, parts: readonly string[]): string {
  return createHash(algorithm.startsWith('md5') ? 'md5' : 'sha256')
    .update(parts.join(':'), 'latin1')
    .digest('hex');
}

/**
 * The name in clear: `userhash` hides it from somebody who reads the connection, which TLS does already, and not
 * every account of a server that offers it has one (lighttpd keeps them in its password file).
 *
 * Names beyond ASCII go as `username*` where the server knows UTF-8, as a hash where it knows that alone, else as
 * bare UTF-8, as browsers do.
 */
function usernameParameters(
  username: string,
  { utf8, userhash, algorithm, realm }: DigestChallenge,
): string[] {
  if (/^[ -~]*$/.test(username)) return [`username=${quoted(username)}`];
  if (utf8) return [`username*=UTF-8''${extendedValue(username)}`];
  if (!userhash) return [`username=${quoted(bytes(username))}`];
  return [`username="${hashOf(algorithm, [bytes(username), realm])}"`, 'userhash=true'];
}

/** RFC 8187 §3.2.1 */
function extendedValue(text: string): string {
  const hex = (sign: string) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replace(/['()*]/g, hex);
}

/** RFC 7616 §4: a letter with its accents is one character. */
function normalized({ username, password }: Account): Account {
  return { username: username.normalize('NFC'), password: password.normalize('NFC') };
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** UTF-8, one character per byte. */
function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
