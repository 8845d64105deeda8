/** Reads a whole book for the first time. */
import { bookAbilities, bookCtag } from './book-properties.ts';
import { type BookReading, type BookResult, fetchInto, remoteBook, stage } from './book-reading.ts';
import type { BookToRead } from './books-to-read.ts';
import { queryCards } from './collection-report.ts';
import { compareAll, type ListedCard } from './comparison.ts';
import { isBroken } from './errors.ts';
import { isCard } from './get-card.ts';
import { listWhole } from './list-whole.ts';

/**
 * The whole book.
 *
 * By one query where the server can; it has no sync token then. To ask for it before would cost Radicale as
 * much as the cards do (10,000 cards: 0.35 s, and 6 s the first time ever), while somebody waits. The next
 * read gets it: one request that lists all ETags, see `compareBook`.
 */
export async function readFirst(
  { url, name, home, listed }: BookToRead,
  reading: BookReading,
): Promise<BookResult> {
  const { transport, staging } = reading;
  const { path, canSync, canQuery, isShared } = await bookAbilities(url, transport);
  const remote = remoteBook(url, path, reading);
  // Read before the cards, so that what changes meanwhile is seen next time.
  const ctag = canSync ? null : await bookCtag(url, transport);
  const comparedAt = new Date(reading.now()).toISOString();
  const book = {
    ...{ url, name, path, home, ctag, isShared, comparedAt, syncToken: null, whole: true },
    ...{ identity: listed?.identity ?? null, doubtedAt: null, setBackAt: null, absence: null },
  };
  if (canQuery) {
    const withoutText = new Map<string, ListedCard>();
    const isComplete = await queryCards(remote, 'ETags and texts', (card) => {
      const { name, href, etag, text } = card;
      if (text !== undefined && isCard(text)) stage({ name, etag, text }, url, reading);
      else withoutText.set(name, { href, etag, isKnown: false });
    }).catch((error: unknown) => {
      // One card may break the answer of all, so they are listed and fetched by and by.
      if (!isBroken(error)) throw error;
      return false;
    });
    if (isComplete) {
      const { unread } = await fetchInto(
        withoutText,
        remote,
        { syncToken: null, canQuery },
        reading,
      );
      return { book: { ...book, unread }, lacksToken: canSync, missed: 0 };
    }
    staging.restart(url);
  }
  const { comparison, syncToken } = await listWhole(remote, { canSync, canQuery }, () =>
    compareAll(new Map()),
  );
  const { unread } = await fetchInto(comparison.changed, remote, { syncToken, canQuery }, reading);
  return { book: { ...book, syncToken, unread }, lacksToken: false, missed: 0 };
}
