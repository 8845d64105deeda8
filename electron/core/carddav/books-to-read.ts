/** Which books are to be read: found at first by discovery, and from then on listed by their homes. */
import { RolodialError } from '../../../shared/errors.ts';
import { bookKey } from '../../../shared/settings/book-address.ts';
import type { CachedBook } from '../store/card-cache.ts';
import { type ListedBook, listHome } from './book-properties.ts';
import { discoverAddressBooks } from './discovery.ts';
import type { DavTransport } from './transport.ts';

/** What the settings say. */
export interface BookChoice {
  /** Of a book, a home, a principal or a server, as a person types it. */
  readonly url: string;
  /** URLs of the books to read; empty for all that there are. */
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

/**
 * The books to read. A book that was read before and is gone is an error, and so is a chosen one that is not
 * there: its contacts must not go because of what may be a mistake on the server.
 *
 * @param cached the books of the last read; none before the first
 * @throws RolodialError `carddav-not-found` that names the book, or what discovery and the transport throw
 */
export async function booksToRead(
  choice: BookChoice,
  cached: readonly CachedBook[],
  transport: DavTransport,
): Promise<BookToRead[]> {
  const books = await listBooks(choice, cached, transport);
  const there = new Set(books.map(({ url }) => bookKey(url)));
  const chosen = new Set(choice.books.map(bookKey));
  const isChosen = (url: string) => chosen.size === 0 || chosen.has(bookKey(url));
  for (const { url, name } of cached) {
    if (isChosen(url) && !there.has(bookKey(url))) throw bookGone(url, name);
  }
  for (const url of choice.books) if (!there.has(bookKey(url))) throw bookGone(url, url);
  return books.filter(({ url }) => isChosen(url));
}

/** All books at the address. */
async function listBooks(
  { url }: BookChoice,
  cached: readonly CachedBook[],
  transport: DavTransport,
): Promise<BookToRead[]> {
  if (cached.length === 0) {
    const found = await discoverAddressBooks(url, transport);
    return found.map((book) => ({ home: null, ...book, cached: undefined, listed: undefined }));
  }
  const books: BookToRead[] = cached
    .filter(({ home }) => home === null)
    .map((book) => ({ ...book, cached: book, listed: undefined }));
  const homes = new Set(cached.flatMap(({ home }) => home ?? []));
  // A CTag is asked for only where there is no sync token to go by.
  const withCtags = cached.some(({ syncToken, ctag }) => syncToken === null && ctag !== null);
  for (const home of homes) {
    for (const listed of await listHome(home, withCtags, transport)) {
      // By its path, as a home may move its books to another host (iCloud).
      const known = cached.find(({ path }) => path === listed.path);
      books.push({ url: known?.url ?? listed.url, name: listed.name, home, cached: known, listed });
    }
  }
  return books;
}

function bookGone(url: string, name: string): RolodialError {
  const { host } = new URL(url);
  return new RolodialError(
    'carddav-not-found',
    `The address book "${name}" is not at ${url} any more. Nothing was removed. If it should be gone, name the address books to read in carddav.books.`,
    { host, url, book: name },
  );
}
