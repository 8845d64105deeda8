/** One request to the service of a remote roster, or to the server's `roster_admin`, with its failure in words. */
import { RolodialError } from '../../../shared/errors.ts';
import { LimitError } from '../http/limits.ts';
import { certificateProblem, connectionProblem } from '../http/network-errors.ts';
import { sendHttp } from '../http/request.ts';

export interface ServiceRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** The Host name, where it is not the address's own; for TLS the name of the certificate, too. */
  readonly host?: string | undefined;
  /** They may hold a secret, so redirects are not followed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly bytes: number;
}

const timeoutMs = 30_000;

/** The size is enough for a hundred thousand contacts. */
const limits = { silenceMs: timeoutMs, requestMs: timeoutMs, bytes: 64 * 1024 * 1024 };

/** @throws RolodialError `remote-service`, in words, where no whole answer came; or `cancelled` */
export async function askService(asked: ServiceRequest): Promise<ServiceAnswer> {
  const { url, headers, signal } = asked;
  try {
    const response = await sendHttp(new URL(url), {
      ...asked,
      // The server of a remote roster asks for no compression either.
      headers: { 'accept-encoding': 'identity', ...headers },
      // Nobody sends this request again where a kept connection turns out to be closed.
      newConnection: true,
      limits,
    });
    const body = Buffer.from(await response.arrayBuffer());
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      text: body.toString('utf8'),
      bytes: body.length,
    };
  } catch (error) {
    if (signal.aborted) throw new RolodialError('cancelled', 'Cancelled.');
    throw serviceError(url, problemOf(error));
  }
}

function problemOf(error: unknown): string {
  if (error instanceof LimitError) {
    return error.limit === 'bytes' ? 'the answer is larger than 64 MB' : 'no answer in time';
  }
  const certificate = certificateProblem(error);
  return certificate ? `its certificate is not accepted: ${certificate}` : connectionProblem(error);
}

/** @param detail what is wrong, in words, without a full stop */
export function serviceError(url: string, detail: string): RolodialError {
  const { host } = new URL(url.replaceAll('%s', 'user'));
  return new RolodialError('remote-service', `The roster service at ${host}: ${detail}.`, {
    host,
    detail,
  });
}
