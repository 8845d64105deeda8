/** Which books are to be read: found at first by discovery, and from then on listed by their homes. */
import type { Unread } from '../../../shared/contract/unread.ts';
import { RolodialError } from '../../../shared/errors.ts';
import { bookKey } from '../../../shared/settings/book-address.ts';
import type { CachedBook } from '../store/cached-books.ts';
import { type ListedBook, listHome } from './book-properties.ts';
import { discoverAddressBooks } from './discovery.ts';
import type { DavTransport } from './transport.ts';
import { readEach, statusReason, unreadBook, unreadHome } from './unread.ts';

/** What the settings say. */
export interface BookChoice {
  /** Of a book, a home, a principal or a server, as a person types it. */
  readonly url: string;
  /** URLs of the books to read, the most important first; empty for all that are the user's. */
  readonly books: readonly string[];
}

export interface BookToRead {
  readonly url: string;
  readonly name: string;
  /** The collection that lists it; null where its own address was given. */
  readonly home: string | null;
  /** As it was after the last read, if there was one. */
  readonly cached: CachedBook | undefined;
  /** As its home lists it now, if that was asked. */
  readonly listed: ListedBook | undefined;
}

/** A book as a person is told of it. */
export interface NamedBook {
  readonly url: string;
  readonly name: string;
}

export interface BooksToRead {
  readonly books: readonly BookToRead[];
  /** The collections that list books, also those that list none. */
  readonly homes: readonly string[];
  /** Homes that could not be listed, and chosen books that were never read and are not there. */
  readonly unread: readonly Unread[];
  /** Books that were read before and are not there any more, while their home can be listed. */
  readonly gone: readonly CachedBook[];
  /** URLs of the books to read and of those that are gone, which keep their place. */
  readonly order: readonly string[];
  /** Books that are not read unless the settings name them. */
  readonly leftOut: readonly NamedBook[];
}

/**
 * The books to read.
 *
 * Books that the server makes itself, of all its users for example, are left out unless they are chosen or were
 * read before.
 *
 * @param known the books of the last read and the collections that listed them, none before the first; and the
 *   books of the same user at whatever address, which may be the same server's, written otherwise
 * @throws RolodialError `carddav-not-found` where there is nothing to read, or what discovery and the transport
 *   throw
 */
export async function booksToRead(
  choice: BookChoice,
  known: {
    readonly books: readonly CachedBook[];
    readonly homes: readonly string[];
    readonly ofUser: readonly CachedBook[];
    /** Whether the user has let a book go that was not there any more. */
    readonly isLetGo: (url: string) => boolean;
  },
  transport: DavTransport,
): Promise<BooksToRead> {
  const isFirst = known.books.length === 0;
  const found = isFirst
    ? await discover(choice, known.ofUser, transport)
    : await listAgain(known.books, known.homes, transport);
  // Of another address, only what the homes found now should list can be told to be gone.
  const cached = isFirst
    ? known.ofUser.filter(({ home }) => home !== null && found.homes.includes(home))
    : known.books;
  const rank = new Map(choice.books.map((url, index) => [bookKey(url), index]));
  const isChosen = ({ url }: { url: string }) => rank.size === 0 || rank.has(bookKey(url));
  const isNamed = ({ url }: { url: string }) => rank.has(bookKey(url));
  const isWanted = (book: FoundBook) =>
    isChosen(book) && (!book.isMadeByServer || isNamed(book) || book.cached !== undefined);

  const books = found.books
    .filter(isWanted)
    .toSorted((one, other) => rankOf(rank, one) - rankOf(rank, other));
  const there = new Set(found.books.map(({ url }) => bookKey(url)));
  const isGone = ({ url }: { url: string }) => !there.has(bookKey(url));
  const gone = cached.filter((book) => isChosen(book) && isGone(book));
  const wasRead = new Set(cached.map(({ url }) => bookKey(url)));
  const missing = choice.books
    .filter((url) => isGone({ url }) && !wasRead.has(bookKey(url)))
    .filter((url) => !known.isLetGo(url));
  const leftOut = found.books.filter((book) => rank.size === 0 && !isWanted(book));
  const [absent] = [...gone, ...missing.map((url) => ({ url, name: url }))];
  if (books.length === 0) {
    // What could not be listed may hold what seems to be gone.
    if (found.failure !== undefined) throw found.failure;
    throw absent ? bookGone(absent) : onlyLeftOut(choice.url, leftOut);
  }
  // Where every chosen book is there, nothing that a home may hold besides is wanted.
  const unreadHomes = rank.size > 0 && missing.length === 0 ? [] : found.unread;
  return {
    books,
    homes: found.homes,
    unread: [...unreadHomes, ...missing.map((url) => unreadBook(url, 'not-found'))],
    gone,
    order: ordered(books, gone, cached, rank),
    leftOut: leftOut.map(({ url, name }) => ({ url, name })),
  };
}

interface FoundBook extends BookToRead {
  readonly isMadeByServer: boolean;
}

interface Found extends Pick<BooksToRead, 'homes' | 'unread'> {
  readonly books: readonly FoundBook[];
  /** Why the first home that could not be listed could not; undefined where all could. */
  readonly failure: unknown;
}

/** @param ofUser books that may be among those that are found, read by another address */
async function discover(
  { url }: BookChoice,
  ofUser: readonly CachedBook[],
  transport: DavTransport,
): Promise<Found> {
  const found = await discoverAddressBooks(url, transport);
  const books = found.books.map((book): FoundBook => {
    const cached = ofUser.find((known) => bookKey(known.url) === bookKey(book.url));
    return { home: null, ...book, url: cached?.url ?? book.url, cached, listed: undefined };
  });
  return { ...found, books };
}

/** The books that were read before, and what their homes list besides. */
async function listAgain(
  cached: readonly CachedBook[],
  homes: readonly string[],
  transport: DavTransport,
): Promise<Found> {
  const asBefore = (book: CachedBook): FoundBook => ({
    ...{ url: book.url, name: book.name, home: book.home },
    ...{ cached: book, listed: undefined, isMadeByServer: false },
  });
  // A CTag is asked for only where there is no sync token to go by.
  const withCtags = cached.some(({ syncToken, ctag }) => syncToken === null && ctag !== null);
  // By its path, as a home may move its books to another host (iCloud).
  const knownAs = (path: string) => cached.find((book) => book.path === path);
  const unread: Unread[] = [];
  const byHome = new Map<string, FoundBook[]>();
  const list = async (home: string) => {
    const parts = await listHome(home, withCtags, transport);
    const books = parts.flatMap((part): readonly FoundBook[] => {
      const known = knownAs(part.path);
      if ('name' in part) {
        const { isMadeByServer, name } = part;
        const url = known?.url ?? part.url;
        return [{ url, name, home, cached: known, listed: part, isMadeByServer }];
      }
      if (known) return [asBefore(known)];
      unread.push(unreadBook(part.url, statusReason(part.status)));
      return [];
    });
    byHome.set(home, books);
  };
  // Where no home can be listed, the books that are known may still be read one by one.
  const { failed } = await readEach(homes, list, { mayAllFail: true });
  for (const { part: home, reason } of failed) {
    const known = cached.filter((book) => book.home === home);
    unread.push({ ...unreadHome(home, reason), isKnown: known.length > 0 });
    // Its books may be there all the same.
    byHome.set(home, known.map(asBefore));
  }
  // In the order of the homes, so that one that fails does not change which book names a number.
  const listed = homes.flatMap((home) => byHome.get(home) ?? []);
  return {
    books: [...cached.filter(({ home }) => home === null).map(asBefore), ...listed],
    homes,
    unread,
    failure: failed[0]?.error,
  };
}

/** A book that is gone stays before the one that it stood before, or where the settings put it. */
function ordered(
  books: readonly BookToRead[],
  gone: readonly CachedBook[],
  cached: readonly CachedBook[],
  rank: ReadonlyMap<string, number>,
): string[] {
  const order: { readonly url: string }[] = [...books];
  const isGone = new Set(gone.map(({ url }) => url));
  for (const [index, book] of cached.entries()) {
    if (!isGone.has(book.url)) continue;
    const later = new Set(cached.slice(index + 1).map(({ url }) => url));
    const at = order.findIndex(({ url }) => later.has(url));
    order.splice(at === -1 ? order.length : at, 0, book);
  }
  return order
    .toSorted((one, other) => rankOf(rank, one) - rankOf(rank, other))
    .map(({ url }) => url);
}

/** As the settings order them; the others in the order of the server. */
function rankOf(rank: ReadonlyMap<string, number>, { url }: { url: string }): number {
  return rank.get(bookKey(url)) ?? rank.size;
}

function bookGone({ url, name }: { url: string; name: string }): RolodialError {
  const { host } = new URL(url);
  return new RolodialError(
    'carddav-not-found',
    `The address book "${name}" is not at ${url} any more. Nothing was removed. If it should be gone, name the address books to read in carddav.books.`,
    { host, url, book: name },
  );
}

function onlyLeftOut(url: string, leftOut: readonly NamedBook[]): RolodialError {
  const names = leftOut.map((book) => `"${book.name}" (${book.url})`).join(', ');
  return new RolodialError(
    'carddav-not-found',
    `The server has no address book of yours at ${url}, only such as it makes itself: ${names}. To read one of them, name it in carddav.books.`,
    { url, host: URL.canParse(url) ? new URL(url).host : url, detail: names },
  );
}
