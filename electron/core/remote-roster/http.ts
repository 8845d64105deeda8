/**
 * One HTTP request to the service of a remote roster, or to the server's `roster_admin`. By Node's own client,
 * because fetch lets nobody set the Host name apart from the address. Redirects are not followed: headers may
 * hold a secret.
 */
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { RolodialError } from '../../../shared/errors.ts';
import { certificateProblem, connectionProblem } from '../network-errors.ts';

export interface ServiceRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** The Host name, where it is not the address's own; for TLS the name of the certificate, too. */
  readonly host?: string | undefined;
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
/** A hundred thousand contacts, generously. */
const largestBytes = 64 * 1024 * 1024;

/** @throws RolodialError `remote-service`, in words, where no whole answer came; or `cancelled` */
export async function askService(asked: ServiceRequest): Promise<ServiceAnswer> {
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await send(asked, AbortSignal.any([asked.signal, limit]));
    return await readAnswer(answer);
  } catch (error) {
    if (asked.signal.aborted) throw new RolodialError('cancelled', 'Cancelled.');
    if (limit.aborted) throw serviceError(asked.url, 'no answer in time');
    if (error instanceof RolodialError) throw error;
    const certificate = certificateProblem(error);
    throw serviceError(
      asked.url,
      certificate ? `its certificate is not accepted: ${certificate}` : connectionProblem(error),
    );
  }
}

function send(asked: ServiceRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const url = new URL(asked.url);
  const { method, host, headers, body } = asked;
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method,
        signal,
        agent: false,
        headers: { ...headers, ...(host !== undefined && { host }) },
        ...(host !== undefined && { servername: host.replace(/:\d+$/, '') }),
      },
      resolve,
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

async function readAnswer(answer: IncomingMessage): Promise<ServiceAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > largestBytes) throw new Error('the answer is larger than 64 MB');
    chunks.push(chunk);
  }
  return {
    status: answer.statusCode ?? 0,
    contentType: answer.headers['content-type'] ?? '',
    text: Buffer.concat(chunks).toString('utf8'),
    bytes,
  };
}

/** @param detail what is wrong, in words, without a full stop */
export function serviceError(url: string, detail: string): RolodialError {
  const { host } = new URL(url.replaceAll('%s', 'user'));
  return new RolodialError('remote-service', `The roster service at ${host}: ${detail}.`, {
    host,
    detail,
  });
}
