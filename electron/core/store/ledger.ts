/** The ledger: which roster items are Rolodial's own. Kept for each account, whatever profile syncs it. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Naming } from '../../../shared/roster/item.ts';
import type { LedgerEntry } from '../../../shared/roster/ledger.ts';
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
  state: z.enum(['intended', 'confirmed', 'leaving']),
  original: z.string().nullable(),
  pending: z.string().nullable(),
  overruled: z.int(),
  stored: z.string().nullable(),
});

/** An entry as the history keeps it, of the time before a change. */
const entrySchema = namingSchema.extend({
  jid: z.string(),
  state: rowSchema.shape.state,
  original: namingSchema.nullable(),
  pending: namingSchema.nullable(),
  overruled: z.int(),
  stored: namingSchema.optional(),
});

/** @param account the bare JID whose roster the entries are about */
export function ledgerOf(database: DatabaseSync, account: string): Ledger {
  const select = database.prepare(
    'SELECT jid, name, groups, state, original, pending, overruled, stored FROM ledger WHERE account = ? ORDER BY jid',
  );
  const insert = database.prepare(
    `INSERT OR REPLACE INTO ledger (account, jid, name, groups, state, original, pending, overruled, stored)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = database.prepare('DELETE FROM ledger WHERE account = ? AND jid = ?');

  return {
    entries: () => select.all(account).map((row) => entryOf(rowSchema.parse(row))),
    put(entries) {
      if (entries.length === 0) return;
      inTransaction(database, () => {
        for (const { jid, name, groups, state, original, pending, overruled, stored } of entries) {
          const kept = [namingText(original), namingText(pending), overruled];
          const instead = namingText(stored ?? null);
          insert.run(account, jid, name, JSON.stringify(groups), state, ...kept, instead);
        }
      });
    },
    forget(jids) {
      if (jids.length === 0) return;
      inTransaction(database, () => {
        for (const jid of jids) remove.run(account, jid);
      });
    },
  };
}

function entryOf(entry: z.infer<typeof rowSchema>): LedgerEntry {
  const { groups, original, pending, stored, ...row } = entry;
  return {
    ...row,
    ...(stored !== null && { stored: namingSchema.parse(JSON.parse(stored)) }),
    groups: namingSchema.shape.groups.parse(JSON.parse(groups)),
    original: namingOf(original),
    pending: namingOf(pending),
  };
}

/** A naming as the database keeps it. */
export function namingText(naming: Naming | null): string | null {
  return naming === null ? null : JSON.stringify({ name: naming.name, groups: naming.groups });
}

/** What {@link namingText} wrote. */
export function namingOf(text: string | null): Naming | null {
  return text === null ? null : namingSchema.parse(JSON.parse(text));
}

/** What JSON.stringify made of an entry. */
export function ledgerEntryOf(text: string | null): LedgerEntry | null {
  return text === null ? null : entrySchema.parse(JSON.parse(text));
}
