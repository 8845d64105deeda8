/**
 * What was once seen of a server and cannot be seen every time. Prosody 0.12 with mod_groups leaves the
 * `ver` out of a roster result, but only until some client of the user changes the roster.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { RosterEvidence } from '../../../shared/roster/classify.ts';

export interface EvidenceStore {
  /** Adds what this roster result shows, and answers whether the server was ever seen to inject items. */
  injects(seen: RosterEvidence): boolean;
}

/** @param account the bare JID whose roster it is about */
export function evidenceOf(database: DatabaseSync, account: string): EvidenceStore {
  const note = database.prepare(
    'INSERT OR IGNORE INTO evidence (account, unversioned_at) VALUES (?, ?)',
  );
  const find = database.prepare('SELECT 1 FROM evidence WHERE account = ?');
  return {
    injects({ versioningAdvertised, version }) {
      if (versioningAdvertised && version === null) note.run(account, new Date().toISOString());
      return find.get(account) !== undefined;
    },
  };
}
