/** Turns a failed login or a lost stream into an error for a person. */
import { RolodialError } from '../../../shared/errors.ts';
import { certificateProblem, connectionProblem, mayComeBack } from '../http/network-errors.ts';
import { StanzaError } from './requests.ts';
import { ServerProofError } from './scram.ts';

/** Who was logging in, and where. */
export interface LoginPlace {
  readonly jid: string;
  /** `host:port` */
  readonly server: string;
}

/** Any error of a login attempt as a RolodialError. */
export function loginError(error: unknown, place: LoginPlace): RolodialError {
  if (error instanceof RolodialError) return error;
  const { jid, server } = place;
  const params = { account: jid, host: server };
  const certificate = certificateProblem(error);
  if (certificate) {
    return new RolodialError(
      'xmpp-certificate',
      `The certificate of the XMPP server ${server} was refused: ${certificate}. If it is your own server's authority, name its file in xmpp.tls.ca.`,
      { ...params, detail: certificate },
      { cause: error },
    );
  }
  if (error instanceof ServerProofError) return proofError(error, place);
  if (error instanceof Error && error.name === 'SASLError') return saslError(error, place);
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new RolodialError(
      'xmpp-timeout',
      `The XMPP server ${server} did not answer in time. Rolodial will try again later.`,
      params,
      { cause: error },
    );
  }
  if (error instanceof Error && error.name === 'StreamError' && 'condition' in error) {
    return streamError(String(error.condition), place, error);
  }
  const detail = connectionProblem(error);
  return new RolodialError(
    'xmpp-unreachable',
    `The XMPP server ${server} cannot be reached: ${detail}.`,
    { ...params, detail },
    { cause: error },
  );
}

/**
 * Whether a login that failed may succeed in a moment, as where the server restarts: it refuses or cuts
 * connections, says that it shuts down, or cannot check passwords yet. Not so one that was silent until the
 * time-out, and one that lets us in and then gives no roster.
 */
export function mayLogInSoon({ code, params, cause }: RolodialError): boolean {
  if (code === 'xmpp-unreachable') return cause !== undefined && mayComeBack(cause);
  if (code === 'xmpp-timeout') return cause instanceof Error && cause.name === 'SASLError';
  if (code !== 'xmpp-stream' || cause instanceof StanzaError) return false;
  return passingConditions.has(String(params['detail']));
}

/** Of stream errors (RFC 6120 §4.9.3); and a stream that ended without one. */
const passingConditions: ReadonlySet<string> = new Set([
  'closed by the server',
  'connection-timeout',
  'internal-server-error',
  'remote-connection-failed',
  'reset',
  'resource-constraint',
  'system-shutdown',
]);

/** SASL failures (RFC 6120 §6.5); all but a temporary one wait for the user. */
function saslError(error: Error, { jid, server }: LoginPlace): RolodialError {
  const condition = 'condition' in error ? String(error.condition) : '';
  if (condition === 'temporary-auth-failure') {
    return new RolodialError(
      'xmpp-timeout',
      `The XMPP server ${server} cannot check passwords at the moment. Rolodial will try again later.`,
      { account: jid, host: server },
      { cause: error },
    );
  }
  return new RolodialError(
    'xmpp-authentication',
    (saslWords.get(condition) ?? refusedPassword)(jid, server),
    { account: jid, host: server, condition },
    { cause: error },
  );
}

const refusedPassword = (jid: string) =>
  `The server refused the password for ${jid}. Check xmpp.jid and xmpp.password.`;

const saslWords: ReadonlyMap<string, (jid: string, server: string) => string> = new Map([
  ['account-disabled', (jid) => `The account ${jid} is disabled on its server.`],
  ['credentials-expired', (jid) => `The password for ${jid} has expired. Set a new one.`],
  [
    // The library's own message, where none of the server's mechanisms is known here.
    'SASL: No compatible mechanism available.',
    (jid, server) =>
      `The XMPP server ${server} offers no way to log in that Rolodial knows (SCRAM, PLAIN), so the password for ${jid} was not sent.`,
  ],
]);

/** A server that cannot prove itself may be false, so nothing is read from it or sent to it. */
function proofError({ message }: ServerProofError, { jid, server }: LoginPlace): RolodialError {
  return new RolodialError(
    'xmpp-authentication',
    `The XMPP server ${server} did not prove that it knows the password for ${jid}: ${message}. Nothing was read or changed.`,
    { account: jid, host: server, detail: message },
  );
}

/** The server would not give the roster; Prosody with mod_http_roster_admin says internal-server-error. */
export function rosterError(error: StanzaError, { jid, server }: LoginPlace): RolodialError {
  const service =
    error.condition === 'internal-server-error'
      ? ' If an outside service keeps the roster, it may be down.'
      : '';
  return new RolodialError(
    'xmpp-stream',
    `The XMPP server ${server} did not give the roster of ${jid} (${error.message}).${service} Rolodial will try again later.`,
    { account: jid, host: server, detail: error.condition },
    { cause: error },
  );
}

/** A stream error (RFC 6120 §4.9.3), or a stream that ended without one. */
export function streamError(condition: string, place: LoginPlace, cause?: unknown): RolodialError {
  if (condition === 'conflict') return conflictError(place, cause);
  return new RolodialError(
    'xmpp-stream',
    `The connection to the XMPP server ${place.server} ended (${condition}). Rolodial will try again later.`,
    { account: place.jid, host: place.server, detail: condition },
    cause === undefined ? {} : { cause },
  );
}

/** RFC 6120 §4.9.3.3: another session took our resource, or the account's last free one. */
function conflictError({ jid, server }: LoginPlace, cause?: unknown): RolodialError {
  return new RolodialError(
    'xmpp-conflict',
    `Another program logged in to ${jid} at ${server}, and the server ended the connection of Rolodial for it. Rolodial does not log in again before you sync.`,
    { account: jid, host: server, detail: 'conflict' },
    cause === undefined ? {} : { cause },
  );
}

export function refusedWithoutTls({ jid, server }: LoginPlace): RolodialError {
  return new RolodialError(
    'xmpp-no-tls',
    `The XMPP server ${server} offers no encryption (TLS), so the password for ${jid} was not sent.`,
    { account: jid, host: server },
  );
}
