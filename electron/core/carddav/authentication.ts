/**
 * Logging in to a CardDAV server: Bearer for a token; Digest or Basic for a user name and a password.
 *
 * Basic is sent unasked to a server that is not known yet, which saves a request in every sync: the connection
 * is encrypted (or loopback), and the server was named by the person whose password it is. A server that has
 * offered Digest gets no Basic any more.
 */
import { RolodialError } from '../../../shared/errors.ts';
import { type Challenge, parseChallenges } from '../http/challenges.ts';
import {
  type DigestSession,
  digestAuthorization,
  digestSession,
  strongestDigest,
} from '../http/digest.ts';
import { credentialsRefused, noCommonLogin } from './errors.ts';

interface PasswordCredentials {
  readonly username: string;
  readonly password: string;
}

interface TokenCredentials {
  /** OAuth 2.0 access token or whatever the server hands out for Bearer (RFC 6750). */
  readonly token: string;
}

export type DavCredentials = PasswordCredentials | TokenCredentials;

/** How one request was signed. */
interface Signature {
  /** The header, or undefined where none is sent before the server asks. */
  readonly authorization: string | undefined;
  readonly digest: DigestSession | undefined;
}

interface SignableRequest {
  readonly method: string;
  readonly url: URL;
}

/** Signs requests; remembers for each server how it wants them signed. */
export interface Authentication {
  /** @param unasked whether credentials may go to a server that has not asked for any */
  sign(request: SignableRequest, unasked: boolean): Signature;
  /**
   * Learns from the answer to a signed request.
   *
   * @returns whether the request should be sent once more, signed anew
   * @throws RolodialError `carddav-authentication` where the credentials are refused, now and for every
   *   later request: servers lock accounts after wrong passwords (Nextcloud throttles)
   */
  handleResponse(response: Response, request: SignableRequest, signature: Signature): boolean;
}

/** What is known of one server. */
interface OriginState {
  /** The server has asked for credentials. */
  asked: boolean;
  digest: DigestSession | undefined;
  /** The nonce was accepted once, so a later refusal is about its age and not about the password. */
  accepted: boolean;
}

/** @throws RolodialError `secret-unavailable` where a token cannot stand in a header */
export function authentication(credentials: DavCredentials): Authentication {
  const known = new Map<string, OriginState>();
  let refusal: RolodialError | undefined;
  if ('token' in credentials) refuseBrokenToken(credentials.token);

  function stateOf({ url }: SignableRequest): OriginState {
    const state = known.get(url.origin) ?? { asked: false, digest: undefined, accepted: false };
    known.set(url.origin, state);
    return state;
  }

  function sign(request: SignableRequest, unasked: boolean): Signature {
    if (refusal) throw refusal;
    const { asked, digest } = stateOf(request);
    if (!asked && !unasked) return { authorization: undefined, digest: undefined };
    if ('token' in credentials) {
      return { authorization: `Bearer ${credentials.token}`, digest: undefined };
    }
    const authorization = digest
      ? digestAuthorization(digest, request, credentials)
      : basicAuthorization(credentials);
    return { authorization, digest };
  }

  function handleResponse(
    response: Response,
    request: SignableRequest,
    signature: Signature,
  ): boolean {
    const state = stateOf(request);
    if (response.status !== 401) {
      accept(state, signature, response.headers.get('authentication-info') ?? '');
      return false;
    }
    const challenges = parseChallenges(response.headers.get('www-authenticate') ?? '');
    state.asked = true;
    if (!('token' in credentials) && learnDigest(state, signature, challenges)) return true;
    const isFirst = signature.authorization === undefined;
    if (isFirst && ('token' in credentials || takesBasic(challenges))) return true;
    refusal = refused(request.url, credentials, challenges);
    throw refusal;
  }

  return { sign, handleResponse };
}

/** RFC 7616 §3.5: the server may name the next nonce beforehand, which saves a refused request. */
function accept(state: OriginState, { digest }: Signature, information: string): void {
  if (!digest || digest !== state.digest) return;
  state.accepted = true;
  const nonce = parseChallenges(`x ${information}`)[0]?.parameters.get('nextnonce');
  if (nonce === undefined || nonce === digest.challenge.nonce) return;
  state.digest = digestSession({ ...digest.challenge, nonce });
}

/** Whether the server offers Digest, and signing the request anew can change its answer. */
function learnDigest(
  state: OriginState,
  { digest }: Signature,
  challenges: readonly Challenge[],
): boolean {
  const challenge = strongestDigest(challenges);
  if (!challenge) return false;
  // Another request may have brought a newer nonce while this one was under way.
  const overtaken = digest !== state.digest;
  // Some servers forget their nonces at a restart and do not say `stale`.
  const aged = challenge.stale || state.accepted;
  if (digest && !overtaken && !aged) return false;
  if (!overtaken || !state.digest) {
    state.digest = digestSession(challenge);
    state.accepted = false;
  }
  return true;
}

function refused(
  url: URL,
  credentials: DavCredentials,
  challenges: readonly Challenge[],
): RolodialError {
  if ('token' in credentials) return credentialsRefused(url, { token: true });
  const { username } = credentials;
  if (takesBasic(challenges) || strongestDigest(challenges)) {
    return credentialsRefused(url, { username });
  }
  const offered = new Set(challenges.map(({ scheme }) => scheme));
  return noCommonLogin(url, username, [...offered]);
}

/** A server that names no way of logging in can only mean Basic. */
function takesBasic(challenges: readonly Challenge[]): boolean {
  return challenges.length === 0 || challenges.some(({ scheme }) => scheme === 'basic');
}

/** RFC 7617 §2.1: UTF-8; tsdav would encode in Latin-1 and throw on other characters. */
function basicAuthorization({ username, password }: PasswordCredentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

/** The error for a header with a line break may repeat the header, and the token with it. */
function refuseBrokenToken(token: string): void {
  if (/^[\x21-\x7e]+$/.test(token)) return;
  throw new RolodialError(
    'secret-unavailable',
    'carddav.token: the token holds characters that no token has, such as a space or a line break.',
    { field: 'carddav.token' },
  );
}
