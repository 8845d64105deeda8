/**
 * A CardDAV server that lies as real ones do. It is a double: of sabre (Nextcloud, ownCloud, Baïkal), SOGo, DAViCal,
 * Cyrus, Radicale and Xandikos, as far as lying-dav-ways.ts says, made for tests of what a client believes over
 * months of changes, broken parts and restored backups.
 *
 * Without lies it is a correct server: principal, homes, books; PROPFIND, sync-collection (RFC 6578) with deletions
 * and pages, addressbook-query, addressbook-multiget and GET.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type DavQuestion, multistatus } from './dav-faults-answers.ts';
import { send } from './dav-faults-kinds.ts';
import {
  type Answered,
  bookProperties,
  failedResource,
  getCard,
  listing,
  properties,
  report,
  resource,
  status,
  type Told,
} from './lying-dav-answers.ts';
import type { LyingBook } from './lying-dav-book.ts';
import { brokenAnswer, type CardFault, type CollectionFault } from './lying-dav-faults.ts';
import type { Ways } from './lying-dav-ways.ts';

/** What the server keeps, and how it goes about it. */
export interface LyingSite {
  readonly ways: Ways;
  /** Paths of the homes that the principal names. */
  readonly homes: string[];
  /** Books that their homes list, by path. */
  readonly books: Map<string, LyingBook>;
  /** By path of a book or a home. */
  readonly brokenCollections: Map<string, CollectionFault>;
  /** Books that their home lists as failed. */
  readonly failedInHome: Set<string>;
  /** By path of a book, then by name. */
  readonly brokenCards: Map<string, Map<string, CardFault>>;
  /** What has been told of books, in order; a test empties it. */
  readonly told: Told[];
}

export function lyingSite(ways: Ways): LyingSite {
  return {
    ways,
    homes: [],
    books: new Map(),
    brokenCollections: new Map(),
    failedInHome: new Set(),
    brokenCards: new Map(),
    told: [],
  };
}

export interface LyingServer {
  readonly url: string;
  /** What it serves; a test puts another one here. */
  site: LyingSite;
  /** All requests so far. */
  requests: number;
  stop(): Promise<void>;
}

const principalPath = '/principals/john/';

export async function startLyingServer(site: LyingSite): Promise<LyingServer> {
  const http = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await once(http.listen(0, '127.0.0.1'), 'listening');

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const question: DavQuestion = {
      method: request.method ?? '',
      path: request.url ?? '',
      depth: String(request.headers['depth'] ?? ''),
      body: await text(request),
    };
    server.requests += 1;
    const { told = [], ...answer } = answerOf(question, server);
    server.site.told.push(...told);
    await send(answer, response);
  }

  const server: LyingServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    site,
    requests: 0,
    async stop() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}

function answerOf(question: DavQuestion, { site, requests }: LyingServer): Answered {
  const { method, path } = question;
  if (method === 'PROPFIND' && (path === '/' || path === principalPath)) {
    return principal(question, site);
  }
  const collection = [...site.homes, ...site.books.keys()].findLast((each) =>
    path.startsWith(each),
  );
  if (collection === undefined) return status(404);
  const fault = site.brokenCollections.get(collection);
  const book = site.books.get(collection);
  const right = book ? bookAnswer(question, book, site) : home(question, collection, site);
  const isWell = fault === 'fails every other time' && requests % 2 === 0;
  if (fault === undefined || isWell) return right;
  const { told: _, ...untold } = right;
  return brokenAnswer(fault, untold);
}

function principal({ path, body }: DavQuestion, { homes }: LyingSite): Answered {
  const hrefs = homes.map((home) => `<d:href>${home}</d:href>`).join('');
  const known: Record<string, string> = {
    resourcetype: '<d:resourcetype><d:collection/></d:resourcetype>',
    'current-user-principal': `<d:current-user-principal><d:href>${principalPath}</d:href></d:current-user-principal>`,
    ...(path === principalPath && {
      'addressbook-home-set': `<card:addressbook-home-set>${hrefs}</card:addressbook-home-set>`,
    }),
  };
  return multistatus(resource(path, known, properties(body)));
}

function home({ method, path, depth, body }: DavQuestion, at: string, site: LyingSite): Answered {
  if (path !== at) return status(404);
  if (method !== 'PROPFIND') return status(405);
  const wanted = properties(body);
  const collection = { resourcetype: '<d:resourcetype><d:collection/></d:resourcetype>' };
  const parts = [resource(at, collection, wanted)];
  const told: Told[] = [];
  for (const book of depth === '1' ? site.books.values() : []) {
    if (!book.path.startsWith(at)) continue;
    if (site.failedInHome.has(book.path)) {
      parts.push(failedResource(book.path, 500));
      continue;
    }
    const itself = bookProperties(book, site.ways, wanted);
    parts.push(resource(book.path, itself.known, wanted));
    told.push(...itself.told);
  }
  return { ...multistatus(parts.join('')), told };
}

function bookAnswer(question: DavQuestion, book: LyingBook, site: LyingSite): Answered {
  const broken = site.brokenCards.get(book.path) ?? new Map<string, CardFault>();
  const asked = { book, ways: site.ways, broken };
  const { method, path } = question;
  if (method === 'GET' && path !== book.path) return getCard(asked, path);
  if (path !== book.path) return status(404);
  if (method === 'PROPFIND') return listing(asked, question);
  return method === 'REPORT' ? report(asked, question) : status(405);
}
