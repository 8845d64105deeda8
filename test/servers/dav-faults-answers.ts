/** What the mock of dav-faults.ts answers when nothing goes wrong: PROPFIND and the three reports. */
import type { OutgoingHttpHeaders } from 'node:http';
import {
  cardHref,
  cardName,
  decodedPath,
  type FaultyBook,
  type HrefStyle,
} from './dav-faults-book.ts';

/** A whole answer, before anything happens to it. */
export interface DavAnswer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
}

export interface DavQuestion {
  readonly method: string;
  readonly path: string;
  readonly depth: string;
  readonly body: string;
}

/** What is there, and how the server says it; a test may change its ways while it runs. */
export interface DavSite {
  readonly origin: string;
  readonly books: readonly FaultyBook[];
  hrefStyle: HrefStyle;
  /** Whether an address is escaped in XML: SOGo does not do it. */
  escapesHrefs: boolean;
  /** Cards per page of a sync-collection. */
  pageSize: number;
  /** Xandikos 0.2.8 answers 500 to a token that it does not know. */
  expiredTokenStatus: 403 | 500;
  /** Reports that the server claims to know. */
  reports: readonly string[];
}

export const principalPath = '/principals/john/';
export const homePath = '/home/john/';

export function answer(question: DavQuestion, site: DavSite): DavAnswer {
  const { method } = question;
  const path = decodedPath(question.path, site.origin) ?? '';
  if (path === '/.well-known/carddav') {
    return { status: 301, headers: { location: '/' }, body: '' };
  }
  if (method === 'OPTIONS') return plain(200, { dav: '1, 3, addressbook' });
  if (method === 'PROPFIND') return propfind({ ...question, path }, site);
  const book = site.books.find((each) => each.path === path);
  if (method === 'REPORT' && book) return report(question, book, site);
  if (method === 'GET') return card(question, site);
  return plain(book ? 405 : 404);
}

function plain(status: number, headers: Record<string, string> = {}): DavAnswer {
  return { status, headers: { 'content-type': 'text/plain', ...headers }, body: '' };
}

export function multistatus(inner: string): DavAnswer {
  return {
    status: 207,
    headers: { 'content-type': 'application/xml; charset=utf-8' },
    body: `<?xml version="1.0" encoding="utf-8"?>\n<d:multistatus xmlns:d="DAV:" xmlns:card="urn:ietf:params:xml:ns:carddav" xmlns:cs="http://calendarserver.org/ns/">${inner}</d:multistatus>\n`,
  };
}

type Properties = Readonly<Record<string, string>>;

/** The properties that a request asks for. */
function wantedIn(body: string): string[] {
  const empty = [...body.matchAll(/<(?:[\w-]+:)?([\w-]+)(?: [^<>]*)?\/>/g)];
  return empty.map(([, name]) => name ?? '');
}

function propfind({ path, depth, body }: DavQuestion, site: DavSite): DavAnswer {
  const wanted = wantedIn(body);
  const own = collectionProperties(path, site);
  if (!own) return plain(404);
  const asked = site.books.find((book) => book.path === path);
  const parts = [propertyResponse(asked ? bookHref(asked, site) : path, own, wanted)];
  if (depth === '1') {
    for (const book of path === homePath ? site.books : []) {
      const properties = collectionProperties(book.path, site) ?? {};
      parts.push(propertyResponse(bookHref(book, site), properties, wanted));
    }
    for (const [name, { etag }] of asked?.cards ?? []) {
      const href = asked ? hrefOf(asked, name, site) : '';
      const properties = { getetag: `<d:getetag>${xmlText(etag)}</d:getetag>` };
      parts.push(propertyResponse(href, properties, wanted));
    }
    if (asked) parts.push(...innerCollections(asked, wanted, site));
  }
  return multistatus(parts.join(''));
}

/** As XML text. */
function hrefOf(book: FaultyBook, name: string, site: DavSite): string {
  const href = cardHref(book, name, site.hrefStyle, site.origin);
  return site.escapesHrefs ? xmlText(href) : href;
}

/** A server that knows relative addresses does not write its collections so. */
function bookHref(book: FaultyBook, site: DavSite): string {
  if (site.hrefStyle !== 'relative') return hrefOf(book, '', site);
  return xmlText(cardHref(book, '', 'path', site.origin));
}

const aCollection = '<d:resourcetype><d:collection/></d:resourcetype>';

/** Whether a path is that of a collection in a book. */
function innerCollection(path: string, { books }: DavSite): boolean {
  return books.some((book) => book.collections.some((name) => path === book.path + name));
}

function innerCollections(book: FaultyBook, wanted: readonly string[], site: DavSite): string[] {
  const properties = { resourcetype: aCollection };
  return book.collections.map((name) =>
    propertyResponse(hrefOf(book, name, site), properties, wanted),
  );
}

function collectionProperties(path: string, site: DavSite): Properties | undefined {
  const common = {
    'current-user-principal': `<d:current-user-principal><d:href>${principalPath}</d:href></d:current-user-principal>`,
  };
  if (path === '/' || path === homePath) return { ...common, resourcetype: aCollection };
  if (path === principalPath) {
    return {
      ...common,
      resourcetype: '<d:resourcetype><d:collection/><d:principal/></d:resourcetype>',
      'addressbook-home-set': `<card:addressbook-home-set><d:href>${homePath}</d:href></card:addressbook-home-set>`,
    };
  }
  if (innerCollection(path, site)) return { ...common, resourcetype: aCollection };
  const book = site.books.find((each) => each.path === path);
  if (!book) return undefined;
  const reports = site.reports.map(
    (name) =>
      `<d:supported-report><d:report><${name === 'sync-collection' ? 'd' : 'card'}:${name}/></d:report></d:supported-report>`,
  );
  return {
    ...common,
    resourcetype: '<d:resourcetype><d:collection/><card:addressbook/></d:resourcetype>',
    displayname: `<d:displayname>${xmlText(book.displayName)}</d:displayname>`,
    'supported-report-set': `<d:supported-report-set>${reports.join('')}</d:supported-report-set>`,
    'sync-token': `<d:sync-token>${book.token}</d:sync-token>`,
    getctag: `<cs:getctag>${book.token}</cs:getctag>`,
  };
}

function propertyResponse(href: string, known: Properties, wanted: readonly string[]): string {
  const given = wanted.flatMap((name) => known[name] ?? []);
  const missing = wanted.filter((name) => known[name] === undefined).map((name) => `<d:${name}/>`);
  const propstat = (properties: string[], status: string) =>
    properties.length === 0
      ? ''
      : `<d:propstat><d:prop>${properties.join('')}</d:prop><d:status>HTTP/1.1 ${status}</d:status></d:propstat>`;
  return `<d:response><d:href>${href}</d:href>${propstat(given, '200 OK')}${propstat(missing, '404 Not Found')}</d:response>`;
}

function report({ body }: DavQuestion, book: FaultyBook, site: DavSite): DavAnswer {
  const href = (name: string) => hrefOf(book, name, site);
  if (body.includes('sync-collection')) return syncCollection(body, book, site);
  if (body.includes('addressbook-multiget')) {
    const asked = [...body.matchAll(/<(?:[\w-]+:)?href>([^<]*)</g)].map(([, each]) => each ?? '');
    const parts = asked.map((each) => {
      const name = cardName(book, plainText(each), site.origin);
      return name !== undefined && book.cards.has(name)
        ? cardResponse(href(name), book, name, true)
        : missingResponse(each);
    });
    return multistatus(parts.join(''));
  }
  const withCards = body.includes('address-data');
  return multistatus(
    [...book.cards.keys()].map((name) => cardResponse(href(name), book, name, withCards)).join(''),
  );
}

function syncCollection(body: string, book: FaultyBook, site: DavSite): DavAnswer {
  const token = /<(?:[\w-]+:)?sync-token>([^<]*)</.exec(body)?.[1] ?? '';
  const asked = Number(/<(?:[\w-]+:)?nresults>(\d+)</.exec(body)?.[1] ?? site.pageSize);
  const page = book.changesSince(plainText(token), Math.min(asked, site.pageSize));
  if (!page) {
    return {
      status: site.expiredTokenStatus,
      headers: { 'content-type': 'application/xml; charset=utf-8' },
      body: '<?xml version="1.0"?><d:error xmlns:d="DAV:"><d:valid-sync-token/></d:error>',
    };
  }
  const withCards = body.includes('address-data');
  const parts = page.changes.map(({ name, deleted }) => {
    const href = hrefOf(book, name, site);
    return deleted ? missingResponse(href) : cardResponse(href, book, name, withCards);
  });
  if (token === '') parts.push(...innerCollections(book, wantedIn(body), site));
  if (page.truncated) {
    parts.push(
      `<d:response><d:href>${bookHref(book, site)}</d:href><d:status>HTTP/1.1 507 Insufficient Storage</d:status><d:error><d:number-of-matches-within-limits/></d:error></d:response>`,
    );
  }
  return multistatus(`${parts.join('')}<d:sync-token>${page.token}</d:sync-token>`);
}

function card({ path }: DavQuestion, site: DavSite): DavAnswer {
  // A page for people, as sabre shows them.
  if (innerCollection(decodedPath(path, site.origin) ?? '', site)) {
    return { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Collection</h1>' };
  }
  for (const book of site.books) {
    const found = book.cards.get(cardName(book, path, site.origin) ?? '');
    if (!found) continue;
    const headers = { 'content-type': 'text/vcard; charset=utf-8', etag: found.etag };
    return { status: 200, headers, body: found.text };
  }
  return plain(404);
}

/** @param href as XML text, like those below */
function cardResponse(href: string, book: FaultyBook, name: string, withCard: boolean): string {
  const { text, etag } = book.cards.get(name) ?? { text: '', etag: '' };
  const address = withCard ? `<card:address-data>${xmlText(text)}</card:address-data>` : '';
  return `<d:response><d:href>${href}</d:href><d:propstat><d:prop><d:getetag>${xmlText(etag)}</d:getetag>${address}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`;
}

function missingResponse(href: string): string {
  return `<d:response><d:href>${href}</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>`;
}

function xmlText(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\r/g, '&#13;');
}

function plainText(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}
