/**
 * Cards on their way into the cache, in a temporary table: 50,000 of them need no memory, nothing of them is
 * left when the process ends, and the database file is not locked while they arrive.
 */
import type { DatabaseSync } from 'node:sqlite';

/** A card as the server keeps it, without pictures. */
export interface CachedCard {
  /** Its name in the book. */
  readonly name: string;
  readonly etag: string;
  readonly text: string;
}

/** A book whose staged cards are to be applied. */
export interface StagedBook {
  readonly url: string;
  /** The staged cards are all that there are; otherwise they are what has changed. */
  readonly whole: boolean;
}

/** Null where the card is gone. */
interface StagedCard {
  readonly book: string;
  readonly name: string;
  readonly etag: string | null;
  readonly text: string | null;
}

/** So many are written at a time, in a few milliseconds. */
const batchSize = 500;

export function stagedCards(database: DatabaseSync) {
  database.exec(
    `CREATE TEMP TABLE IF NOT EXISTS staged (
       book TEXT NOT NULL, name TEXT NOT NULL, etag TEXT, text TEXT, PRIMARY KEY (book, name)
     ) STRICT`,
  );
  const insert = database.prepare(
    'INSERT OR REPLACE INTO temp.staged (book, name, etag, text) VALUES (?, ?, ?, ?)',
  );
  const removeStaged = database.prepare('DELETE FROM temp.staged WHERE book = ?');
  const removeUnstaged = database.prepare(
    `DELETE FROM card WHERE book = (SELECT id FROM book WHERE url = :book)
       AND name NOT IN (SELECT name FROM temp.staged WHERE book = :book)`,
  );
  // A changed card is removed and added, not updated: it must get another id.
  const removeChanged = database.prepare(
    `DELETE FROM card WHERE id IN (
       SELECT card.id FROM temp.staged JOIN card ON card.name = staged.name
       WHERE staged.book = :book AND card.book = (SELECT id FROM book WHERE url = :book)
         AND (staged.etag IS NOT card.etag OR staged.text IS NOT card.text))`,
  );
  const addChanged = database.prepare(
    `INSERT OR IGNORE INTO card (book, name, etag, text)
     SELECT (SELECT id FROM book WHERE url = :book), name, etag, text FROM temp.staged
     WHERE book = :book AND text IS NOT NULL ORDER BY name`,
  );
  let batch: StagedCard[] = [];

  function add(card: StagedCard): void {
    batch.push(card);
    if (batch.length >= batchSize) write();
  }

  /** Writes the rest of the batch. */
  function write(): void {
    if (batch.length === 0) return;
    // Deferred, so that only the temporary tables are locked.
    database.exec('BEGIN');
    for (const { book, name, etag, text } of batch) insert.run(book, name, etag, text);
    database.exec('COMMIT');
    batch = [];
  }

  return {
    put: (book: string, { name, etag, text }: CachedCard) => add({ book, name, etag, text }),
    remove: (book: string, name: string) => add({ book, name, etag: null, text: null }),
    restart(book: string) {
      batch = batch.filter((card) => card.book !== book);
      removeStaged.run(book);
    },
    clear() {
      batch = [];
      database.exec('DELETE FROM temp.staged');
    },
    write,
    /** Makes the staged cards of a book its cards, within a transaction of the caller's, after `write`. */
    apply({ url, whole }: StagedBook) {
      if (whole) removeUnstaged.run({ book: url });
      removeChanged.run({ book: url });
      addChanged.run({ book: url });
    },
  };
}
