/**
 * Reads one book the cheapest way that is correct: all of it the first time, what has changed later on, and
 * all that it holds compared with what is known where the changes cannot be believed.
 */
import type { CachedBook } from '../store/cached-books.ts';
import type { UnreadCard } from '../store/unread-cards.ts';
import type { ListedBook } from './book-properties.ts';
import {
  type BookReading,
  type BookResult,
  fetchInto,
  readUnread,
  remoteBook,
  withUnread,
} from './book-reading.ts';
import type { BookToRead } from './books-to-read.ts';
import { compareBook } from './compare-book.ts';
import { doubtOfAnswer, doubtOfListing, isComparisonDue } from './doubts.ts';
import { readFirst } from './read-first.ts';
import { changesOf, nothingTold, type ToldChanges } from './told-changes.ts';

/** @throws RolodialError; what was staged must then be discarded */
export async function readBook(
  wanted: BookToRead,
  about: Omit<BookReading, 'strangers'>,
): Promise<BookResult> {
  const strangers = new Set<string>();
  const result = await readCards(wanted, { ...about, strangers });
  const { url, comparedAt } = result.book;
  // What a list of all cards named so is told until the next such list.
  const isListed = comparedAt !== wanted.cached?.comparedAt;
  const earlier = isListed ? [] : about.cache.unread(url).filter(isStranger);
  for (const { href } of earlier) strangers.add(href);
  const unread = [...strangers].map(
    (href): UnreadCard => ({
      ...{ name: href, href, etag: '', reason: notUnderstood },
    }),
  );
  return { ...result, book: { ...result.book, unread: [...result.book.unread, ...unread] } };
}

const notUnderstood = 'not-understood';

function isStranger({ reason }: UnreadCard): boolean {
  return reason === notUnderstood;
}

async function readCards(wanted: BookToRead, reading: BookReading): Promise<BookResult> {
  const { name, home, cached, listed } = wanted;
  if (!cached) return await readFirst(wanted, reading);
  const now = reading.now();
  const identity = listed?.identity ?? cached.identity;
  const known: CachedBook = { ...cached, name, home, identity, absence: null };
  const doubt = listed && doubtOfListing(cached, listed, now);
  if (doubt) return await compareBook(known, doubt, await changesOf(known, reading), reading);
  const isDue = reading.full || isComparisonDue(cached, now);
  const isSame = listed !== undefined && isUnchanged(cached, listed);
  if (isSame && !isDue) return await readUnread(known, reading);

  const { syncToken } = known;
  const isSameToken = isSame && syncToken !== null;
  const told = isSameToken ? nothingTold(syncToken) : await changesOf(known, reading);
  if (isDue) return await compareBook(known, 'due', told, reading);
  if (!told) {
    return await compareBook(known, syncToken === null ? 'unlisted' : 'refused', told, reading);
  }
  const named = { there: told.changed.size, unchanged: told.unchanged(), gone: told.gone().size };
  const size = reading.cache.size(known.url);
  const afterwards = doubtOfAnswer(known, told.syncToken, named, size, now);
  if (afterwards) return await compareBook(known, afterwards, told, reading);
  return await takeChanges(known, told, reading);
}

/**
 * Whether the home lists the book as it was last read. Opaque strings: equal means that nothing is new, different means only that
 * one must look.
 */
export function isUnchanged(cached: CachedBook, listed: ListedBook): boolean {
  if (listed.syncToken !== null && cached.syncToken !== null) {
    return listed.syncToken === cached.syncToken;
  }
  return listed.ctag !== null && listed.ctag === cached.ctag;
}

async function takeChanges(
  known: CachedBook,
  { syncToken, changed, gone }: ToldChanges,
  reading: BookReading,
): Promise<BookResult> {
  const { url, path } = known;
  for (const name of gone()) reading.staging.remove(url, name);
  const cards = withUnread(changed, gone(), url, reading);
  const position = { syncToken, canQuery: true };
  const { unread } = await fetchInto(cards, remoteBook(url, path, reading), position, reading);
  return { book: { ...known, syncToken, unread, whole: false }, lacksToken: false, missed: 0 };
}
