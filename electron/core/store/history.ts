/** What every sync changed, item by item with before and after; undo is worked out from it. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import {
  type SyncReport,
  syncReportSchema,
  type UndoReport,
  undoReportSchema,
} from '../../../shared/contract/report.ts';
import type { PlanAction } from '../../../shared/roster/plan.ts';
import type { RecordedChange } from '../../../shared/roster/undo.ts';
import { inTransaction } from './database.ts';
import { ledgerEntryOf, namingOf, namingText } from './ledger.ts';

/** What became of an item: `planned` until its answer arrived. */
type Outcome = 'planned' | 'applied' | 'failed';

/** A sync that can be undone. */
export interface RecordedSync {
  readonly id: number;
  readonly startedAt: string;
  /** What it changed, or may have changed: what failed is not among it. */
  readonly changes: readonly RecordedChange[];
}

export interface History {
  /**
   * Opens a record before anything is pushed.
   * @param undoes the sync that this one takes back, or null
   */
  begin(startedAt: string, undoes: number | null): number;
  /**
   * Adds what is about to be pushed, `planned`. Where the sync has planned the item before, the item stays
   * recorded as it stood before the sync.
   */
  plan(sync: number, actions: readonly PlanAction[]): void;
  /** What was planned, and then not sent. */
  drop(sync: number, jids: readonly string[]): void;
  settle(sync: number, jid: string, outcome: Outcome): void;
  end(sync: number, report: SyncReport | UndoReport): void;
  /** The report of the last sync that came to its end; undoing is none. */
  lastReport(): SyncReport | null;
  /** The last sync that changed something and was not undone yet, or null. */
  lastUndoable(): RecordedSync | null;
  /** When that sync began, quickly. */
  undoableSince(): string | null;
  /** When the sync began that was undone last, while no sync since, and no {@link release}, has said to go on. */
  undone(): string | null;
  /** Lets syncs run by themselves again after an undo. */
  release(): void;
}

/** How many syncs are kept; a daily sync for about three years. */
const keptSyncs = 1000;

const changeSchema = z.object({
  jid: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  ledger: z.string().nullable(),
});

/** @param account the bare JID whose roster was synced */
export function historyOf(database: DatabaseSync, account: string): History {
  const insertSync = database.prepare(
    'INSERT INTO sync (account, started_at, undoes) VALUES (?, ?, ?)',
  );
  const insertChange = database.prepare(
    `INSERT INTO change (sync, jid, action, before, after, ledger, outcome)
     VALUES (?, ?, ?, ?, ?, ?, 'planned')
     ON CONFLICT (sync, jid) DO UPDATE SET after = excluded.after, outcome = 'planned'`,
  );
  const drop = database.prepare('DELETE FROM change WHERE sync = ? AND jid = ?');
  const settle = database.prepare('UPDATE change SET outcome = ? WHERE sync = ? AND jid = ?');
  const end = database.prepare('UPDATE sync SET report = ? WHERE id = ?');
  const prune = database.prepare(
    'DELETE FROM sync WHERE account = ? AND id <= (SELECT max(id) FROM sync WHERE account = ?) - ?',
  );
  const last = database.prepare(
    `SELECT report FROM sync WHERE account = ? AND undoes IS NULL AND report IS NOT NULL
     ORDER BY id DESC LIMIT 1`,
  );
  const undos = database.prepare(
    'SELECT undoes, report FROM sync WHERE account = ? AND undoes IS NOT NULL AND report IS NOT NULL',
  );
  const changing = database.prepare(
    `SELECT id, started_at FROM sync WHERE account = ? AND undoes IS NULL AND EXISTS
       (SELECT 1 FROM change WHERE sync = sync.id AND outcome <> 'failed')
     ORDER BY id DESC`,
  );
  const changes = database.prepare(
    `SELECT jid, before, after, ledger FROM change WHERE sync = ? AND outcome <> 'failed' ORDER BY jid`,
  );
  const undone = database.prepare(
    `SELECT undone.started_at FROM sync AS newest JOIN sync AS undone ON undone.id = newest.undoes
     WHERE newest.id = (SELECT max(id) FROM sync WHERE account = ?) AND newest.released = 0`,
  );
  const release = database.prepare(
    'UPDATE sync SET released = 1 WHERE account = ? AND undoes IS NOT NULL',
  );

  /** Syncs whose undoing came to its end without a failed item. */
  function undoneSyncs(): Set<number> {
    return new Set(
      undos
        .all(account)
        .filter(({ report }) => readUndo(report).failed.length === 0)
        .map(({ undoes }) => Number(undoes)),
    );
  }

  function undoable(): { id: number; startedAt: string } | null {
    const gone = undoneSyncs();
    const row = changing.all(account).find(({ id }) => !gone.has(Number(id)));
    return row ? { id: Number(row['id']), startedAt: String(row['started_at']) } : null;
  }

  return {
    begin(startedAt, undoes) {
      return inTransaction(database, () => {
        const sync = Number(insertSync.run(account, startedAt, undoes).lastInsertRowid);
        prune.run(account, account, keptSyncs);
        return sync;
      });
    },
    plan(sync, actions) {
      if (actions.length === 0) return;
      inTransaction(database, () => {
        for (const { jid, action, before, after, ledgerBefore } of actions) {
          const ledger = ledgerBefore && JSON.stringify(ledgerBefore);
          insertChange.run(sync, jid, action, namingText(before), namingText(after), ledger);
        }
      });
    },
    drop(sync, jids) {
      if (jids.length === 0) return;
      inTransaction(database, () => {
        for (const jid of jids) drop.run(sync, jid);
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
    lastUndoable() {
      const found = undoable();
      return (
        found && {
          ...found,
          changes: changes.all(found.id).map((change) => {
            const { jid, before, after, ledger } = changeSchema.parse(change);
            return {
              jid,
              before: namingOf(before),
              after: namingOf(after),
              ledgerBefore: ledgerEntryOf(ledger),
            };
          }),
        }
      );
    },
    undoableSince: () => undoable()?.startedAt ?? null,
    undone() {
      const row = undone.get(account);
      return row ? String(row['started_at']) : null;
    },
    release() {
      release.run(account);
    },
  };
}

function readUndo(report: unknown): UndoReport {
  return undoReportSchema.parse(JSON.parse(String(report)));
}
