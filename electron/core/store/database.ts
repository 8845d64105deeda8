/**
 * One database file for each profile: its ledger, its history, its address book as last read, and what was
 * seen of its server. Opened with WAL and written in transactions, so that a process killed at any point
 * leaves the last complete state.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { RolodialError } from '../../../shared/errors.ts';

/** Each entry migrates a database from the version before it; entries are never changed. */
const migrations: readonly string[] = [
  `CREATE TABLE ledger (
     account TEXT NOT NULL,
     jid TEXT NOT NULL,
     name TEXT NOT NULL,
     groups TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('intended', 'confirmed')),
     original TEXT,
     PRIMARY KEY (account, jid)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE sync (
     id INTEGER PRIMARY KEY,
     account TEXT NOT NULL,
     started_at TEXT NOT NULL,
     report TEXT
   ) STRICT;
   CREATE TABLE change (
     sync INTEGER NOT NULL REFERENCES sync (id) ON DELETE CASCADE,
     jid TEXT NOT NULL,
     action TEXT NOT NULL,
     before TEXT,
     after TEXT,
     outcome TEXT NOT NULL,
     PRIMARY KEY (sync, jid)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE evidence (
     account TEXT PRIMARY KEY,
     unversioned_at TEXT NOT NULL
   ) STRICT;`,
  `CREATE TABLE book_source (
     only INTEGER PRIMARY KEY CHECK (only = 1),
     address TEXT NOT NULL,
     username TEXT NOT NULL
   ) STRICT;
   CREATE TABLE book (
     id INTEGER PRIMARY KEY,
     url TEXT NOT NULL UNIQUE,
     name TEXT NOT NULL,
     path TEXT NOT NULL,
     home TEXT,
     sync_token TEXT,
     ctag TEXT
   ) STRICT;
   CREATE TABLE card (
     -- AUTOINCREMENT: an id is never given twice, so that it stands for one text of one card.
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     book INTEGER NOT NULL REFERENCES book (id) ON DELETE CASCADE,
     name TEXT NOT NULL,
     etag TEXT NOT NULL,
     text TEXT NOT NULL,
     UNIQUE (book, name)
   ) STRICT;`,
  `CREATE TABLE ledger_with_pending (
     account TEXT NOT NULL,
     jid TEXT NOT NULL,
     name TEXT NOT NULL,
     groups TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('intended', 'confirmed', 'leaving')),
     original TEXT,
     pending TEXT,
     overruled INTEGER NOT NULL,
     PRIMARY KEY (account, jid)
   ) STRICT, WITHOUT ROWID;
   INSERT INTO ledger_with_pending
     SELECT account, jid, name, groups, state, original, NULL, 0 FROM ledger;
   DROP TABLE ledger;
   ALTER TABLE ledger_with_pending RENAME TO ledger;
   -- The sync that this one takes back; until it is released, no sync runs by itself.
   ALTER TABLE sync ADD COLUMN undoes INTEGER;
   ALTER TABLE sync ADD COLUMN released INTEGER NOT NULL DEFAULT 0;
   -- What the ledger said before the change; what was recorded without it cannot be undone.
   DELETE FROM change;
   ALTER TABLE change ADD COLUMN ledger TEXT;
   CREATE TABLE refusal (
     account TEXT NOT NULL,
     jid TEXT NOT NULL,
     after TEXT,
     condition TEXT NOT NULL,
     text TEXT NOT NULL,
     PRIMARY KEY (account, jid)
   ) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE taken_off (
     account TEXT NOT NULL,
     jid TEXT NOT NULL,
     group_name TEXT NOT NULL,
     back_at TEXT,
     PRIMARY KEY (account, jid, group_name)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE openfire_groups (
     account TEXT PRIMARY KEY,
     groups TEXT NOT NULL
   ) STRICT;
   CREATE TABLE member_profile (
     account TEXT NOT NULL,
     jid TEXT NOT NULL,
     name TEXT,
     name_from TEXT,
     avatar_type TEXT,
     avatar TEXT,
     ask_again_at TEXT NOT NULL,
     PRIMARY KEY (account, jid)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE remote_request (
     id INTEGER PRIMARY KEY,
     account TEXT NOT NULL,
     kind TEXT NOT NULL CHECK (kind IN ('fetch', 'refresh')),
     report TEXT NOT NULL
   ) STRICT;
   -- The last roster set that was refused as by a remote roster.
   CREATE TABLE remote_refusal (
     account TEXT PRIMARY KEY,
     at TEXT NOT NULL,
     condition TEXT NOT NULL
   ) STRICT;`,
  `-- The roster that Rolodial keeps itself, as a service: its items, and its document as it was last served.
   CREATE TABLE served_item (
     account TEXT NOT NULL,
     jid TEXT NOT NULL,
     name TEXT NOT NULL,
     groups TEXT NOT NULL,
     PRIMARY KEY (account, jid)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE served_import (
     account TEXT PRIMARY KEY,
     at TEXT NOT NULL,
     source TEXT NOT NULL CHECK (source IN ('roster', 'file')),
     items INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE served_document (
     account TEXT PRIMARY KEY,
     built_at TEXT NOT NULL,
     -- Names this text alone: the ETag.
     tag TEXT NOT NULL,
     text TEXT NOT NULL,
     items INTEGER NOT NULL,
     -- Items have changed since it was built.
     stale INTEGER NOT NULL,
     -- The tag that the server was last told of.
     announced TEXT
   ) STRICT;`,
  `-- Every sync and undo that was tried; without an outcome until it has ended.
   CREATE TABLE attempt (
     id INTEGER PRIMARY KEY,
     account TEXT NOT NULL,
     what TEXT NOT NULL CHECK (what IN ('sync', 'undo')),
     by_schedule INTEGER NOT NULL,
     started_at TEXT NOT NULL,
     ended_at TEXT,
     outcome TEXT,
     problem TEXT
   ) STRICT;`,
  `-- What the server keeps in the place of our name and groups, where it changes them.
   ALTER TABLE ledger ADD COLUMN stored TEXT;`,
];

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
