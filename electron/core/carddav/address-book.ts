/** The user's address book as contacts: its books are read into the cache, and contacts are made of that. */
import { readContacts } from '../../../shared/contact/read.ts';
import type { Unread } from '../../../shared/contract/unread.ts';
import { briefRetries } from '../http/retry.ts';
import type { BookSource, CachedBook } from '../store/cached-books.ts';
import type { CardCache, ReadBook, ReadBooks } from '../store/card-cache.ts';
import type { DavCredentials } from './authentication.ts';
import { bookAbilities } from './book-properties.ts';
import type { BookResult } from './book-reading.ts';
import { type BookChoice, booksToRead, type NamedBook } from './books-to-read.ts';
import { listCards } from './collection-report.ts';
import { compareAll } from './comparison.ts';
import { discoverAddressBooks } from './discovery.ts';
import type { AddressBook } from './find-books.ts';
import { type ParsedBook, parsedCards } from './parsed-cards.ts';
import { isUnchanged, readBook } from './read-book.ts';
import { addressOf } from './request-addresses.ts';
import { type DavTransport, davTransport, type TransportOptions } from './transport.ts';
import { readEach } from './unread.ts';

export interface AddressBookSource extends BookChoice {
  /** Whose address book it is, for the cache; empty where a token stands for the user. */
  readonly username: string;
  readonly credentials: DavCredentials;
  /** ISO 3166-1 alpha-2; reads numbers without a country code. */
  readonly defaultCountry: string | undefined;
}

export interface ReadingOptions {
  /** Compare all cards with what is known, whatever the server says of changes. */
  readonly full?: boolean;
  /** Milliseconds since 1970; the system's clock where it is left out. */
  readonly now?: () => number;
  readonly transport?: TransportOptions;
}

/** The contacts of an address book, with what to make of several books. */
export interface KnownAddressBook extends ParsedBook {
  /** URLs of the books: of two that hold one number, the first names it. */
  readonly precedence: readonly string[];
}

export interface AddressBookReading extends KnownAddressBook {
  readonly requests: number;
  readonly bytes: number;
  /**
   * Whether the next read can ask for changes alone. After a first read it must compare all ETags once,
   * which is better done while nobody waits.
   */
  readonly followsChanges: boolean;
  /** What is there and could not be read; what is known of it is still among the contacts. */
  readonly unread: readonly Unread[];
  /** How many cards a comparison of all found that the server had not told of. */
  readonly missed: number;
  /** Books that are not there any more; their contacts are still among the contacts. */
  readonly goneBooks: readonly NamedBook[];
  /** Books that are not read unless the settings name them, and that no report has told yet. */
  readonly leftOut: readonly NamedBook[];
}

/** Progress is reported after every so many cards. */
const cardsPerStep = 100;

/**
 * Updates the cache from the server and returns what is in it. The first read takes everything, later ones what
 * has changed; each book counts as a whole or not at all, also in a read that only makes a preview.
 *
 * @param onProgress called with how many cards have arrived so far, and at the end with how many there are
 * @throws RolodialError with a `carddav-…` code where nothing at all can be read; the cache is then as it was
 */
export async function readAddressBook(
  source: AddressBookSource,
  cache: CardCache,
  signal: AbortSignal,
  onProgress: (cards: number) => void,
  options: ReadingOptions = {},
): Promise<AddressBookReading> {
  const transport = davTransport(source.credentials, signal, options.transport);
  const { defaultCountry } = source;
  // Cards that are cached already are parsed while the server works.
  const parsing = cachedAddressBook(source, defaultCountry, cache);
  const reading = readBooks(source, cache, transport, onProgress, options);
  const [read] = await Promise.allSettled([reading, parsing]);
  if (read.status === 'rejected') throw read.reason;
  const book = await parsedCards(cache).parse({ defaultCountry });
  onProgress(book.cards);
  const precedence = precedenceOf(cache.books(bookSource(source)));
  return { ...book, ...transport.traffic, ...read.value, precedence };
}

type BooksReading = Omit<AddressBookReading, keyof KnownAddressBook | 'requests' | 'bytes'>;

async function readBooks(
  source: AddressBookSource,
  cache: CardCache,
  transport: DavTransport,
  onProgress: (cards: number) => void,
  { full = false, now = Date.now }: ReadingOptions,
): Promise<BooksReading> {
  const origin = bookSource(source);
  const staging = cache.stage(origin);
  let cards = 0;
  const onCard = () => {
    cards += 1;
    if (cards % cardsPerStep === 0) onProgress(cards);
  };
  try {
    const known = {
      books: cache.books(origin),
      homes: cache.homes(origin),
      ofUser: cache.booksOfUser(origin),
      isLetGo: cache.isLetGo,
    };
    const wanted = await booksToRead(source, known, transport);
    const { results, failed } = await readEach(wanted.books, async (book) => {
      try {
        return await readBook(book, { transport, cache, staging, full, now, onCard });
      } catch (error) {
        staging.restart(book.url);
        throw error;
      }
    });
    const unreadBooks = failed.map(({ part: { url, name, cached, listed }, reason }): Unread => {
      const isCurrent = cached && listed && isUnchanged(cached, listed);
      const isKnown = cached !== undefined;
      return { book: url, name, reason, isKnown, ...(isCurrent && { isCurrent }) };
    });
    const unreadCards = results.flatMap(({ book }) => unreadOf(book, cache));
    const asBefore = failed.flatMap(({ part: { cached } }) => cached ?? []);
    const absent = wanted.gone.map((book) => ({ ...book, absence: book.absence ?? 'noticed' }));
    const read: ReadBooks = {
      books: inOrder(wanted.order, results, [...asBefore, ...absent], cache),
      homes: wanted.homes,
    };
    staging.commit(read);
    return {
      followsChanges: results.every(({ lacksToken }) => !lacksToken),
      unread: [...wanted.unread, ...unreadBooks, ...unreadCards],
      missed: results.reduce((sum, { missed }) => sum + missed, 0),
      goneBooks: absent
        .filter(({ absence }) => absence !== 'kept')
        .map(({ url, name }) => ({ url, name })),
      leftOut: wanted.leftOut.filter(({ url }) => !cache.isNotedLeftOut(url)),
    };
  } catch (error) {
    staging.discard();
    throw error;
  }
}

/** @param order URLs */
function inOrder(
  order: readonly string[],
  results: readonly BookResult[],
  others: readonly CachedBook[],
  cache: CardCache,
): ReadBook[] {
  const rank = new Map(order.map((url, index) => [url, index]));
  const asBefore = others.map((book) => ({
    ...book,
    unread: cache.unread(book.url),
    whole: false,
  }));
  const books = [...results.map(({ book }) => book), ...asBefore];
  const rankOf = ({ url }: ReadBook) => rank.get(url) ?? rank.size;
  return books.toSorted((one, other) => rankOf(one) - rankOf(other));
}

function unreadOf({ url, name, unread }: ReadBook, cache: CardCache): Unread[] {
  return unread.map(({ name: cardName, href, reason }) => {
    const text = cache.text(url, cardName);
    const contact =
      text === undefined ? '' : (readContacts({ href, text }).contacts[0]?.name ?? '');
    return {
      ...{ book: url, name, card: addressIn(url, href), reason, isKnown: text !== undefined },
      ...(contact !== '' && { contact }),
    };
  });
}

/** For a person to find the card. */
function addressIn(book: string, href: string): string {
  return addressOf(href, new URL(book))?.href ?? href;
}

/** The contacts of the last complete read of this source, without asking the server; null before the first. */
export async function cachedAddressBook(
  source: Pick<AddressBookSource, 'url' | 'username'>,
  defaultCountry: string | undefined,
  cache: CardCache,
): Promise<KnownAddressBook | null> {
  const books = cache.books(bookSource(source));
  if (books.length === 0) return null;
  const parsed = await parsedCards(cache).parse({ defaultCountry });
  return { ...parsed, precedence: precedenceOf(books) };
}

/** The user's own books before those of others. */
function precedenceOf(books: readonly CachedBook[]): string[] {
  const classOf = ({ isShared }: CachedBook) => Number(isShared);
  return books.toSorted((one, other) => classOf(one) - classOf(other)).map(({ url }) => url);
}

/** A book that the server has, and how many cards it holds; null where it cannot be read. */
export type TestedBook = AddressBook & { readonly cards: number | null };

/** The books at an address, to test what a person typed. */
export async function testAddressBook(
  { url, credentials }: Pick<AddressBookSource, 'url' | 'credentials'>,
  signal: AbortSignal,
): Promise<TestedBook[]> {
  const transport = davTransport(credentials, signal, { retries: briefRetries });
  const { books } = await discoverAddressBooks(url, transport);
  const { results, failed } = await readEach(books, async (book) => {
    const { path, canQuery } = await bookAbilities(book.url, transport);
    const remote = { url: book.url, path, transport };
    const { changed } = await listCards(remote, canQuery, () => compareAll(new Map()));
    return { ...book, cards: changed.size };
  });
  const unread = failed.map(({ part }) => ({ ...part, cards: null }));
  const tested = new Map([...results, ...unread].map((book) => [book.url, book]));
  return books.flatMap((book) => tested.get(book.url) ?? []);
}

function bookSource({ url, username }: Pick<AddressBookSource, 'url' | 'username'>): BookSource {
  return { address: url, username };
}
