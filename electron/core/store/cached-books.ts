/** The books of the address book as they were last read, and whose address book it is. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { isSameBook } from '../../../shared/settings/book-address.ts';
import { inTransaction } from './database.ts';

/** Whose address book it is. The cache does not serve another address (see `isSameBook`) or another user. */
export interface BookSource {
  readonly address: string;
  /** Empty where a token stands for the user. */
  readonly username: string;
}

const bookSchema = z.object({
  url: z.string(),
  name: z.string(),
  /** The path that the server itself gives the book, with a slash at its end. */
  path: z.string(),
  /** The collection that lists it; null where its own address was given. */
  home: z.string().nullable(),
  /** For the next request for changes (RFC 6578), as the server wrote it. */
  syncToken: z.string().nullable(),
  ctag: z.string().nullable(),
  /** When all of the book was last compared with the cache, in ISO 8601; null before that was recorded. */
  comparedAt: z.string().nullable(),
  /** What tells the book from another one at the same URL, as its home lists it; null where nothing does. */
  identity: z.string().nullable(),
  /** When a doubtful answer led to a comparison that found nothing, in ISO 8601; see `doubts.ts`. */
  doubtedAt: z.string().nullable(),
  /** The same of a sync token that went back. */
  setBackAt: z.string().nullable(),
  /** It belongs to somebody else. */
  isShared: z.int().transform((shared) => shared !== 0),
  /**
   * Null for a book that the server lists. Otherwise it is not there any more: `noticed`, or `kept` because
   * the user said that its contacts shall stay.
   */
  absence: z.enum(['noticed', 'kept']).nullable(),
});

/** A book as it was after the last complete read. */
export type CachedBook = Readonly<z.infer<typeof bookSchema>>;

const homesSchema = z.array(z.string());

export function cachedBooks(database: DatabaseSync) {
  const selectSource = database.prepare('SELECT address, username, homes FROM book_source');
  const setSource = database.prepare(
    'INSERT OR REPLACE INTO book_source (only, address, username, homes) VALUES (1, ?, ?, ?)',
  );
  const select = database.prepare(
    `SELECT url, name, path, home, sync_token AS syncToken, ctag, compared_at AS comparedAt, identity,
       doubted_at AS doubtedAt, set_back_at AS setBackAt, shared AS isShared, absence
     FROM book ORDER BY position, url`,
  );
  const upsert = database.prepare(
    `INSERT INTO book
       (url, name, path, home, sync_token, ctag, compared_at, identity, doubted_at, set_back_at,
       shared, absence, position)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (url) DO UPDATE SET name = excluded.name, path = excluded.path, home = excluded.home,
       sync_token = excluded.sync_token, ctag = excluded.ctag, compared_at = excluded.compared_at,
       identity = excluded.identity, doubted_at = excluded.doubted_at, set_back_at = excluded.set_back_at,
       shared = excluded.shared, absence = excluded.absence,
       position = excluded.position`,
  );
  const remove = database.prepare('DELETE FROM book WHERE url = ?');
  const keepAbsent = database.prepare(
    "UPDATE book SET absence = 'kept' WHERE url = ? AND absence IS NOT NULL",
  );
  const forgetAbsent = database.prepare('DELETE FROM book WHERE url = ? AND absence IS NOT NULL');
  const findLeftOut = database.prepare('SELECT url FROM left_out_book WHERE url = ?');
  const noteLeftOut = database.prepare('INSERT OR IGNORE INTO left_out_book (url) VALUES (?)');
  const findLetGo = database.prepare('SELECT url FROM let_go_book WHERE url = ?');
  const noteLetGo = database.prepare('INSERT OR IGNORE INTO let_go_book (url) VALUES (?)');

  function isCached({ address, username }: BookSource): boolean {
    const cached = selectSource.get();
    if (cached === undefined || cached['username'] !== username) return false;
    return isSameBook(String(cached['address']), address);
  }

  const all = (): CachedBook[] => select.all().map((row) => bookSchema.parse(row));

  return {
    /** Of any source, in the order of the last read. */
    all,
    /** In the order of the last read; none before the first complete read of this source. */
    books: (source: BookSource): CachedBook[] => (isCached(source) ? all() : []),
    /** The collections that list the books of this source; none before the first complete read. */
    homes(source: BookSource): string[] {
      if (!isCached(source)) return [];
      const stored = homesSchema.parse(JSON.parse(String(selectSource.get()?.['homes'])));
      return [...new Set([...stored, ...all().flatMap(({ home }) => home ?? [])])];
    },
    /** The books of this user, whatever the address was written as; for another address to be compared with. */
    booksOfUser: ({ username }: BookSource): CachedBook[] =>
      selectSource.get()?.['username'] === username ? all() : [],
    /**
     * Makes these the books, within a transaction of the caller's.
     * @param goesOn they go on from the ones that are cached, also where the address is another
     */
    replace(
      source: BookSource,
      books: readonly CachedBook[],
      homes: readonly string[],
      goesOn: boolean,
    ): void {
      const isSame = goesOn || isCached(source);
      const urls = new Set(books.map((book) => book.url));
      for (const { url } of all()) if (!isSame || !urls.has(url)) remove.run(url);
      setSource.run(source.address, source.username, JSON.stringify(homes));
      for (const [position, book] of books.entries()) {
        const { url, name, path, home, syncToken, ctag, comparedAt, identity } = book;
        upsert.run(
          ...[url, name, path, home, syncToken, ctag, comparedAt, identity],
          ...[book.doubtedAt, book.setBackAt, book.isShared ? 1 : 0, book.absence, position],
        );
      }
    },
    /** What is to become of books that the server does not list any more: kept as they are, or forgotten. */
    settleAbsent(urls: readonly string[], answer: 'keep' | 'forget'): void {
      if (urls.length === 0) return;
      const settle = answer === 'keep' ? keepAbsent : forgetAbsent;
      inTransaction(database, () => {
        for (const url of urls) {
          settle.run(url);
          // The settings may still name what the user has let go.
          if (answer === 'forget') noteLetGo.run(url);
        }
      });
    },
    /** Notes that the user has been told of these books. */
    noteLeftOut(urls: readonly string[]): void {
      for (const url of urls) noteLeftOut.run(url);
    },
    /** Whether the user has let go a book that was not there any more. */
    isLetGo: (url: string): boolean => findLetGo.get(url) !== undefined,
    /** Whether {@link noteLeftOut} has noted the book. */
    isNotedLeftOut: (url: string): boolean => findLeftOut.get(url) !== undefined,
  };
}
