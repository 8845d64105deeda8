/**
 * A CardDAV server that can be told to go wrong. It is a mock, made to break the reading of an address book
 * in every way that a network and a server can; how real servers answer is tested with Radicale and Xandikos.
 *
 * Without faults it serves a small site properly: `/` → principal → home → books, addressbook-query,
 * addressbook-multiget, and sync-collection with tokens and pages.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { answer, type DavSite, homePath, principalPath } from './dav-faults-answers.ts';
import { encodePath, FaultyBook } from './dav-faults-book.ts';
import { type Fault, send } from './dav-faults-kinds.ts';
import { type Login, noLogin } from './dav-faults-login.ts';

type SiteOptions = Partial<
  Pick<DavSite, 'hrefStyle' | 'escapesHrefs' | 'pageSize' | 'expiredTokenStatus' | 'reports'>
>;

export interface FaultyServerOptions extends SiteOptions {
  /** Books by the last part of their path and their display name; default: one, `contacts`. */
  readonly books?: Readonly<Record<string, string>>;
  /** How one logs in; default: not at all. */
  readonly login?: Login;
}

/** A request that arrived. */
interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly depth: string;
  readonly authorization: string;
  readonly body: string;
}

/** Which requests a fault is for; what is left out, may be anything. */
interface FaultAim {
  readonly method?: string;
  readonly path?: string;
  /** A word in the request's body: `sync-collection`, `addressbook-query`… */
  readonly asking?: string;
  /** How many such requests go wrong; default 1. */
  readonly times?: number;
  /** How many such requests go right first; default 0. */
  readonly after?: number;
}

export interface FaultyServer {
  readonly rootUrl: string;
  readonly principalUrl: string;
  readonly homeUrl: string;
  /** Of the first book. */
  readonly bookUrl: string;
  /** The first book. */
  readonly book: FaultyBook;
  readonly books: readonly FaultyBook[];
  readonly site: DavSite;
  /** Every request, in the order of arrival. */
  readonly requests: SeenRequest[];
  /** Plans a fault; the first planned that fits a request happens to it. */
  fault(fault: Fault, aim?: FaultAim): void;
  /** Forgets all planned faults. */
  heal(): void;
  stop(): Promise<void>;
}

export async function startFaultyServer(options: FaultyServerOptions = {}): Promise<FaultyServer> {
  const { login = noLogin, books: names = { contacts: 'Contacts' }, ...siteOptions } = options;
  const books = Object.entries(names).map(
    ([part, displayName]) => new FaultyBook(`${homePath}${part}/`, displayName),
  );
  const [book] = books;
  if (!book) throw new Error('the mock needs a book');
  const requests: SeenRequest[] = [];
  let planned: { fault: Fault; aim: FaultAim; seen: number }[] = [];

  const server = createServer((request, response) => {
    // A fault that destroys its own connection has done what it was for.
    handle(request, response).catch(() => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const site: DavSite = {
    origin,
    books,
    hrefStyle: 'path',
    escapesHrefs: true,
    pageSize: Number.POSITIVE_INFINITY,
    expiredTokenStatus: 403,
    reports: ['sync-collection', 'addressbook-query', 'addressbook-multiget'],
    ...siteOptions,
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const seen: SeenRequest = {
      method: request.method ?? '',
      path: request.url ?? '',
      depth: String(request.headers['depth'] ?? ''),
      authorization: request.headers.authorization ?? '',
      body: await text(request),
    };
    requests.push(seen);
    const fault = planned.find((plan) => concerns(plan, seen))?.fault ?? send;
    const refusal = login(seen);
    await fault(refusal ?? answer(seen, site), response);
  }

  /** Counts the request where it fits. */
  function concerns(plan: (typeof planned)[number], request: SeenRequest): boolean {
    const { method, path, asking, times = 1, after = 0 } = plan.aim;
    if (method !== undefined && method !== request.method) return false;
    if (path !== undefined && path !== request.path) return false;
    if (asking !== undefined && !request.body.includes(asking)) return false;
    plan.seen += 1;
    return plan.seen > after && plan.seen <= after + times;
  }

  return {
    rootUrl: `${origin}/`,
    principalUrl: origin + principalPath,
    homeUrl: origin + homePath,
    bookUrl: origin + encodePath(book.path),
    book,
    books,
    site,
    requests,
    fault(fault, aim = {}) {
      planned.push({ fault, aim, seen: 0 });
    },
    heal() {
      planned = [];
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
