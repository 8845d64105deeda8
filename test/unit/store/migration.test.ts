import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cardCache } from '../../../electron/core/store/card-cache.ts';
import { databaseFile, openDatabase } from '../../../electron/core/store/database.ts';
import { ledgerOf } from '../../../electron/core/store/ledger.ts';
import { type TemporaryFolder, temporaryFolder } from '../../servers/temporary-folders.ts';
import { entry } from '../../support/roster/samples.ts';

let folder: TemporaryFolder;

beforeEach(() => {
  folder = temporaryFolder('migration');
});
afterEach(() => folder.remove());

/** The tables that later versions change, as the second left them. */
const second = `
  CREATE TABLE ledger (account TEXT NOT NULL, jid TEXT NOT NULL, name TEXT NOT NULL,
    groups TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('intended', 'confirmed')),
    original TEXT, PRIMARY KEY (account, jid)) STRICT, WITHOUT ROWID;
  CREATE TABLE sync (id INTEGER PRIMARY KEY, account TEXT NOT NULL, started_at TEXT NOT NULL,
    report TEXT) STRICT;
  CREATE TABLE change (sync INTEGER NOT NULL REFERENCES sync (id) ON DELETE CASCADE, jid TEXT NOT NULL,
    action TEXT NOT NULL, before TEXT, after TEXT, outcome TEXT NOT NULL,
    PRIMARY KEY (sync, jid)) STRICT, WITHOUT ROWID;
  CREATE TABLE book_source (only INTEGER PRIMARY KEY CHECK (only = 1), address TEXT NOT NULL,
    username TEXT NOT NULL) STRICT;
  CREATE TABLE book (id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    path TEXT NOT NULL, home TEXT, sync_token TEXT, ctag TEXT) STRICT;
  CREATE TABLE card (id INTEGER PRIMARY KEY AUTOINCREMENT,
    book INTEGER NOT NULL REFERENCES book (id) ON DELETE CASCADE, name TEXT NOT NULL,
    etag TEXT NOT NULL, text TEXT NOT NULL, UNIQUE (book, name)) STRICT;
  INSERT INTO book_source VALUES (1, 'https://a/', 'john');
  INSERT INTO book VALUES (1, 'https://a/b/', 'Book', '/b/', 'https://a/', '7', NULL);
  INSERT INTO ledger VALUES ('john@example.com', 'a@b', 'Anna', '["Home"]', 'confirmed',
    '{"name":"Mum","groups":["Family"]}');
  PRAGMA user_version = 2;`;

/** A database of the second version, opened by this one. */
function migrated(): DatabaseSync {
  const file = databaseFile(folder.path, 'john');
  mkdirSync(path.dirname(file), { recursive: true });
  const earlier = new DatabaseSync(file);
  earlier.exec(second);
  earlier.close();
  return openDatabase(folder.path, 'john');
}

it('a ledger of an earlier version is kept, word for word', () => {
  const database = migrated();
  const ledger = ledgerOf(database, 'john@example.com');
  expect(ledger.entries()).toEqual([
    entry('a@b', 'Anna', ['Home'], { original: { name: 'Mum', groups: ['Family'] } }),
  ]);
  const leaving = entry('c@d', 'Bob', [], {
    state: 'leaving',
    pending: { name: 'Bob', groups: ['Home'] },
    overruled: 2,
  });
  ledger.put([leaving]);
  expect(ledger.entries()).toContainEqual(leaving);
  database.close();
});

it('a book of an earlier version keeps its sync token, and is due for a comparison', () => {
  const database = migrated();
  const source = { address: 'https://a/', username: 'john' };
  const cache = cardCache(database);
  expect(cache.books(source)).toMatchObject([
    { url: 'https://a/b/', syncToken: '7', comparedAt: null, absence: null, isShared: false },
  ]);
  expect(cache.homes(source)).toEqual(['https://a/']);
  database.close();
});
