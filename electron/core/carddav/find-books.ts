/** Finds the address books at one address: the one that it is, those that it holds, or those of its principal. */
import type { Unread } from '../../../shared/contract/unread.ts';
import { isSameBook } from '../../../shared/settings/book-address.ts';
import {
  bookName,
  isAddressBook,
  isMadeByServer,
  type PropertyAnswer,
  propfind,
  unclearParts,
} from './book-properties.ts';
import { collectionAddress } from './destinations.ts';
import { invalidAnswer } from './errors.ts';
import type { DavResource } from './multistatus.ts';
import { statusError } from './status-errors.ts';
import type { DavTransport } from './transport.ts';
import { readEach, statusReason, unreadBook, unreadHome } from './unread.ts';

export interface AddressBook {
  readonly url: string;
  /** See {@link bookName}. */
  readonly name: string;
  /** The collection that the server lists it in; none where the address asked was the book's own. */
  readonly home?: string;
  /** See {@link isMadeByServer}. */
  readonly isMadeByServer: boolean;
}

export interface FoundBooks {
  readonly books: readonly AddressBook[];
  /** The collections that list books, also those that list none now, or cannot be read. */
  readonly homes: readonly string[];
  /** The homes that could not be read, and parts of homes that may be books. */
  readonly unread: readonly Unread[];
  /** Why the first of those homes could not be read; undefined where all could. */
  readonly failure: unknown;
}

const nothing: FoundBooks = { books: [], homes: [], unread: [], failure: undefined };

/**
 * @returns no books where the address answers as WebDAV does but leads to none
 * @throws what the transport throws, `carddav-invalid-answer` or `carddav-incomplete`, where there are books that
 *   cannot be read, and none that can
 */
export async function findBooks(url: URL, transport: DavTransport): Promise<FoundBooks> {
  const { self, at } = await ask(url, '0', transport);
  if (isAddressBook(self)) return { ...nothing, books: [addressBook(self, at.href)] };
  const homes = homesOf(self);
  if (homes.length > 0) return await booksIn(homes, at, transport);
  if (at.pathname !== '/') {
    const held = await booksIn([at.href], at, transport);
    if (held.books.length > 0) return held;
  }
  const principal = self.props.get('current-user-principal')?.hrefs[0];
  if (principal === undefined) return nothing;
  const known = await ask(collectionAddress(principal, at), '0', transport);
  return await booksIn(homesOf(known.self), known.at, transport);
}

/** The books of all homes; one of several homes that cannot be read is set aside and told. */
async function booksIn(
  homes: readonly string[],
  principal: URL,
  transport: DavTransport,
): Promise<FoundBooks> {
  const books = new Map<string, AddressBook>();
  const unread: Unread[] = [];
  const places = new Map<string, string>();
  const { failed } = await readEach(homes, async (home) => {
    const answer = await ask(collectionAddress(home, principal), '1', transport);
    const { resources, at } = answer;
    for (const { href, status } of unclearParts(answer)) {
      unread.push(unreadBook(href, statusReason(status)));
    }
    for (const resource of resources.filter(isAddressBook)) {
      const { href } = collectionAddress(resource.href, at);
      books.set(href, { ...addressBook(resource, href), home: at.href });
    }
    places.set(home, at.href);
  });
  const [failure] = failed;
  if (failure && books.size === 0) throw failure.error;
  return {
    books: [...books.values()],
    failure: failure?.error,
    // In the server's order, which decides what of two books names a number.
    homes: [...new Set(homes.map((home) => places.get(home) ?? home))],
    unread: [...unread, ...failed.map(({ part, reason }) => unreadHome(part, reason))],
  };
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

function homesOf(principal: DavResource): readonly string[] {
  return principal.props.get('addressbook-home-set')?.hrefs ?? [];
}

function addressBook(resource: DavResource, url: string): AddressBook {
  return {
    url,
    name: bookName(resource, url),
    isMadeByServer: isMadeByServer(resource, url),
  };
}
