/** What can go wrong with an address book server, in words: what happened, what it means, what to do. */
import { RolodialError } from '../../../shared/errors.ts';
import { LimitError } from '../http/limits.ts';
import { certificateProblem, connectionProblem, mayComeBack } from '../http/network-errors.ts';
import { isTemporaryStatus } from '../http/retry.ts';

/**
 * What a failed request means to a person.
 *
 * @param signal the caller's: where it has aborted, the request was cancelled, or the time given to all is over
 */
export function transportError(error: unknown, url: URL, signal: AbortSignal): RolodialError {
  if (error instanceof RolodialError) return error;
  if (signal.aborted) return aborted(url, signal);
  if (error instanceof LimitError) return limitError(error, url);
  const { host } = url;
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

/** What it means that an answer broke off after it had begun. */
export function bodyError(error: unknown, url: URL, signal: AbortSignal): RolodialError {
  if (error instanceof RolodialError) return error;
  if (signal.aborted) return aborted(url, signal);
  if (error instanceof LimitError) return limitError(error, url);
  return incompleteAnswer(url, new Error(connectionProblem(error), { cause: error }));
}

function aborted(url: URL, signal: AbortSignal): RolodialError {
  const { reason } = signal;
  if (reason instanceof RolodialError) return reason;
  if (reason instanceof DOMException && reason.name === 'TimeoutError') {
    return timedOut(url, undefined, { reason: 'out-of-time' });
  }
  return new RolodialError('cancelled', 'Cancelled.', {}, { cause: reason });
}

function limitError({ limit }: LimitError, url: URL): RolodialError {
  if (limit === 'bytes') return invalidAnswer(url, 'its answer has no end');
  return timedOut(url, limit === 'silenceMs' ? 'stopped answering' : 'sends its answer too slowly');
}

/** @param params `reason`: `out-of-time` where the time given to the whole read is over */
function timedOut(
  url: URL,
  detail = 'stopped answering',
  params: { readonly reason?: string } = {},
): RolodialError {
  return new RolodialError(
    'carddav-timeout',
    `The address book server ${url.host} ${detail}. Rolodial will try again later.`,
    { host: url.host, ...params },
  );
}

/** The server answered, but not what an address book server answers. */
export function invalidAnswer(url: URL, detail: string, reason?: 'web-page'): RolodialError {
  return new RolodialError(
    'carddav-invalid-answer',
    `The address book server ${url.host} gave an answer that cannot be used: ${detail}. Check carddav.url.`,
    { host: url.host, url: url.href, detail, ...(reason && { reason }) },
  );
}

export function webPageInstead(url: URL): RolodialError {
  return invalidAnswer(url, 'it sent a web page where the address book was expected', 'web-page');
}

/**
 * The answer is about another collection than the one that was asked.
 *
 * @param href of one of its cards
 */
export function otherBook(url: URL, href: string): RolodialError {
  const { host } = url;
  const detail = `it names cards of another address book, such as ${href}`;
  return new RolodialError(
    'carddav-invalid-answer',
    `The address book server ${host} gave an answer that cannot be used: ${detail}. Check carddav.url.`,
    { host, url: url.href, detail, reason: 'other-book' },
  );
}

/** Whether an answer was refused by {@link otherBook}: a server may have moved a book and redirect to it. */
export function isOtherBook(error: unknown): boolean {
  return error instanceof RolodialError && error.params['reason'] === 'other-book';
}

/**
 * Why an answer does not count: it ends too early, it is no well-formed XML at some place, as after a card that the
 * server did not escape, or what it says makes no whole.
 */
export type IncompleteKind = 'cut-off' | 'malformed' | 'other';

/** The answer began well, but is not all there: nothing may be concluded from what it lacks. */
export function incompleteAnswer(
  url: URL,
  cause: Error,
  kind: IncompleteKind = 'cut-off',
): RolodialError {
  return new RolodialError(
    'carddav-incomplete',
    `The answer of the address book server ${url.host} was not complete (${cause.message}). Nothing was changed; Rolodial will try again later.`,
    { host: url.host, detail: cause.message, kind },
    { cause },
  );
}

/** Answers that are about something else: no other request to the same address would bring what was asked for. */
const elsewhere: ReadonlySet<unknown> = new Set(['elsewhere', 'other-book']);

/** Whether an answer was not the whole of what was asked for: another request may bring what it lacks. */
export function isBroken(error: unknown): boolean {
  if (!(error instanceof RolodialError)) return false;
  if (error.code === 'carddav-incomplete') return true;
  // One card may fail the program behind a web server, which says so by 502 or 504.
  const isBusy = error.params['retryAt'] !== undefined;
  if (error.code === 'carddav-server-error') return !isBusy;
  return error.code === 'carddav-invalid-answer' && !elsewhere.has(error.params['reason']);
}

/** Whether an answer is all there but not well-formed somewhere, so that asking in smaller parts may help. */
export function isMalformed(error: unknown): boolean {
  return error instanceof RolodialError && error.params['kind'] === 'malformed';
}

/** The credentials of a profile, as far as a message may name them. */
export type CredentialsName = { readonly username: string } | { readonly token: true };

/** @param name what the server refused */
export function credentialsRefused(url: URL, name: CredentialsName): RolodialError {
  const { host } = url;
  if ('token' in name) {
    return new RolodialError(
      'carddav-authentication',
      `The address book server ${host} refused the token. Check carddav.token: it may have expired.`,
      { host, status: 401, reason: 'token' },
    );
  }
  const { username } = name;
  return new RolodialError(
    'carddav-authentication',
    `The address book server ${host} refused the user name or password for ${username}. Check carddav.username and carddav.password.`,
    { host, username, status: 401, reason: 'password' },
  );
}

/** @param offered the ways of logging in that the server names, none of which Rolodial knows */
export function noCommonLogin(url: URL, username: string, offered: readonly string[]) {
  const ways = offered.join(', ');
  return new RolodialError(
    'carddav-authentication',
    `The address book server ${url.host} wants a way of logging in that Rolodial cannot do with a user name and a password (${ways}). If it offers app passwords or tokens, use one: carddav.password or carddav.token.`,
    { host: url.host, username, status: 401, reason: 'scheme', detail: ways },
  );
}

/**
 * The server sends us to another one, which must not get the password unasked.
 *
 * @param better the address that a person would have to enter
 */
export function leadsElsewhere(url: URL, better: string): RolodialError {
  const detail = `it leads to another server, ${better}`;
  return new RolodialError(
    'carddav-invalid-answer',
    `The address book server ${url.host} leads to another server, ${better}, to which Rolodial does not send your password unasked. If your address book is there, enter that address as carddav.url.`,
    { host: url.host, url: better, detail, reason: 'elsewhere' },
  );
}

/** Answers of a server that has no address books at this address: nothing, nothing for us, or a web page. */
export function isNothingThere(error: unknown): error is RolodialError {
  if (!(error instanceof RolodialError)) return false;
  const { code, params } = error;
  if (code === 'carddav-not-found' || code === 'carddav-forbidden') return true;
  return code === 'carddav-server-error'
    ? params['status'] === 501
    : code === 'carddav-invalid-answer';
}

/**
 * Whether a failure may pass by itself: a connection that failed may succeed next time. Not so a
 * certificate, a wrong password, or a host name that DNS says is not there; and a server that was silent
 * for a minute is not asked again.
 */
export function isTemporary(error: RolodialError): boolean {
  if (error.code === 'carddav-unreachable') return mayComeBack(error);
  return error.code === 'carddav-server-error' && isTemporaryStatus(Number(error.params['status']));
}

/**
 * Whether the server will not do it this way, so that another way is worth a try. Not so a wrong password
 * (401), or a book that is not there (404).
 *
 * @param more further statuses that mean this for the request in question
 */
export function isRefusal(error: unknown, more: readonly number[] = []): boolean {
  if (!(error instanceof RolodialError)) return false;
  const status = Number(error.params['status']);
  return refusals.has(status) || more.includes(status);
}
const refusals: ReadonlySet<number> = new Set([400, 405, 409, 412, 415, 422, 500, 501, 507]);

/**
 * How else a server says that it will not go on from a sync token. RFC 6578 §3.2 says it with 403, others
 * with 409, 410 or 412, Xandikos 0.2.8 with 500. If it means the book itself, the next request will tell.
 */
export const tokenRefusals: readonly number[] = [403, 410];

/** A filter that a server does not know (RFC 6352 §8.6) is forbidden in the same words as the book would be. */
export const filterRefusals: readonly number[] = [403];
