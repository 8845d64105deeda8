/** What a server says of address books without reading them: what it can do with one, and whether one has changed. */
import { bookName } from './books-at.ts';
import { collectionAddress } from './destinations.ts';
import { incompleteAnswer } from './errors.ts';
import { pathOf } from './members.ts';
import { MultistatusError } from './multistatus.ts';
import { type PropertyResource, readProperties } from './properties.ts';
import type { DavTransport } from './transport.ts';

/** How a book can be read. */
export interface BookAbilities {
  /** The path that the server itself gives the book, see `pathOf`; with a slash at its end. */
  readonly path: string;
  /** `sync-collection` (RFC 6578) */
  readonly canSync: boolean;
  /** `addressbook-query` (RFC 6352 §8.6), also where the server does not say what it can do */
  readonly canQuery: boolean;
}

/**
 * Asks for what costs a server nothing. Not for the sync token: Radicale 3.1.8 works it out from all cards,
 * which takes as long as sending them.
 */
export async function bookAbilities(url: string, transport: DavTransport): Promise<BookAbilities> {
  const [book] = await properties(url, '0', '<d:supported-report-set/>', transport);
  const reports = book?.props.get('supported-report-set')?.elements ?? [];
  return {
    path: folderOf(book?.href ?? url),
    canSync: reports.includes('sync-collection'),
    canQuery: reports.length === 0 || reports.includes('addressbook-query'),
  };
}

/** The book's CTag, an opaque string that is another whenever anything in the book is; null where there is none. */
export async function bookCtag(url: string, transport: DavTransport): Promise<string | null> {
  const [book] = await properties(url, '0', '<cs:getctag/>', transport);
  return textOf(book, 'getctag');
}

/** A book as the collection that holds it lists it. */
export interface ListedBook {
  readonly url: string;
  readonly name: string;
  readonly path: string;
  readonly syncToken: string | null;
  readonly ctag: string | null;
}

/**
 * The books that a home holds, in one request.
 *
 * @param withCtags ask for CTags too; Radicale works them out from all cards
 */
export async function listBooks(
  home: string,
  withCtags: boolean,
  transport: DavTransport,
): Promise<ListedBook[]> {
  const wanted = `<d:resourcetype/><d:displayname/><d:sync-token/>${withCtags ? '<cs:getctag/>' : ''}`;
  const members = await properties(home, '1', wanted, transport);
  const failed = members.find(({ status = 200 }) => status >= 500);
  if (failed) {
    const cause = new MultistatusError(`${failed.href} failed with status ${failed.status}`);
    throw incompleteAnswer(new URL(home), cause);
  }
  return members
    .filter(({ props }) => props.get('resourcetype')?.elements.includes('addressbook'))
    .map((book) => ({ book, url: collectionAddress(book.href, new URL(home)).href }))
    .map(({ book, url }) => ({
      url,
      name: bookName(book, url),
      path: folderOf(book.href),
      syncToken: textOf(book, 'sync-token'),
      ctag: textOf(book, 'getctag'),
    }));
}

async function properties(
  url: string,
  depth: '0' | '1',
  wanted: string,
  transport: DavTransport,
): Promise<PropertyResource[]> {
  const response = await transport.fetch(url, {
    method: 'PROPFIND',
    headers: { 'content-type': 'application/xml; charset=utf-8', depth },
    body: `<?xml version="1.0" encoding="utf-8"?>
<d:propfind xmlns:d="DAV:" xmlns:cs="http://calendarserver.org/ns/"><d:prop>${wanted}</d:prop></d:propfind>`,
  });
  return await readProperties(response, new URL(url));
}

/** Empty is as good as absent. */
function textOf(resource: PropertyResource | undefined, property: string): string | null {
  return resource?.props.get(property)?.text || null;
}

function folderOf(href: string): string {
  const path = pathOf(href, new URL(href)) ?? '/';
  return path.endsWith('/') ? path : `${path}/`;
}
