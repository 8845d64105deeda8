/** Everything that Rolodial has written down about one profile's account. */
import type { DatabaseSync } from 'node:sqlite';
import type { Profile } from '../../../shared/settings/schema.ts';
import { type CardCache, cardCache } from './card-cache.ts';
import { openDatabase } from './database.ts';
import { type EvidenceStore, evidenceOf } from './evidence.ts';
import { type History, historyOf } from './history.ts';
import { type Ledger, ledgerOf } from './ledger.ts';
import { type Refusals, refusalsOf } from './refusals.ts';

export interface Records {
  readonly ledger: Ledger;
  readonly history: History;
  readonly refusals: Refusals;
  readonly evidence: EvidenceStore;
  readonly cards: CardCache;
  close(): void;
}

/** @throws RolodialError where the profile's database cannot be opened */
export function openRecords(dataFolder: string, { id, xmpp }: Profile): Records {
  const database: DatabaseSync = openDatabase(dataFolder, id);
  const account = xmpp.jid.toLowerCase();
  return {
    ledger: ledgerOf(database, account),
    history: historyOf(database, account),
    refusals: refusalsOf(database, account),
    evidence: evidenceOf(database, account),
    cards: cardCache(database),
    close: () => database.close(),
  };
}
