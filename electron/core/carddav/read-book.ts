/** Reads one book the cheapest way that is correct: all of it the first time, what has changed later on. */
import type { CachedBook, CardCache, ReadBook, Staging } from '../store/card-cache.ts';
import { type BookAbilities, bookAbilities, bookCtag, type ListedBook } from './book-state.ts';
import { fetchCards } from './card-fetch.ts';
import { listCards, queryCards } from './card-query.ts';
import { type Comparison, compareAll, compareChanges, type ListedCard } from './comparison.ts';
import { isOtherBook } from './errors.ts';
import type { AskedBook } from './member-answers.ts';
import { filterRefusals, isRefusal, tokenRefusals } from './multistatus-request.ts';
import { changesSince } from './sync-changes.ts';
import type { DavTransport } from './transport.ts';

/** A book to read. */
export interface WantedBook {
  readonly url: string;
  readonly name: string;
  readonly home: string | null;
}

/** Where a read takes from and puts to. */
export interface BookReading {
  readonly transport: DavTransport;
  readonly cache: CardCache;
  readonly staging: Staging;
  /** Told of each card that arrives. */
  readonly onCard: () => void;
}

/** What a read of a book came to. */
export interface BookResult {
  readonly book: ReadBook;
  /** The server would give a sync token, but this read did not ask for one. */
  readonly lacksToken: boolean;
}

/**
 * @param cached as it was after the last read, if there was one
 * @param listed as its home lists it now, if that was asked
 * @throws RolodialError; what was staged must then be discarded
 */
export async function readBook(
  wanted: WantedBook,
  cached: CachedBook | undefined,
  listed: ListedBook | undefined,
  reading: BookReading,
): Promise<BookResult> {
  if (!cached) return await readFirst(wanted, reading);
  const standing = { ...cached, name: wanted.name, whole: false };
  if (listed && isUnchanged(cached, listed)) return { book: standing, lacksToken: false };
  if (cached.syncToken !== null) {
    const syncToken = await readChanges(cached, cached.syncToken, reading);
    if (syncToken !== undefined) return { book: { ...standing, syncToken }, lacksToken: false };
  }
  return await readDifferences(standing, reading);
}

/** Opaque strings: equal means that nothing is new, different means nothing but that one must look. */
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
async function readFirst(wanted: WantedBook, reading: BookReading): Promise<BookResult> {
  const { url, name, home } = wanted;
  const { transport, staging } = reading;
  const abilities = await bookAbilities(url, transport);
  const { path, canSync, canQuery } = abilities;
  const asked: AskedBook = { url, path, transport };
  // Read before the cards, so that what changes meanwhile is seen next time.
  const ctag = canSync ? null : await bookCtag(url, transport);
  const book = { url, name, path, home, ctag, syncToken: null, whole: true };
  if (canQuery) {
    const answer = await queryCards(asked, (card) => {
      staging.put(url, card);
      reading.onCard();
    }).catch((error: unknown) => {
      if (!isRefusal(error, filterRefusals)) throw error;
    });
    if (answer?.isConclusive) {
      await fetchInto(answer.missing, asked, reading);
      return { book, lacksToken: canSync };
    }
    staging.restart(url);
  }
  const { comparison, syncToken } = await listing(asked, abilities, () => compareAll(new Map()));
  await fetchInto(comparison.changed, asked, reading);
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
  const asked: AskedBook = { url, path, transport };
  const { see, changed, gone } = compareChanges((name) => cache.etag(url, name));
  const next = await changesSince(syncToken, asked, see).catch((error: unknown) => {
    if (!isRefusal(error, tokenRefusals) && !isOtherBook(error)) throw error;
  });
  if (next === undefined) return undefined;
  for (const name of gone()) staging.remove(url, name);
  await fetchInto(changed, asked, reading);
  return next;
}

/** All that the book holds is compared with the cache; what is as it was need not come again. */
async function readDifferences(standing: ReadBook, reading: BookReading): Promise<BookResult> {
  const { url } = standing;
  const { transport, cache, staging } = reading;
  const abilities = await bookAbilities(url, transport);
  const asked: AskedBook = { url, path: abilities.path, transport };
  const ctag = abilities.canSync ? null : await bookCtag(url, transport);
  const book = { ...standing, path: abilities.path, ctag, syncToken: null };
  if (ctag !== null && ctag === standing.ctag) return { book, lacksToken: false };
  const compare = () => compareAll(cache.etags(url));
  const { comparison, syncToken } = await listing(asked, abilities, compare);
  for (const name of comparison.gone()) staging.remove(url, name);
  await fetchInto(comparison.changed, asked, reading);
  return { book: { ...book, syncToken }, lacksToken: false };
}

/** All cards with their ETags beside what is known, and the sync token that goes with exactly this list. */
async function listing(
  asked: AskedBook,
  { canSync, canQuery }: BookAbilities,
  compare: () => Comparison,
): Promise<{ comparison: Comparison; syncToken: string | null }> {
  if (canSync) {
    const comparison = compare();
    const syncToken = await changesSince('', asked, comparison.see).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
    });
    if (syncToken !== undefined) return { comparison, syncToken };
  }
  return { comparison: await listCards(asked, canQuery, compare), syncToken: null };
}

async function fetchInto(
  cards: ReadonlyMap<string, ListedCard>,
  asked: AskedBook,
  { staging, onCard }: BookReading,
): Promise<void> {
  await fetchCards(cards, asked, {
    put(card) {
      staging.put(asked.url, card);
      onCard();
    },
    gone: (name) => staging.remove(asked.url, name),
  });
}
