/** The ledger: which roster items are Rolodial's own. Kept for each account, whatever profile syncs it. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Naming } from '../../../shared/roster/item.ts';
import type { LedgerEntry } from '../../../shared/roster/plan.ts';
import { inTransaction } from './database.ts';

export interface Ledger {
  entries(): LedgerEntry[];
  put(entries: readonly LedgerEntry[]): void;
  forget(jids: readonly string[]): void;
}

const namingSchema = z.object({ name: z.string(), groups: z.array(z.string()) });

const rowSchema = z.object({
  jid: z.string(),
  name: z.string(),
  groups: z.string(),
  state: z.enum(['intended', 'confirmed']),
  original: z.string().nullable(),
});

/** @param account the bare JID whose roster the entries are about */
export function ledgerOf(database: DatabaseSync, account: string): Ledger {
  const select = database.prepare(
    'SELECT jid, name, groups, state, original FROM ledger WHERE account = ? ORDER BY jid',
  );
  const insert = database.prepare(
    'INSERT OR REPLACE INTO ledger (account, jid, name, groups, state, original) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const remove = database.prepare('DELETE FROM ledger WHERE account = ? AND jid = ?');

  return {
    entries: () => select.all(account).map((row) => entryOf(rowSchema.parse(row))),
    put(entries) {
      inTransaction(database, () => {
        for (const { jid, name, groups, state, original } of entries) {
          insert.run(account, jid, name, JSON.stringify(groups), state, namingText(original));
        }
      });
    },
    forget(jids) {
      inTransaction(database, () => {
        for (const jid of jids) remove.run(account, jid);
      });
    },
  };
}

function entryOf(row: z.infer<typeof rowSchema>): LedgerEntry {
  return {
    jid: row.jid,
    name: row.name,
    groups: namingSchema.shape.groups.parse(JSON.parse(row.groups)),
    state: row.state,
    original: row.original === null ? null : namingSchema.parse(JSON.parse(row.original)),
  };
}

/** A naming as the database keeps it. */
export function namingText(naming: Naming | null): string | null {
  return naming === null ? null : JSON.stringify({ name: naming.name, groups: naming.groups });
}
