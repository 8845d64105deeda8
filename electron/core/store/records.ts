/** Everything that Rolodial has written down about one profile's account. */
import type { DatabaseSync } from 'node:sqlite';
import type { Profile } from '../../../shared/settings/schema.ts';
import { type Attempts, attemptsOf } from './attempts.ts';
import { type CardCache, cardCache } from './card-cache.ts';
import { openDatabase } from './database.ts';
import { type EvidenceStore, evidenceOf } from './evidence.ts';
import { type History, historyOf } from './history.ts';
import { type Ledger, ledgerOf } from './ledger.ts';
import { type MemberProfiles, memberProfilesOf } from './member-profiles.ts';
import { type Refusals, refusalsOf } from './refusals.ts';
import { type RemoteHistory, remoteHistoryOf } from './remote-history.ts';
import { type RemoteRefusal, remoteRefusalOf } from './remote-refusal.ts';
import { type ServedRosterStore, servedRosterOf } from './served-roster.ts';

export interface Records {
  readonly ledger: Ledger;
  readonly history: History;
  readonly refusals: Refusals;
  readonly evidence: EvidenceStore;
  readonly attempts: Attempts;
  readonly memberProfiles: MemberProfiles;
  readonly remoteRefusal: RemoteRefusal;
  readonly remoteHistory: RemoteHistory;
  readonly servedRoster: ServedRosterStore;
  readonly cards: CardCache;
  close(): void;
}

/**
 * Opens the records of the account that the profile names.
 * @throws RolodialError where the profile's database cannot be opened
 */
export function openRecords(dataFolder: string, profile: Pick<Profile, 'id' | 'xmpp'>): Records {
  const database: DatabaseSync = openDatabase(dataFolder, profile.id);
  const account = profile.xmpp.jid.toLowerCase();
  return {
    ledger: ledgerOf(database, account),
    history: historyOf(database, account),
    refusals: refusalsOf(database, account),
    evidence: evidenceOf(database, account),
    attempts: attemptsOf(database, account),
    memberProfiles: memberProfilesOf(database, account),
    remoteRefusal: remoteRefusalOf(database, account),
    remoteHistory: remoteHistoryOf(database, account),
    servedRoster: servedRosterOf(database, account),
    cards: cardCache(database),
    close: () => database.close(),
  };
}
