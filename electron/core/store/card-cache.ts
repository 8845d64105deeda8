/**
 * The address book as it was last read completely: its cards, their ETags, and the sync tokens for next time.
 *
 * The cards of a read are staged outside of the database file, so that nothing is locked while the network is
 * waited for, and then become the new state in one transaction. If the process ends before that, the state of
 * the read before stays.
 */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { isSameBook } from '../../../shared/settings/book-address.ts';
import { inTransaction } from './database.ts';
import { type CachedCard, type StagedBook, stagedCards } from './staged-cards.ts';

/** Whose address book it is. The cache does not serve another address (see `isSameBook`) or another user. */
export interface BookSource {
  readonly address: string;
  /** Empty where a token stands for the user. */
  readonly username: string;
}

/** A book as it was after the last complete read. */
export interface CachedBook {
  readonly url: string;
  readonly name: string;
  /** The path that the server itself gives the book, with a slash at its end. */
  readonly path: string;
  /** The collection that lists it; null where its own address was given. */
  readonly home: string | null;
  /** For the next request for changes (RFC 6578), as the server wrote it. */
  readonly syncToken: string | null;
  readonly ctag: string | null;
}

export interface CardInBook {
  readonly id: number;
  readonly href: string;
  readonly text: string;
  /** URL of the book. */
  readonly book: string;
}

/** A book as a read leaves it. */
export type ReadBook = CachedBook & StagedBook;

/** Receives the cards of a read. */
export interface Staging {
  put(book: string, card: CachedCard): void;
  remove(book: string, name: string): void;
  /** Drops what was staged for a book, to begin it anew. */
  restart(book: string): void;
  /** Makes it the new state in one transaction: these books and no others. */
  commit(books: readonly ReadBook[]): void;
  /** Drops all that was staged. */
  discard(): void;
}

export interface CardCache {
  /** None before the first complete read of this source. */
  books(source: BookSource): CachedBook[];
  /** ETags by the cards' names. */
  etags(book: string): Map<string, string>;
  etag(book: string, name: string): string | undefined;
  /**
   * Ids of all cards in a steady order. An id stands for one text: a changed card has another one, and no id
   * comes back.
   */
  cardIds(): number[];
  /** Changes whenever `cardIds` would answer differently. */
  version(): string;
  /** The cards with these ids, in any order, without those that are not there any more. */
  cards(ids: readonly number[]): CardInBook[];
  /** Begins a read; there is one at a time. */
  stage(source: BookSource): Staging;
}

const bookSchema = z.object({
  url: z.string(),
  name: z.string(),
  path: z.string(),
  home: z.string().nullable(),
  syncToken: z.string().nullable(),
  ctag: z.string().nullable(),
});

const idsSchema = z.array(z.int());

export function cardCache(database: DatabaseSync): CardCache {
  const staged = stagedCards(database);
  const selectSource = database.prepare('SELECT address, username FROM book_source');
  const setSource = database.prepare(
    'INSERT OR REPLACE INTO book_source (only, address, username) VALUES (1, ?, ?)',
  );
  const selectBooks = database.prepare(
    'SELECT url, name, path, home, sync_token AS syncToken, ctag FROM book ORDER BY url',
  );
  const upsertBook = database.prepare(
    `INSERT INTO book (url, name, path, home, sync_token, ctag) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (url) DO UPDATE SET name = excluded.name, path = excluded.path, home = excluded.home,
       sync_token = excluded.sync_token, ctag = excluded.ctag`,
  );
  const removeBook = database.prepare('DELETE FROM book WHERE url = ?');
  const selectEtags = database.prepare(
    'SELECT name, etag FROM card WHERE book = (SELECT id FROM book WHERE url = ?)',
  );
  const selectEtag = database.prepare(
    'SELECT etag FROM card WHERE book = (SELECT id FROM book WHERE url = ?) AND name = ?',
  );
  // As one text, which takes less memory than 50,000 row objects.
  const selectIds = database.prepare(
    `SELECT json_group_array(id) AS ids FROM
       (SELECT card.id FROM card JOIN book ON book.id = card.book ORDER BY book.url, card.name)`,
  );
  // Ids only grow: where the highest is the same nothing was added, and where the count is too, nothing removed.
  const selectVersion = database.prepare('SELECT count(*) AS cards, max(id) AS newest FROM card');
  // Many at once: one by one they take five times as long.
  const selectCards = database.prepare(
    `SELECT card.id, book.url, book.path, card.name, card.text
     FROM card JOIN book ON book.id = card.book
     WHERE card.id IN (SELECT value FROM json_each(?))`,
  );

  function isCached({ address, username }: BookSource): boolean {
    const cached = selectSource.get();
    if (cached === undefined || cached['username'] !== username) return false;
    return isSameBook(String(cached['address']), address);
  }

  function books(source: BookSource): CachedBook[] {
    if (!isCached(source)) return [];
    return selectBooks.all().map((row) => bookSchema.parse(row));
  }

  function commit(source: BookSource, read: readonly ReadBook[]): void {
    staged.write();
    inTransaction(database, () => {
      const isSame = isCached(source);
      const urls = new Set(read.map((book) => book.url));
      for (const row of selectBooks.all()) {
        const { url } = bookSchema.parse(row);
        if (!isSame || !urls.has(url)) removeBook.run(url);
      }
      setSource.run(source.address, source.username);
      for (const book of read) {
        const { url, name, path, home, syncToken, ctag } = book;
        upsertBook.run(url, name, path, home, syncToken, ctag);
        staged.apply(book);
      }
    });
    staged.clear();
  }

  return {
    books,
    etags(book) {
      const etags = new Map<string, string>();
      for (const { name, etag } of selectEtags.iterate(book)) etags.set(String(name), String(etag));
      return etags;
    },
    etag(book, name) {
      const row = selectEtag.get(book, name);
      return row === undefined ? undefined : String(row['etag']);
    },
    cardIds: () => idsSchema.parse(JSON.parse(String(selectIds.get()?.['ids'] ?? '[]'))),
    version: () => JSON.stringify(selectVersion.get()),
    cards(ids) {
      const origins = new Map(selectBooks.all().map(({ url }) => [url, originOf(String(url))]));
      return selectCards.all(JSON.stringify(ids)).map(({ id, url, path, name, text }) => ({
        id: Number(id),
        href: `${origins.get(url)}${path}${name}`,
        text: String(text),
        book: String(url),
      }));
    },
    stage(source) {
      staged.clear();
      return {
        put: staged.put,
        remove: staged.remove,
        restart: staged.restart,
        commit: (read) => commit(source, read),
        discard: staged.clear,
      };
    },
  };
}

function originOf(url: string): string {
  return new URL(url).origin;
}
