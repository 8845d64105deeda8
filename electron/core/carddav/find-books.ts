/** Finds the address books at one address: the one that it is, those that it holds, or those of its principal. */
import { isSameBook } from '../../../shared/settings/book-address.ts';
import {
  bookName,
  isAddressBook,
  type PropertyAnswer,
  propfind,
  refuseFailedParts,
} from './book-properties.ts';
import { collectionAddress } from './destinations.ts';
import { invalidAnswer, statusError } from './errors.ts';
import type { DavResource } from './multistatus.ts';
import type { DavTransport } from './transport.ts';

export interface AddressBook {
  readonly url: string;
  /** See {@link bookName}. */
  readonly name: string;
  /** The collection that the server lists it in; none where the address asked was the book's own. */
  readonly home?: string;
}

/**
 * @returns none where the address answers as WebDAV does but leads to no book
 * @throws what the transport throws, `carddav-invalid-answer` or `carddav-incomplete`; never a part of the books
 */
export async function findBooks(url: URL, transport: DavTransport): Promise<AddressBook[]> {
  const { self, at } = await ask(url, '0', transport);
  if (isAddressBook(self)) return [addressBook(self, at.href)];
  const homes = homesOf(self, at);
  if (homes.length > 0) return await booksIn(homes, transport);
  if (at.pathname !== '/') {
    const held = await booksIn([at], transport);
    if (held.length > 0) return held;
  }
  const principal = self.props.get('current-user-principal')?.hrefs[0];
  if (principal === undefined) return [];
  const known = await ask(collectionAddress(principal, at), '0', transport);
  return await booksIn(homesOf(known.self, known.at), transport);
}

/** The books of all homes; a home that cannot be read is an error, as its books would seem to be gone. */
async function booksIn(homes: readonly URL[], transport: DavTransport): Promise<AddressBook[]> {
  const books = new Map<string, AddressBook>();
  for (const home of homes) {
    const { resources, at } = await ask(home, '1', transport);
    for (const resource of resources.filter(isAddressBook)) {
      const { href } = collectionAddress(resource.href, at);
      books.set(href, { ...addressBook(resource, href), home: at.href });
    }
  }
  return [...books.values()];
}

const properties =
  '<d:resourcetype/><d:displayname/><d:current-user-principal/><card:addressbook-home-set/>';

interface Answer extends PropertyAnswer {
  /** What the resource that was asked says of itself. */
  readonly self: DavResource;
}

async function ask(url: URL, depth: '0' | '1', transport: DavTransport): Promise<Answer> {
  const answer = withSelf(await propfind(url, depth, properties, transport));
  // RFC 5397: the server does not know yet who asks, and answers less to a stranger.
  const principal = answer.self.props.get('current-user-principal');
  if (!principal?.elements.includes('unauthenticated')) return answer;
  const init = { credentials: 'include' } as const;
  return withSelf(await propfind(url, depth, properties, transport, init));
}

function withSelf(answer: PropertyAnswer): Answer {
  refuseFailedParts(answer);
  const { resources, at } = answer;
  const self = resources.find(({ href }) => isSelf(href, at)) ?? resources[0];
  if (!self) throw invalidAnswer(at, 'it says nothing of the address asked');
  if ((self.status ?? 200) >= 400) throw statusError(self.status ?? 404, at);
  return { ...answer, self };
}

/** Whether the server means the address asked, whatever host it believes itself to be. */
function isSelf(href: string, at: URL): boolean {
  const { pathname } = new URL(href);
  return isSameBook(new URL(pathname, at).href, new URL(at.pathname, at).href);
}

function homesOf(principal: DavResource, at: URL): URL[] {
  const hrefs = principal.props.get('addressbook-home-set')?.hrefs ?? [];
  return hrefs.map((href) => collectionAddress(href, at));
}

function addressBook(resource: DavResource, url: string): AddressBook {
  return { url, name: bookName(resource, url) };
}
