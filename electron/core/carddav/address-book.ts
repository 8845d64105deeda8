/** The user's address book as contacts: its books are read into the cache, and contacts are made of that. */
import { briefRetries } from '../http/retry.ts';
import type { BookSource, CardCache } from '../store/card-cache.ts';
import type { DavCredentials } from './authentication.ts';
import { bookAbilities } from './book-properties.ts';
import { type BookChoice, booksToRead } from './books-to-read.ts';
import { listCards } from './collection-report.ts';
import { compareAll } from './comparison.ts';
import { discoverAddressBooks } from './discovery.ts';
import type { AddressBook } from './find-books.ts';
import { type ParsedBook, parsedCards } from './parsed-cards.ts';
import { readBook } from './read-book.ts';
import { type DavTransport, davTransport, type TransportOptions } from './transport.ts';

export interface AddressBookSource extends BookChoice {
  /** Whose address book it is, for the cache; empty where a token stands for the user. */
  readonly username: string;
  readonly credentials: DavCredentials;
  /** ISO 3166-1 alpha-2; reads numbers without a country code. */
  readonly defaultCountry: string | undefined;
}

export interface AddressBookReading extends ParsedBook {
  readonly requests: number;
  readonly bytes: number;
  /**
   * Whether the next read can ask for changes alone. After a first read it must compare all ETags once,
   * which is better done while nobody waits.
   */
  readonly followsChanges: boolean;
}

export interface ReadOptions {
  readonly transport?: TransportOptions;
}

/** Progress is reported after every so many cards. */
const cardsPerStep = 100;

/**
 * Updates the cache from the server and returns what is in it. The first read takes everything, later ones what
 * has changed; each counts as a whole or not at all, also one that only makes a preview.
 *
 * @param onProgress called with how many cards have arrived so far, and at the end with how many there are
 * @throws RolodialError with a `carddav-…` code; the cache is then as it was
 */
export async function readAddressBook(
  source: AddressBookSource,
  cache: CardCache,
  signal: AbortSignal,
  onProgress: (cards: number) => void,
  options: ReadOptions = {},
): Promise<AddressBookReading> {
  const transport = davTransport(source.credentials, signal, options.transport);
  const { defaultCountry } = source;
  // Cards that are cached already are parsed while the server works.
  const parsing = cachedAddressBook(source, defaultCountry, cache);
  const reading = readBooks(source, cache, transport, onProgress);
  const [read] = await Promise.allSettled([reading, parsing]);
  if (read.status === 'rejected') throw read.reason;
  const book = await parsedCards(cache).parse({ defaultCountry });
  onProgress(book.cards);
  return { ...book, ...transport.traffic, followsChanges: read.value };
}

/** @returns whether each book has a point from which the next read can go on */
async function readBooks(
  source: AddressBookSource,
  cache: CardCache,
  transport: DavTransport,
  onProgress: (cards: number) => void,
): Promise<boolean> {
  const origin = bookSource(source);
  const staging = cache.stage(origin);
  let cards = 0;
  const onCard = () => {
    cards += 1;
    if (cards % cardsPerStep === 0) onProgress(cards);
  };
  try {
    const results = [];
    for (const book of await booksToRead(source, cache.books(origin), transport)) {
      results.push(await readBook(book, { transport, cache, staging, onCard }));
    }
    staging.commit(results.map(({ book }) => book));
    return results.every(({ lacksToken }) => !lacksToken);
  } catch (error) {
    staging.discard();
    throw error;
  }
}

/** The contacts of the last complete read of this source, without asking the server; null before the first. */
export async function cachedAddressBook(
  source: Pick<AddressBookSource, 'url' | 'username'>,
  defaultCountry: string | undefined,
  cache: CardCache,
): Promise<ParsedBook | null> {
  if (cache.books(bookSource(source)).length === 0) return null;
  return await parsedCards(cache).parse({ defaultCountry });
}

/** The books at an address and how many cards each holds, to test what a person typed. */
export async function testAddressBook(
  { url, credentials }: Pick<AddressBookSource, 'url' | 'credentials'>,
  signal: AbortSignal,
): Promise<(AddressBook & { cards: number })[]> {
  const transport = davTransport(credentials, signal, { retries: briefRetries });
  const counted = [];
  for (const book of await discoverAddressBooks(url, transport)) {
    const { path, canQuery } = await bookAbilities(book.url, transport);
    const remote = { url: book.url, path, transport };
    const { changed } = await listCards(remote, canQuery, () => compareAll(new Map()));
    counted.push({ ...book, cards: changed.size });
  }
  return counted;
}

function bookSource({ url, username }: Pick<AddressBookSource, 'url' | 'username'>): BookSource {
  return { address: url, username };
}
