/** The roster of an account that Rolodial keeps itself: its items, where they came from, and its document. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { RosterImport } from '../../../shared/contract/service-report.ts';
import type { DocumentItem } from '../../../shared/roster/document.ts';
import { inTransaction } from './database.ts';

/** A document, served until the next one is complete. */
interface StoredDocument {
  /** ISO 8601, UTC. */
  readonly builtAt: string;
  /** Identifies this text; the ETag. */
  readonly tag: string;
  readonly text: string;
  readonly items: number;
}

export interface ServedRosterStore {
  /** Sorted by JID. */
  items(): DocumentItem[];
  count(): number;
  put(items: readonly DocumentItem[]): void;
  remove(jids: readonly string[]): void;
  /** What the roster held before Rolodial kept it; null where that is not known yet. */
  imported(): RosterImport | null;
  /** Adds these items, under the names given here, and remembers where they came from. */
  import(source: RosterImport['source'], items: readonly DocumentItem[]): void;
  /** To be called when the server keeps the roster again: it is to be imported before it is served again. */
  forgetImport(): void;
  publish(document: StoredDocument): void;
  /** Whether items have changed since the document was built, or there is none. */
  isStale(): boolean;
  /** The document's tag, without reading the document. */
  publishedTag(): string | null;
  published(): StoredDocument | null;
  /** Whether the server was told of this document. */
  isAnnounced(): boolean;
  announced(tag: string): void;
}

const itemSchema = z.object({ jid: z.string(), name: z.string(), groups: z.string() });
const groupsSchema = z.array(z.string());
const importSchema = z.object({
  at: z.string(),
  source: z.enum(['roster', 'file']),
  items: z.int(),
});
const documentSchema = z
  .object({ built_at: z.string(), tag: z.string(), text: z.string(), items: z.int() })
  .transform(({ built_at: builtAt, ...rest }) => ({ builtAt, ...rest }));
const tagsSchema = z.object({
  tag: z.string(),
  stale: z.int(),
  announced: z.string().nullable(),
});
const countSchema = z.object({ count: z.int() });

/** @param account the bare JID whose roster it is */
export function servedRosterOf(database: DatabaseSync, account: string): ServedRosterStore {
  const statement = (sql: string) => database.prepare(sql);
  const select = statement(
    'SELECT jid, name, groups FROM served_item WHERE account = ? ORDER BY jid',
  );
  const count = statement('SELECT count(*) AS count FROM served_item WHERE account = ?');
  const insert = statement(
    'INSERT OR REPLACE INTO served_item (account, jid, name, groups) VALUES (?, ?, ?, ?)',
  );
  const remove = statement('DELETE FROM served_item WHERE account = ? AND jid = ?');
  const findImport = statement('SELECT at, source, items FROM served_import WHERE account = ?');
  const putImport = statement(
    'INSERT OR REPLACE INTO served_import (account, at, source, items) VALUES (?, ?, ?, ?)',
  );
  const removeImport = statement('DELETE FROM served_import WHERE account = ?');
  const putDocument = statement(
    `INSERT INTO served_document (account, built_at, tag, text, items, stale) VALUES (?, ?, ?, ?, ?, 0)
     ON CONFLICT (account) DO UPDATE SET
       built_at = excluded.built_at, tag = excluded.tag, text = excluded.text,
       items = excluded.items, stale = 0`,
  );
  const outdate = statement('UPDATE served_document SET stale = 1 WHERE account = ? AND stale = 0');
  const findDocument = statement(
    'SELECT built_at, tag, text, items FROM served_document WHERE account = ?',
  );
  const findTags = statement('SELECT tag, stale, announced FROM served_document WHERE account = ?');
  const putAnnounced = statement('UPDATE served_document SET announced = ? WHERE account = ?');

  const tags = () => {
    const row = findTags.get(account);
    return row ? tagsSchema.parse(row) : null;
  };
  const putItems = (items: readonly DocumentItem[]) => {
    for (const { jid, name, groups } of items) {
      // Sorted, since servers give groups in any order and the document must not change for that.
      insert.run(account, jid, name, JSON.stringify([...groups].sort()));
    }
    outdate.run(account);
  };
  return {
    items: () =>
      select.all(account).map((row) => {
        const { jid, name, groups } = itemSchema.parse(row);
        return { jid, name, groups: groupsSchema.parse(JSON.parse(groups)) };
      }),
    count: () => countSchema.parse(count.get(account)).count,
    put: (items) => inTransaction(database, () => putItems(items)),
    remove(jids) {
      inTransaction(database, () => {
        for (const jid of jids) remove.run(account, jid);
        outdate.run(account);
      });
    },
    imported() {
      const row = findImport.get(account);
      return row ? importSchema.parse(row) : null;
    },
    import(source, items) {
      inTransaction(database, () => {
        putItems(items);
        putImport.run(account, new Date().toISOString(), source, items.length);
      });
    },
    forgetImport() {
      removeImport.run(account);
    },
    publish({ builtAt, tag, text, items }) {
      putDocument.run(account, builtAt, tag, text, items);
    },
    isStale: () => tags()?.stale !== 0,
    publishedTag: () => tags()?.tag ?? null,
    published() {
      const row = findDocument.get(account);
      return row ? documentSchema.parse(row) : null;
    },
    isAnnounced() {
      const known = tags();
      return known === null || known.tag === known.announced;
    },
    announced(tag) {
      putAnnounced.run(tag, account);
    },
  };
}
