/** Every sync and undo that was tried, with its time and how it ended. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { type Attempt, attemptSchema } from '../../../shared/contract/state.ts';
import type { Problem } from '../../../shared/errors.ts';
import { inTransaction } from './database.ts';

export interface Attempts {
  /** Opens a record before anything is done. @returns its id */
  begin(what: Attempt['what'], bySchedule: boolean): number;
  /** Says how it ended, now. */
  end(id: number, outcome: Attempt['outcome'], problem: Problem | null): Attempt;
  /**
   * Marks what never ended as interrupted. To be called only while the profile's lock is held, for another
   * process may be at it.
   */
  closeInterrupted(): void;
  /** The newest that has ended, or was interrupted; null before the first. */
  last(): Attempt | null;
}

/** As many as the history keeps syncs. */
const kept = 1000;

const rowSchema = z
  .object({
    what: z.string(),
    by_schedule: z.int(),
    started_at: z.string(),
    ended_at: z.string().nullable(),
    outcome: z.string(),
    problem: z.string().nullable(),
  })
  .transform(({ what, by_schedule, started_at, ended_at, outcome, problem }) =>
    attemptSchema.parse({
      what,
      bySchedule: by_schedule === 1,
      startedAt: started_at,
      endedAt: ended_at,
      outcome,
      problem: problem === null ? null : JSON.parse(problem),
    }),
  );

/** @param account the bare JID whose roster it is about */
export function attemptsOf(database: DatabaseSync, account: string): Attempts {
  const insert = database.prepare(
    'INSERT INTO attempt (account, what, by_schedule, started_at) VALUES (?, ?, ?, ?)',
  );
  const prune = database.prepare(
    'DELETE FROM attempt WHERE account = ? AND id <= (SELECT max(id) FROM attempt WHERE account = ?) - ?',
  );
  const update = database.prepare(
    'UPDATE attempt SET ended_at = ?, outcome = ?, problem = ? WHERE id = ?',
  );
  const columns = 'what, by_schedule, started_at, ended_at, outcome, problem';
  const find = database.prepare(`SELECT ${columns} FROM attempt WHERE id = ?`);
  const interrupt = database.prepare(
    `UPDATE attempt SET outcome = 'interrupted' WHERE account = ? AND outcome IS NULL`,
  );
  const newest = database.prepare(
    `SELECT ${columns} FROM attempt WHERE account = ? AND outcome IS NOT NULL ORDER BY id DESC LIMIT 1`,
  );
  return {
    begin(what, bySchedule) {
      return inTransaction(database, () => {
        const startedAt = new Date().toISOString();
        const { lastInsertRowid } = insert.run(account, what, bySchedule ? 1 : 0, startedAt);
        prune.run(account, account, kept);
        return Number(lastInsertRowid);
      });
    },
    end(id, outcome, problem) {
      update.run(new Date().toISOString(), outcome, problem && JSON.stringify(problem), id);
      return rowSchema.parse(find.get(id));
    },
    closeInterrupted() {
      interrupt.run(account);
    },
    last() {
      const row = newest.get(account);
      return row ? rowSchema.parse(row) : null;
    },
  };
}

/**
 * Records that an attempt begins. A record that cannot be written, on a full disk, must not hide the attempt:
 * the state and the schedule go by how it ended.
 * @returns records how it ended
 */
export function beginAttempt(attempts: Attempts, what: Attempt['what'], bySchedule: boolean) {
  const startedAt = new Date().toISOString();
  const id = ifPossible(() => attempts.begin(what, bySchedule));
  return (outcome: Attempt['outcome'], problem: Problem | null): Attempt => {
    const ended = { what, bySchedule, startedAt, endedAt: new Date().toISOString() };
    const recorded = ifPossible(() => id && attempts.end(id, outcome, problem));
    return recorded || { ...ended, outcome, problem };
  };
}

function ifPossible<Result>(write: () => Result): Result | undefined {
  try {
    return write();
  } catch {
    return undefined;
  }
}
