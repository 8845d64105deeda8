/**
 * The window in a browser: the same page, commands and events as under Electron, over HTTP on loopback.
 * Access needs the printed address; see session.ts and origin-guard.ts.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { contentSecurityPolicy } from '../../../shared/contract/page.ts';
import type { Core } from '../../core/core.ts';
import type { Log } from '../../core/host.ts';
import { closeServer, listenAt } from '../../core/http/server.ts';
import { type CommandResult, refused, runCommand } from './commands.ts';
import { streamEvents } from './event-stream.ts';
import { isFromElsewhere, isOwnHost, isOwnOrigin } from './origin-guard.ts';
import { type Refusal, refusalPage } from './refusal-page.ts';
import { createSession, type Session } from './session.ts';
import { listStaticFiles, type StaticFile } from './static-files.ts';

/** On every answer: what the page may load and do, and that no other page may hold it. */
const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), usb=()',
};

/** The part of the core that the window uses. */
export type WindowCore = Pick<Core, 'handlers' | 'subscribe'>;

/** Answers requests for the window's own files, from whoever has been let in. */
export type PageServer = (
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
) => void | Promise<void>;

interface BuiltWindow {
  /** The folder of the built window: index.html and its assets. */
  readonly rendererFolder: string;
}

/** `npm run dev`: the page is that of the sources, and outlives the core behind it. */
interface WindowFromSources {
  readonly page: PageServer;
  /** The session of the core before, so that a window that is open stays open; a new one by default. */
  readonly session?: Session | undefined;
}

export type ServeOptions = (BuiltWindow | WindowFromSources) & {
  /** A free port is taken unless one is named. */
  readonly port?: number;
  readonly log: Log;
};

export interface ServedWindow {
  /** The address to open, with a token that works once. */
  readonly url: string;
  readonly session: Session;
  /** Stops listening and ends every connection; the core goes on. */
  close(): Promise<void>;
}

/** @throws the error of `listen` (`EADDRINUSE`), and RolodialError where the window was not built */
export async function serveWindow(core: WindowCore, options: ServeOptions): Promise<ServedWindow> {
  const page =
    'page' in options ? options.page : builtPage(await listStaticFiles(options.rendererFolder));
  const server = createServer();
  const port = await listenAt(server, options.port ?? 0, '127.0.0.1');
  const session = ('session' in options && options.session) || createSession(port);
  const place: Place = { core, page, session, port, log: options.log };
  server.on('request', (request, response) => {
    answer(place, request, response).catch((error: unknown) => {
      options.log(`serve: ${request.method} failed: ${String(error)}`);
      response.destroy();
    });
  });
  return {
    url: `http://127.0.0.1:${port}/?token=${session.token}`,
    session,
    close: () => closeServer(server),
  };
}

interface Place {
  readonly core: WindowCore;
  readonly page: PageServer;
  readonly session: Session;
  readonly port: number;
  readonly log: Log;
}

async function answer(
  place: Place,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  const { headers, method } = request;
  if (!isOwnHost(headers, place.port)) {
    place.log(`serve: refused a request for the host ${JSON.stringify(headers.host)}`);
    return send(response, 403, 'text/plain', 'This server answers to its own address only.\n');
  }
  const address = `http://${headers.host}${request.url}`;
  if (!URL.canParse(address)) return send(response, 400, 'text/plain', '');
  const url = new URL(address);
  if (url.pathname.startsWith('/api/')) return answerApi(place, request, response, url.pathname);
  if (method !== 'GET' && method !== 'HEAD') return send(response, 405, 'text/plain', '');
  return answerPage(place, request, response, url);
}

async function answerPage(
  { session, page }: Place,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const token = url.pathname === '/' ? url.searchParams.get('token') : null;
  const isOpen = session.isOpen(request.headers);
  if (token !== null) {
    const cookie = isOpen ? undefined : session.exchange(token);
    if (!isOpen && cookie === undefined) return refuse(request, response, 'used-token');
    if (cookie !== undefined) response.setHeader('Set-Cookie', cookie);
    return sendToStart(request, response);
  }
  if (!isOpen) return refuse(request, response, 'no-session');
  return page(request, response, url.pathname);
}

function builtPage(files: ReadonlyMap<string, StaticFile>): PageServer {
  return async (_, response, pathname) => {
    const file = files.get(pathname);
    if (!file) return send(response, 404, 'text/plain', 'There is nothing here.\n');
    const body = await file.read();
    const cache = file.immutable ? 'private, max-age=31536000, immutable' : 'no-store';
    send(response, 200, file.contentType, body, cache);
  };
}

async function answerApi(
  { core, session }: Place,
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): Promise<void> {
  const { headers, method } = request;
  if (isFromElsewhere(headers))
    return sendAnswer(response, refused(403, 'it comes from another site'));
  if (!session.isOpen(headers)) return sendAnswer(response, refused(401, 'there is no session'));
  const name = pathname.slice('/api/'.length);
  if (method === 'GET' && name === 'events') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    return streamEvents(core, response);
  }
  if (method !== 'POST') return sendAnswer(response, refused(405, 'commands are sent by POST'));
  if (!isOwnOrigin(headers))
    return sendAnswer(response, refused(403, 'its Origin is not this window'));
  return sendAnswer(response, await runCommand(name, request, core.handlers));
}

/**
 * Removes the token from the address bar. After a link on another site, a redirect would still count as
 * cross-site and be sent without the Strict cookie; a refresh of our own page is not.
 */
function sendToStart(request: IncomingMessage, response: ServerResponse): void {
  const elsewhere = isFromElsewhere(request.headers);
  response.setHeader(elsewhere ? 'Refresh' : 'Location', elsewhere ? '0; url=/' : '/');
  send(response, elsewhere ? 200 : 303, 'text/html; charset=utf-8', '');
}

function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const page = refusalPage(refusal, request.headers['accept-language']);
  send(response, 403, 'text/html; charset=utf-8', page);
}

function sendAnswer(response: ServerResponse, { status, answer }: CommandResult): void {
  send(response, status, 'application/json', JSON.stringify(answer));
}

function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Buffer,
  cache = 'no-store',
): void {
  // The rest of a refused body would be taken for the next request.
  if (status === 413) response.setHeader('Connection', 'close');
  response.writeHead(status, {
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': cache,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
