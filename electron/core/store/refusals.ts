/**
 * Items that the server has refused for good. What was answered with a stanza error of type `cancel` or
 * `modify` is not to be sent again unchanged (RFC 6120 §8.3.2), so no scheduled sync does.
 */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { FailedItem } from '../../../shared/contract/report.ts';
import type { Naming } from '../../../shared/roster/item.ts';
import { namingText } from './ledger.ts';

export interface Refusals {
  put(failure: FailedItem, after: Naming | null): void;
  forget(jid: string): void;
  /** How the server refused this item with this name and these groups; undefined where it did not. */
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
