/**
 * Items that the server has refused for good, and as what. A stanza error of type `cancel` or `modify` may
 * not be answered with the same again (RFC 6120 §8.3.2): no sync by itself sends it before it changes.
 */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { FailedItem } from '../../../shared/contract/report.ts';
import type { Naming } from '../../../shared/roster/item.ts';
import { namingText } from './ledger.ts';

export interface Refusals {
  put(failure: FailedItem, after: Naming | null): void;
  forget(jid: string): void;
  /** How the server refused exactly this, the last time; `undefined` where it did not. */
  find(jid: string, after: Naming | null): FailedItem | undefined;
}

const rowSchema = z.object({
  after: z.string().nullable(),
  condition: z.string(),
  text: z.string(),
});

/** @param account the bare JID whose roster it is about */
export function refusalsOf(database: DatabaseSync, account: string): Refusals {
  const insert = database.prepare(
    'INSERT OR REPLACE INTO refusal (account, jid, after, condition, text) VALUES (?, ?, ?, ?, ?)',
  );
  const remove = database.prepare('DELETE FROM refusal WHERE account = ? AND jid = ?');
  const select = database.prepare(
    'SELECT after, condition, text FROM refusal WHERE account = ? AND jid = ?',
  );

  return {
    put({ jid, condition, text }, after) {
      insert.run(account, jid, namingText(after), condition, text);
    },
    forget(jid) {
      remove.run(account, jid);
    },
    find(jid, after) {
      const row = select.get(account, jid);
      if (!row) return undefined;
      const refusal = rowSchema.parse(row);
      if (refusal.after !== namingText(after)) return undefined;
      return { jid, condition: refusal.condition, text: refusal.text };
    },
  };
}
