/**
 * One database file for each profile: its ledger, its history, its address book as last read, and what was
 * seen of its server. Opened with WAL and written in transactions, so that a process killed at any point
 * leaves the last complete state.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { RolodialError } from '../../../shared/errors.ts';
import { migrations } from './migrations.ts';

export function databaseFile(dataFolder: string, profile: string): string {
  return path.join(dataFolder, 'profiles', `${profile}.sqlite`);
}

/**
 * Opens the profile's database, and creates or migrates it as needed.
 *
 * @throws RolodialError `bad-input` where the folder cannot be used, `internal` where the file was written
 *   by a newer Rolodial
 */
export function openDatabase(dataFolder: string, profile: string): DatabaseSync {
  const file = databaseFile(dataFolder, profile);
  const database = openFile(file, dataFolder);
  // In WAL mode, NORMAL loses at most the last transactions when the power fails, never the file's integrity.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  database.exec('PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;');
  try {
    migrate(database, file);
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

function openFile(file: string, dataFolder: string): DatabaseSync {
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    return new DatabaseSync(file);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new RolodialError(
      'bad-input',
      `Rolodial cannot keep its records in ${dataFolder}: ${detail}. Make it writable, or choose another folder with --data.`,
      { file: dataFolder, detail },
      { cause: error },
    );
  }
}

function migrate(database: DatabaseSync, file: string): void {
  inTransaction(database, () => {
    const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
    if (version > migrations.length) {
      throw new RolodialError(
        'internal',
        `${file} was written by a newer version of Rolodial. Install that version again.`,
        { detail: file },
      );
    }
    for (const migration of migrations.slice(version)) database.exec(migration);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

/** Runs the work in one transaction, which is rolled back where it throws. */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
