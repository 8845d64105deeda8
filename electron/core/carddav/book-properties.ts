/** What a server says of address books without reading them, by PROPFIND (RFC 4918 §9.1). */
import { lastPathPart } from '../../../shared/settings/book-address.ts';
import { pathOf } from './card-hrefs.ts';
import { collectionAddress } from './destinations.ts';
import { incompleteAnswer } from './errors.ts';
import {
  type DavResource,
  MultistatusError,
  type PropertyValue,
  readMultistatus,
  xmlRequest,
} from './multistatus.ts';
import { addressOf } from './request-addresses.ts';
import type { DavTransport } from './transport.ts';

/** What a PROPFIND found. */
export interface PropertyAnswer {
  /** With absolute addresses. */
  readonly resources: readonly DavResource[];
  /** Where redirects led. */
  readonly at: URL;
}

/**
 * @param properties as XML elements; `d:`, `card:` and `cs:` are declared
 * @throws what the transport throws, or as {@link readProperties}
 */
export async function propfind(
  url: URL,
  depth: '0' | '1',
  properties: string,
  transport: DavTransport,
  init: RequestInit = {},
): Promise<PropertyAnswer> {
  const body = `<d:propfind xmlns:d="DAV:" xmlns:card="urn:ietf:params:xml:ns:carddav" xmlns:cs="http://calendarserver.org/ns/">
  <d:prop>${properties}</d:prop>
</d:propfind>`;
  const response = await transport.fetch(url, { ...init, ...xmlRequest('PROPFIND', depth, body) });
  const at = new URL(response.url || url);
  return { resources: await readProperties(response, at), at };
}

/** A home of a thousand books is 1 MB; all that an answer holds is kept in memory. */
const longestAnswer = 32_000_000;

/**
 * Reads the answer to a PROPFIND to its end.
 *
 * @param url the address that was asked; relative addresses in the answer belong to it
 * @throws RolodialError `carddav-invalid-answer` where it is no multistatus, `carddav-incomplete` where it
 *   is cut off, not well-formed or empty (a resource that is there answers for itself, RFC 4918 §9.1)
 */
export async function readProperties(response: Response, url: URL): Promise<DavResource[]> {
  const resources: DavResource[] = [];
  const take = ({ href, status, props }: DavResource) => {
    const values = [...props].map(([name, value]) => [name, withAbsolute(value, url)] as const);
    resources.push({ href: absolute(href, url), status, props: new Map(values) });
  };
  await readMultistatus(response, url, take, longestAnswer);
  if (resources.length > 0) return resources;
  throw incompleteAnswer(url, new MultistatusError('it says nothing of the address asked'));
}

function withAbsolute(value: PropertyValue, base: URL): PropertyValue {
  return { ...value, hrefs: value.hrefs.map((href) => absolute(href, base)) };
}

function absolute(href: string, base: URL): string {
  const address = addressOf(href, base);
  if (address) return address.href;
  throw new MultistatusError(`"${href}" is not an address`);
}

/**
 * What of a home's list the server failed over, or does not say what it is: there may be books.
 *
 * @throws RolodialError `carddav-incomplete` where nothing else in the list is a book
 */
export function unclearParts({ resources, at }: PropertyAnswer): DavResource[] {
  const home = folderOf(at.href);
  const unclear = resources.filter(({ href, status = 200, props }) => {
    return (status >= 400 || !props.has('resourcetype')) && folderOf(href) !== home;
  });
  const [first] = unclear;
  if (!first || resources.some(isAddressBook)) return unclear;
  const what = first.status === undefined ? 'is not described' : `has status ${first.status}`;
  throw incompleteAnswer(at, new MultistatusError(`${first.href} ${what}`));
}

export function isAddressBook({ props }: DavResource): boolean {
  return props.get('resourcetype')?.elements.includes('addressbook') ?? false;
}

/** What a person calls a book: its display name, or the last part of its address. */
export function bookName({ props }: DavResource, url: string): string {
  return props.get('displayname')?.text || lastPathPart(url);
}

/** How a book can be read. */
export interface BookAbilities {
  /** The path that the server itself gives the book, see {@link pathOf}; with a slash at its end. */
  readonly path: string;
  /** `sync-collection` (RFC 6578) */
  readonly canSync: boolean;
  /** `addressbook-query` (RFC 6352 §8.6), also where the server does not say what it can do */
  readonly canQuery: boolean;
  /** It belongs to somebody else (`owner`, RFC 3744 §5.1). */
  readonly isShared: boolean;
}

/**
 * Asks for what costs a server nothing. Not for the sync token: Radicale 3.1.8 works it out from all cards,
 * which takes as long as sending them.
 */
export async function bookAbilities(url: string, transport: DavTransport): Promise<BookAbilities> {
  const properties = '<d:supported-report-set/><d:owner/><d:current-user-principal/>';
  const { resources } = await propfind(new URL(url), '0', properties, transport);
  const [book] = resources;
  const reports = book?.props.get('supported-report-set')?.elements ?? [];
  return {
    path: folderOf(book?.href ?? url),
    canSync: reports.includes('sync-collection'),
    canQuery: reports.length === 0 || reports.includes('addressbook-query'),
    isShared: isOthers(book, url),
  };
}

/** Whether a book belongs to another principal than the one that asks; Nextcloud tells it by the address, too. */
function isOthers(book: DavResource | undefined, url: string): boolean {
  const owner = principalOf(book, 'owner');
  const user = principalOf(book, 'current-user-principal');
  if (owner && user) return owner !== user;
  return /_shared_by_[^/]+\/?$/.test(new URL(url).pathname);
}

function principalOf(book: DavResource | undefined, property: string): string | undefined {
  const [href] = book?.props.get(property)?.hrefs ?? [];
  return href === undefined ? undefined : folderOf(href);
}

/** The book's CTag, an opaque string that changes with anything in the book; null where there is none. */
export async function bookCtag(url: string, transport: DavTransport): Promise<string | null> {
  const { resources } = await propfind(new URL(url), '0', '<cs:getctag/>', transport);
  return textOf(resources[0], 'getctag');
}

/** A book as the collection that holds it lists it. */
export interface ListedBook {
  readonly url: string;
  readonly name: string;
  readonly path: string;
  readonly syncToken: string | null;
  readonly ctag: string | null;
  /** Its creation date and resource id (RFC 4918 §15.1, RFC 5842 §3.1), as one text; null where it has neither. */
  readonly identity: string | null;
  /** See {@link isMadeByServer}. */
  readonly isMadeByServer: boolean;
}

/** Something at a home that may be a book: the server does not say. With the path as of a book. */
export type UnclearPart = Pick<ListedBook, 'url' | 'path'> & {
  /** Undefined where its properties have each their own. */
  readonly status: number | undefined;
};

/**
 * The books that a home holds, in one request and in the server's order.
 *
 * @param withCtags ask for CTags too; Radicale works them out from all cards
 */
export async function listHome(
  home: string,
  withCtags: boolean,
  transport: DavTransport,
): Promise<(ListedBook | UnclearPart)[]> {
  const properties = `<d:resourcetype/><d:displayname/><d:sync-token/><d:creationdate/><d:resource-id/>${withCtags ? '<cs:getctag/>' : ''}`;
  const answer = await propfind(new URL(home), '1', properties, transport);
  const unclear = new Set(unclearParts(answer));
  return answer.resources.flatMap((book) => {
    const path = folderOf(book.href);
    if (unclear.has(book)) return { url: book.href, path, status: book.status };
    if (!isAddressBook(book)) return [];
    const url = collectionAddress(book.href, new URL(home)).href;
    return {
      url,
      name: bookName(book, url),
      path,
      syncToken: textOf(book, 'sync-token'),
      ctag: textOf(book, 'getctag'),
      identity: identityOf(book),
      isMadeByServer: isMadeByServer(book, url),
    };
  });
}

function identityOf(book: DavResource): string | null {
  const created = textOf(book, 'creationdate');
  const id = book.props.get('resource-id')?.hrefs[0] ?? textOf(book, 'resource-id');
  return created === null && id === null ? null : JSON.stringify([created, id]);
}

/**
 * Whether a server makes the book itself, of all its users or of what an application has seen: Nextcloud's
 * `z-server-generated--system` and `z-app-generated--contactsinteraction--recent`, the company directory of SOGo.
 */
export function isMadeByServer({ props }: DavResource, url: string): boolean {
  if (props.get('resourcetype')?.elements.includes('directory')) return true;
  const { pathname } = new URL(url);
  if (/\/z-(?:server|app)-generated--[^/]*\/?$/.test(pathname)) return true;
  return /\/SOGo\/dav\/[^/]+\/Contacts\/(?:public|directory)\/?$/i.test(pathname);
}

/** Empty is as good as absent. */
function textOf(resource: DavResource | undefined, property: string): string | null {
  return resource?.props.get(property)?.text || null;
}

function folderOf(href: string): string {
  const path = pathOf(href, new URL(href));
  return path.endsWith('/') ? path : `${path}/`;
}
