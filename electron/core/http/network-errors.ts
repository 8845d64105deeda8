/** What Node's network errors mean in words, also where they are wrapped in other errors. */

/** The codes of an error and of everything that caused it, outermost first. */
function errorCodes(error: unknown): string[] {
  const codes: string[] = [];
  const pending: unknown[] = [error];
  const seen = new Set<unknown>();
  while (pending.length > 0) {
    const current = pending.shift();
    if (!(current instanceof Error) || seen.has(current)) continue;
    seen.add(current);
    if ('code' in current && typeof current.code === 'string') codes.push(current.code);
    if (current instanceof AggregateError) pending.push(...current.errors);
    pending.push(current.cause);
  }
  return codes;
}

/** Why a certificate was refused, in words, or `undefined` where the error is about something else. */
export function certificateProblem(error: unknown): string | undefined {
  for (const code of errorCodes(error)) {
    const words = certificateWords.get(code);
    if (words) return words;
  }
  return undefined;
}

/** OpenSSL's verification results as Node names them (node:tls, "X509 certificate error codes"). */
const certificateWords: ReadonlyMap<string, string> = new Map([
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'it was made for another host name'],
  ['HOSTNAME_MISMATCH', 'it was made for another host name'],
  ['CERT_HAS_EXPIRED', 'it has expired'],
  ['CERT_NOT_YET_VALID', 'it is not valid yet'],
  ['CERT_REVOKED', 'it was revoked'],
  ['CERT_SIGNATURE_FAILURE', 'its signature is wrong'],
  ['CERT_UNTRUSTED', 'its authority is not trusted'],
  ['CERT_REJECTED', 'it was rejected'],
  ['INVALID_CA', 'its authority is not one'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'it is signed by itself'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'its authority is not one that this computer trusts'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'its authority is not one that this computer trusts'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'its authority is not one that this computer trusts'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its authority is not one that this computer trusts'],
]);

/** Why a server could not be reached, in words; the error's own message where nothing better is known. */
export function connectionProblem(error: unknown): string {
  for (const code of errorCodes(error)) {
    const words = connectionWords.get(code);
    if (words) return words;
  }
  if (error instanceof Error && error.cause instanceof Error) return error.cause.message;
  return error instanceof Error ? error.message : String(error);
}

const connectionWords: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing answers there'],
  ['ENOTFOUND', 'no such host name'],
  ['EAI_AGAIN', 'the host name could not be looked up'],
  ['ETIMEDOUT', 'no answer in time'],
  ['UND_ERR_CONNECT_TIMEOUT', 'no answer in time'],
  ['EHOSTUNREACH', 'there is no way to it'],
  ['ENETUNREACH', 'the network is down'],
  ['ECONNRESET', 'the connection was cut'],
  ['UND_ERR_SOCKET', 'the connection was cut'],
  ['EPIPE', 'the connection was cut'],
  ['EPROTO', 'what answers there does not speak TLS, or no version that this computer knows'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'what answers there does not speak TLS'],
  ['HPE_INVALID_CONSTANT', 'what answers there does not speak HTTP'],
]);

/**
 * Whether a connection that failed may succeed in a moment: not where DNS says that there is no such host, or
 * where something else than such a server answers.
 */
export function mayComeBack(error: unknown): boolean {
  return !errorCodes(error).some((code) => lasting.has(code));
}

const lasting: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EPROTO',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'HPE_INVALID_CONSTANT',
]);
