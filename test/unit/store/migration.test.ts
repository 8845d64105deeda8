import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { databaseFile, openDatabase } from '../../../electron/core/store/database.ts';
import { ledgerOf } from '../../../electron/core/store/ledger.ts';
import { type TemporaryFolder, temporaryFolder } from '../../servers/temporary-folders.ts';
import { entry } from '../../support/roster/samples.ts';

let folder: TemporaryFolder;

beforeEach(() => {
  folder = temporaryFolder('migration');
});
afterEach(() => folder.remove());

/** The tables that the third version changes, as the second left them. */
const second = `
  CREATE TABLE ledger (account TEXT NOT NULL, jid TEXT NOT NULL, name TEXT NOT NULL,
    groups TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('intended', 'confirmed')),
    original TEXT, PRIMARY KEY (account, jid)) STRICT, WITHOUT ROWID;
  CREATE TABLE sync (id INTEGER PRIMARY KEY, account TEXT NOT NULL, started_at TEXT NOT NULL,
    report TEXT) STRICT;
  CREATE TABLE change (sync INTEGER NOT NULL REFERENCES sync (id) ON DELETE CASCADE, jid TEXT NOT NULL,
    action TEXT NOT NULL, before TEXT, after TEXT, outcome TEXT NOT NULL,
    PRIMARY KEY (sync, jid)) STRICT, WITHOUT ROWID;
  INSERT INTO ledger VALUES ('john@example.com', 'a@b', 'Anna', '["Home"]', 'confirmed',
    '{"name":"Mum","groups":["Family"]}');
  PRAGMA user_version = 2;`;

it('a ledger of an earlier version is kept, word for word', () => {
  const file = databaseFile(folder.path, 'john');
  mkdirSync(path.dirname(file), { recursive: true });
  const earlier = new DatabaseSync(file);
  earlier.exec(second);
  earlier.close();

  const database = openDatabase(folder.path, 'john');
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
