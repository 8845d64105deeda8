/** Which books are to be read: found once, and then looked after in the collection that holds them. */
import { RolodialError } from '../../../shared/errors.ts';
import { bookKey } from '../../../shared/settings/book-address.ts';
import type { CachedBook } from '../store/card-cache.ts';
import { type ListedBook, listBooks } from './book-state.ts';
import { discoverAddressBooks } from './discover.ts';
import type { WantedBook } from './read-book.ts';
import type { DavTransport } from './transport.ts';

/** What the settings say. */
export interface BookChoice {
  /** Of a book, a home, a principal or a server, as a person types it. */
  readonly url: string;
  /** URLs of the books to read; empty for all that there are. */
  readonly books: readonly string[];
}

export interface BookToRead {
  readonly wanted: WantedBook;
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
  const books = await booksThatThereAre(choice, cached, transport);
  const there = new Set(books.map(({ wanted }) => bookKey(wanted.url)));
  const chosen = choice.books.map(bookKey);
  const isChosen = (url: string) => chosen.length === 0 || chosen.includes(bookKey(url));
  for (const { url, name } of cached) {
    if (isChosen(url) && !there.has(bookKey(url))) throw bookGone(url, name);
  }
  for (const url of choice.books) if (!there.has(bookKey(url))) throw bookGone(url, url);
  return books.filter(({ wanted }) => isChosen(wanted.url));
}

async function booksThatThereAre(
  { url }: BookChoice,
  cached: readonly CachedBook[],
  transport: DavTransport,
): Promise<BookToRead[]> {
  if (cached.length === 0) {
    const found = await discoverAddressBooks(url, transport);
    return found.map(({ home = null, ...book }) => ({
      wanted: { ...book, home },
      cached: undefined,
      listed: undefined,
    }));
  }
  const homes = new Set(cached.flatMap(({ home }) => home ?? []));
  const direct = cached.filter(({ home }) => home === null);
  // A CTag is asked for only where it is all that there is to go by.
  const withCtags = cached.some(({ syncToken, ctag }) => syncToken === null && ctag !== null);
  const lists = [];
  for (const home of homes) {
    for (const listed of await listBooks(home, withCtags, transport)) {
      const standing = cached.find(({ path }) => path === listed.path);
      const { name } = listed;
      lists.push({
        wanted: { url: standing?.url ?? listed.url, name, home },
        cached: standing,
        listed,
      });
    }
  }
  return [...direct.map((book) => ({ wanted: book, cached: book, listed: undefined })), ...lists];
}

function bookGone(url: string, name: string): RolodialError {
  const { host } = new URL(url);
  return new RolodialError(
    'carddav-not-found',
    `The address book "${name}" is not at ${url} any more. Nothing was removed. If it should be gone, name the address books to read in carddav.books.`,
    { host, url, book: name },
  );
}
