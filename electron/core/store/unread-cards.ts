/** Cards that are there and could not be read: each read tries them again, whatever else has changed. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { unreadReasons } from '../../../shared/contract/unread.ts';

const unreadCardSchema = z.object({
  /** Its name in the book. */
  name: z.string(),
  /** Its address as the server wrote it. */
  href: z.string(),
  /** As the server listed it; empty where it gave none. */
  etag: z.string(),
  reason: z.enum(unreadReasons),
});
export type UnreadCard = z.infer<typeof unreadCardSchema>;

export function unreadCards(database: DatabaseSync) {
  const select = database.prepare(
    `SELECT name, href, etag, reason FROM unread_card
     WHERE book = (SELECT id FROM book WHERE url = ?) ORDER BY position`,
  );
  const clear = database.prepare(
    'DELETE FROM unread_card WHERE book = (SELECT id FROM book WHERE url = ?)',
  );
  const insert = database.prepare(
    `INSERT OR REPLACE INTO unread_card (book, name, href, etag, reason, position)
     VALUES ((SELECT id FROM book WHERE url = ?), ?, ?, ?, ?, ?)`,
  );
  return {
    of: (book: string): UnreadCard[] => select.all(book).map((row) => unreadCardSchema.parse(row)),
    /** Within a transaction of the caller's. */
    replace(book: string, cards: readonly UnreadCard[]): void {
      clear.run(book);
      for (const [position, { name, href, etag, reason }] of cards.entries()) {
        insert.run(book, name, href, etag, reason, position);
      }
    },
  };
}
