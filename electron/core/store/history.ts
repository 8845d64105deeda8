/** What every sync changed, item by item with before and after: the ground for Activity and for undo. */
import type { DatabaseSync } from 'node:sqlite';
import { type SyncReport, syncReportSchema } from '../../../shared/ipc/report.ts';
import type { PlanAction } from '../../../shared/roster/plan.ts';
import { inTransaction } from './database.ts';
import { namingText } from './ledger.ts';

/** What became of an item: `planned` until its answer arrived. */
type Outcome = 'planned' | 'applied' | 'failed';

export interface History {
  /** Opens a record before anything is pushed; its items are `planned`. */
  begin(startedAt: string, actions: readonly PlanAction[]): number;
  settle(sync: number, jid: string, outcome: Outcome): void;
  end(sync: number, report: SyncReport): void;
  /** The report of the last sync that came to its end. */
  lastReport(): SyncReport | null;
}

/** How many syncs are kept; a daily sync for about three years. */
const keptSyncs = 1000;

/** @param account the bare JID whose roster was synced */
export function historyOf(database: DatabaseSync, account: string): History {
  const insertSync = database.prepare('INSERT INTO sync (account, started_at) VALUES (?, ?)');
  const insertChange = database.prepare(
    `INSERT INTO change (sync, jid, action, before, after, outcome) VALUES (?, ?, ?, ?, ?, 'planned')`,
  );
  const settle = database.prepare('UPDATE change SET outcome = ? WHERE sync = ? AND jid = ?');
  const end = database.prepare('UPDATE sync SET report = ? WHERE id = ?');
  const prune = database.prepare(
    'DELETE FROM sync WHERE account = ? AND id <= (SELECT max(id) FROM sync WHERE account = ?) - ?',
  );
  const last = database.prepare(
    'SELECT report FROM sync WHERE account = ? AND report IS NOT NULL ORDER BY id DESC LIMIT 1',
  );

  return {
    begin(startedAt, actions) {
      return inTransaction(database, () => {
        const sync = Number(insertSync.run(account, startedAt).lastInsertRowid);
        for (const { jid, action, before, after } of actions) {
          insertChange.run(sync, jid, action, namingText(before), namingText(after));
        }
        prune.run(account, account, keptSyncs);
        return sync;
      });
    },
    settle(sync, jid, outcome) {
      settle.run(outcome, sync, jid);
    },
    end(sync, report) {
      end.run(JSON.stringify(report), sync);
    },
    lastReport() {
      const row = last.get(account);
      if (!row) return null;
      return syncReportSchema.parse(JSON.parse(String(row['report'])));
    },
  };
}
