/** The last requests about an account's remote roster: refreshes, and fetches of the document. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import {
  type DocumentFetch,
  documentFetchSchema,
  type RefreshOutcome,
  refreshOutcomeSchema,
} from '../../../shared/contract/remote-report.ts';

export interface RemoteHistory {
  addFetch(fetch: DocumentFetch): void;
  addRefresh(outcome: RefreshOutcome): void;
  lastFetch(): DocumentFetch | null;
  /** Newest first. */
  refreshes(): RefreshOutcome[];
}

const kept = 50;
const rowSchema = z.object({ report: z.string() });

/** @param account the bare JID whose roster it is about */
export function remoteHistoryOf(database: DatabaseSync, account: string): RemoteHistory {
  const insert = database.prepare(
    'INSERT INTO remote_request (account, kind, report) VALUES (?, ?, ?)',
  );
  const select = database.prepare(
    'SELECT report FROM remote_request WHERE account = ? AND kind = ? ORDER BY id DESC LIMIT ?',
  );
  const trim = database.prepare(
    `DELETE FROM remote_request WHERE account = ?1 AND kind = ?2 AND id NOT IN
       (SELECT id FROM remote_request WHERE account = ?1 AND kind = ?2 ORDER BY id DESC LIMIT ?3)`,
  );
  const add = (kind: 'fetch' | 'refresh', report: object) => {
    insert.run(account, kind, JSON.stringify(report));
    trim.run(account, kind, kept);
  };
  const reports = (kind: 'fetch' | 'refresh', count: number) =>
    select.all(account, kind, count).map((row) => JSON.parse(rowSchema.parse(row).report));
  return {
    addFetch: (fetch) => add('fetch', fetch),
    addRefresh: (outcome) => add('refresh', outcome),
    lastFetch() {
      const [report] = reports('fetch', 1);
      return report === undefined ? null : documentFetchSchema.parse(report);
    },
    refreshes: () => reports('refresh', kept).map((report) => refreshOutcomeSchema.parse(report)),
  };
}
