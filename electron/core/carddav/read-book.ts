/** Reads one book the cheapest way that is correct: all of it the first time, what has changed later on. */
import { withoutPictures } from '../../../shared/contact/vcard.ts';
import type { CachedBook, CardCache, ReadBook, Staging } from '../store/card-cache.ts';
import type { CachedCard } from '../store/staged-cards.ts';
import { type BookAbilities, bookAbilities, bookCtag, type ListedBook } from './book-properties.ts';
import type { BookToRead } from './books-to-read.ts';
import { changesSince, listCards, queryCards, type RemoteBook } from './collection-report.ts';
import { type Comparison, compareAll, compareChanges, type ListedCard } from './comparison.ts';
import { isOtherBook, isRefusal, tokenRefusals } from './errors.ts';
import { fetchCards } from './fetch-cards.ts';
import type { DavTransport } from './transport.ts';

/** Where a read takes from and puts to. */
export interface BookReading {
  readonly transport: DavTransport;
  readonly cache: CardCache;
  readonly staging: Staging;
  /** Called for each card that arrives. */
  readonly onCard: () => void;
}

/** What a read of a book came to. */
export interface BookResult {
  readonly book: ReadBook;
  /** The server would give a sync token, but this read did not ask for one. */
  readonly lacksToken: boolean;
}

/** @throws RolodialError; what was staged must then be discarded */
export async function readBook(wanted: BookToRead, reading: BookReading): Promise<BookResult> {
  const { name, cached, listed } = wanted;
  if (!cached) return await readFirst(wanted, reading);
  const unchanged = { ...cached, name, whole: false };
  if (listed && isUnchanged(cached, listed)) return { book: unchanged, lacksToken: false };
  if (cached.syncToken !== null) {
    const syncToken = await readChanges(cached, cached.syncToken, reading);
    if (syncToken !== undefined) return { book: { ...unchanged, syncToken }, lacksToken: false };
  }
  return await readDifferences(unchanged, reading);
}

/** Opaque strings: equal means that nothing is new, different means only that one must look. */
function isUnchanged(cached: CachedBook, listed: ListedBook): boolean {
  if (listed.syncToken !== null && cached.syncToken !== null) {
    return listed.syncToken === cached.syncToken;
  }
  return listed.ctag !== null && listed.ctag === cached.ctag;
}

/**
 * The whole book.
 *
 * By one query where the server can; it has no sync token then. To ask for it before would cost Radicale as
 * much as the cards do (10,000 cards: 0.35 s, and 6 s the first time ever), while somebody waits. The next
 * read gets it: one request that lists all ETags, see {@link readDifferences}.
 */
async function readFirst(
  { url, name, home }: BookToRead,
  reading: BookReading,
): Promise<BookResult> {
  const { transport, staging } = reading;
  const abilities = await bookAbilities(url, transport);
  const { path, canSync, canQuery } = abilities;
  const remote: RemoteBook = { url, path, transport };
  // Read before the cards, so that what changes meanwhile is seen next time.
  const ctag = canSync ? null : await bookCtag(url, transport);
  const book = { url, name, path, home, ctag, syncToken: null, whole: true };
  if (canQuery) {
    const withoutText = new Map<string, ListedCard>();
    const isComplete = await queryCards(remote, 'ETags and texts', (card) => {
      const { name, href, etag, text } = card;
      if (text === undefined) withoutText.set(name, { href, etag, isKnown: false });
      else keep({ name, etag, text }, url, reading);
    });
    if (isComplete) {
      await fetchInto(withoutText, remote, reading);
      return { book, lacksToken: canSync };
    }
    staging.restart(url);
  }
  const { comparison, syncToken } = await listing(remote, abilities, () => compareAll(new Map()));
  await fetchInto(comparison.changed, remote, reading);
  return { book: { ...book, syncToken }, lacksToken: false };
}

/**
 * @returns the new sync token, or undefined where the server does not know the old one any more, or names
 *   the book otherwise than it did
 */
async function readChanges(
  { url, path }: CachedBook,
  syncToken: string,
  reading: BookReading,
): Promise<string | undefined> {
  const { transport, cache, staging } = reading;
  const remote: RemoteBook = { url, path, transport };
  const { see, changed, gone } = compareChanges((name) => cache.etag(url, name));
  const next = await changesSince(syncToken, remote, see).catch((error: unknown) => {
    if (!isRefusal(error, tokenRefusals) && !isOtherBook(error)) throw error;
  });
  if (next === undefined) return undefined;
  for (const name of gone()) staging.remove(url, name);
  await fetchInto(changed, remote, reading);
  return next;
}

/** All that the book holds is compared with the cache; unchanged cards need not come again. */
async function readDifferences(unchanged: ReadBook, reading: BookReading): Promise<BookResult> {
  const { url } = unchanged;
  const { transport, cache, staging } = reading;
  const abilities = await bookAbilities(url, transport);
  const remote: RemoteBook = { url, path: abilities.path, transport };
  const ctag = abilities.canSync ? null : await bookCtag(url, transport);
  const book = { ...unchanged, path: abilities.path, ctag, syncToken: null };
  if (ctag !== null && ctag === unchanged.ctag) return { book, lacksToken: false };
  const compare = () => compareAll(cache.etags(url));
  const { comparison, syncToken } = await listing(remote, abilities, compare);
  for (const name of comparison.gone()) staging.remove(url, name);
  await fetchInto(comparison.changed, remote, reading);
  return { book: { ...book, syncToken }, lacksToken: false };
}

/** All cards with their ETags beside what is known, and the sync token that goes with exactly this list. */
async function listing(
  remote: RemoteBook,
  { canSync, canQuery }: BookAbilities,
  compare: () => Comparison,
): Promise<{ comparison: Comparison; syncToken: string | null }> {
  if (canSync) {
    const comparison = compare();
    const syncToken = await changesSince('', remote, comparison.see).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
    });
    if (syncToken !== undefined) return { comparison, syncToken };
  }
  return { comparison: await listCards(remote, canQuery, compare), syncToken: null };
}

async function fetchInto(
  cards: ReadonlyMap<string, ListedCard>,
  remote: RemoteBook,
  reading: BookReading,
): Promise<void> {
  await fetchCards(cards, remote, {
    put: (card) => keep(card, remote.url, reading),
    gone: (name) => reading.staging.remove(remote.url, name),
  });
}

/** Pictures may be 500 kB each, and nobody reads them. */
function keep(card: CachedCard, book: string, { staging, onCard }: BookReading): void {
  staging.put(book, { ...card, text: withoutPictures(card.text) });
  onCard();
}
