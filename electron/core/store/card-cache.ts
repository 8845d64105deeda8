/**
 * The address book as it was last read completely: its cards, their ETags, and the sync tokens for next time.
 *
 * The cards of a read are staged outside of the database file, so that nothing is locked while the network is
 * waited for, and then become the new state in one transaction. If the process ends before that, the state of
 * the read before stays.
 */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { type BookSource, type CachedBook, cachedBooks } from './cached-books.ts';
import { inTransaction } from './database.ts';
import { type CachedCard, type StagedBook, stagedCards } from './staged-cards.ts';
import { type UnreadCard, unreadCards } from './unread-cards.ts';

export interface CardInBook {
  readonly id: number;
  readonly href: string;
  readonly text: string;
  /** URL of the book. */
  readonly book: string;
}

/** A book as a read leaves it. */
export interface ReadBook extends CachedBook, StagedBook {
  /** Cards that are there and could not be read; what is cached of them stays. */
  readonly unread: readonly UnreadCard[];
}

/** What a read of a whole address book leaves. */
export interface ReadBooks {
  /** In the order that decides which of them names a number that several hold. */
  readonly books: readonly ReadBook[];
  /** The collections that list the books, also those that list none yet. */
  readonly homes: readonly string[];
}

/** Receives the cards of a read. */
export interface Staging {
  put(book: string, card: CachedCard): void;
  remove(book: string, name: string): void;
  /** Drops what was staged for a book, to begin it anew. */
  restart(book: string): void;
  /** Makes it the new state in one transaction: these books and no others. */
  commit(read: ReadBooks): void;
  /** Drops all that was staged. */
  discard(): void;
}

type Books = ReturnType<typeof cachedBooks>;

export interface CardCache
  extends Pick<
    Books,
    | 'books'
    | 'homes'
    | 'booksOfUser'
    | 'settleAbsent'
    | 'isLetGo'
    | 'noteLeftOut'
    | 'isNotedLeftOut'
  > {
  /** Cards that could not be read last time. */
  unread(book: string): UnreadCard[];
  /** ETags by the cards' names. */
  etags(book: string): Map<string, string>;
  etag(book: string, name: string): string | undefined;
  /** How many cards of the book there are. */
  size(book: string): number;
  /** The text of a card, without pictures. */
  text(book: string, name: string): string | undefined;
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

const idsSchema = z.array(z.int());

export function cardCache(database: DatabaseSync): CardCache {
  const staged = stagedCards(database);
  const unread = unreadCards(database);
  const { all, replace, ...books } = cachedBooks(database);
  const selectEtags = database.prepare(
    'SELECT name, etag FROM card WHERE book = (SELECT id FROM book WHERE url = ?)',
  );
  const selectEtag = database.prepare(
    'SELECT etag FROM card WHERE book = (SELECT id FROM book WHERE url = ?) AND name = ?',
  );
  const selectText = database.prepare(
    'SELECT text FROM card WHERE book = (SELECT id FROM book WHERE url = ?) AND name = ?',
  );
  const selectSize = database.prepare(
    'SELECT count(*) AS size FROM card WHERE book = (SELECT id FROM book WHERE url = ?)',
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

  function commit(source: BookSource, read: ReadBooks): void {
    staged.write();
    inTransaction(database, () => {
      // What is not read as a whole goes on from what is there.
      const goesOn = read.books.some(({ whole }) => !whole);
      replace(source, read.books, read.homes, goesOn);
      for (const book of read.books) {
        staged.apply(book);
        unread.replace(book.url, book.unread);
      }
    });
    staged.clear();
  }

  return {
    ...books,
    unread: unread.of,
    etags(book) {
      const etags = new Map<string, string>();
      for (const { name, etag } of selectEtags.iterate(book)) etags.set(String(name), String(etag));
      return etags;
    },
    etag(book, name) {
      const row = selectEtag.get(book, name);
      return row === undefined ? undefined : String(row['etag']);
    },
    size: (book) => Number(selectSize.get(book)?.['size'] ?? 0),
    text(book, name) {
      const row = selectText.get(book, name);
      return row === undefined ? undefined : String(row['text']);
    },
    cardIds: () => idsSchema.parse(JSON.parse(String(selectIds.get()?.['ids'] ?? '[]'))),
    version: () => JSON.stringify(selectVersion.get()),
    cards(ids) {
      const origins = new Map(all().map(({ url }) => [url, originOf(url)]));
      return selectCards.all(JSON.stringify(ids)).map(({ id, url, path, name, text }) => ({
        id: Number(id),
        href: `${origins.get(String(url))}${path}${name}`,
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
