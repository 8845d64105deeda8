/** Listens for requests to the service: HTTP, or HTTPS with the user's certificate, within limits. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { ServiceRequest } from '../../../shared/contract/service-report.ts';
import { closeServer, listenAt } from '../http/server.ts';
import { answerRequest, type FindAccount, type ServiceAnswer } from './answer.ts';

export interface ListenerOptions {
  readonly address: string;
  readonly port: number;
  /** Absolute paths of PEM files; null for plain HTTP. */
  readonly tls: { readonly certificate: string; readonly key: string } | null;
  readonly secret: string | null;
  readonly find: FindAccount;
  /** Told of every request that was answered. */
  readonly onRequest: (request: ServiceRequest) => void;
  readonly log: (line: string) => void;
}

export interface Listener {
  readonly port: number;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
}

/** A server asks once per login with a short request, so these limits never affect it. */
const limits = {
  connections: 64,
  headerBytes: 8_192,
  requestMs: 10_000,
  idleMs: 5_000,
  stalledMs: 30_000,
} as const;

/** For each client address, per minute. */
const requestsAllowed = { points: 600, duration: 60 };
const refusalsAllowed = { points: 30, duration: 60 };

const certificateCheckMs = 3_600_000;

/** @throws the error of `listen` (`EADDRINUSE`), of a file that cannot be read, or of TLS that cannot use it */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const { address, port, tls, log } = options;
  const common = {
    requestTimeout: limits.requestMs,
    headersTimeout: limits.requestMs,
    keepAliveTimeout: limits.idleMs,
    connectionsCheckingInterval: limits.idleMs,
    maxHeaderSize: limits.headerBytes,
  };
  const server = tls
    ? createTlsServer({ ...common, ...(await pemOf(tls)), handshakeTimeout: limits.requestMs })
    : createServer(common);
  server.maxConnections = limits.connections;
  server.setTimeout(limits.stalledMs);
  const limiters = {
    requests: new RateLimiterMemory(requestsAllowed),
    refusals: new RateLimiterMemory(refusalsAllowed),
  };
  let number = 0;
  server.on('request', (request, response) => {
    number += 1;
    respond(request, response, number, options, limiters).catch((error: unknown) => {
      log(`service: a request failed: ${String(error)}`);
      response.destroy();
    });
  });
  const listensAt = await listenAt(server, port, address);
  const renewal =
    tls && setInterval(() => renew(server as TlsServer, tls, log), certificateCheckMs);
  renewal?.unref();
  return {
    port: listensAt,
    close() {
      if (renewal) clearInterval(renewal);
      return closeServer(server);
    },
  };
}

interface Limiters {
  /** All requests of an address. */
  readonly requests: RateLimiterMemory;
  /** Refused requests, counted apart, so that guessing does not block a client that has the secret. */
  readonly refusals: RateLimiterMemory;
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  number: number,
  { find, secret, onRequest }: ListenerOptions,
  limiters: Limiters,
): Promise<void> {
  const startedAt = performance.now();
  const from = request.socket.remoteAddress ?? '';
  const answer = await withinLimits(from, await answerRequest(request, find, secret), limiters);
  // An unread body would be taken for the next request.
  const hasBody = request.headers['content-length'] ?? request.headers['transfer-encoding'];
  response.writeHead(answer.status, {
    ...answer.headers,
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    ...(hasBody !== undefined && { Connection: 'close' }),
  });
  const body = request.method === 'HEAD' ? '' : answer.body;
  response.end(body);
  onRequest({
    number,
    at: new Date().toISOString(),
    from,
    method: request.method ?? '',
    account: answer.account,
    status: answer.status,
    bytes: Buffer.byteLength(body),
    durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
  });
}

async function withinLimits(
  from: string,
  answer: ServiceAnswer,
  { requests, refusals }: Limiters,
): Promise<ServiceAnswer> {
  const limiter = answer.account === null ? refusals : requests;
  try {
    await limiter.consume(from);
    return answer;
  } catch {
    const headers = { 'Retry-After': '60', 'Content-Length': 0, 'Cache-Control': 'no-store' };
    return { status: 429, headers, body: '', account: null };
  }
}

async function pemOf({ certificate, key }: NonNullable<ListenerOptions['tls']>) {
  const [cert, privateKey] = await Promise.all([readFile(certificate), readFile(key)]);
  return { cert, key: privateKey, minVersion: 'TLSv1.2' as const };
}

/** Certificates are renewed every few weeks, without a restart of Rolodial. */
async function renew(
  server: TlsServer,
  tls: NonNullable<ListenerOptions['tls']>,
  log: (line: string) => void,
): Promise<void> {
  try {
    server.setSecureContext(await pemOf(tls));
  } catch (error) {
    log(`service: the certificate cannot be read again, the old one stays: ${String(error)}`);
  }
}
