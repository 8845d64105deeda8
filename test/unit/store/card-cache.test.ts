import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type CardCache,
  cardCache,
  type ReadBook,
} from '../../../electron/core/store/card-cache.ts';
import { databaseFile, openDatabase } from '../../../electron/core/store/database.ts';
import { type TemporaryFolder, temporaryFolder } from '../../servers/temporary-folders.ts';
import { ordinaryBook } from '../../support/carddav/cached-books.ts';

const john = { address: 'https://cloud.example.com/', username: 'john' };

const contacts: ReadBook = {
  url: 'https://cloud.example.com/dav/john/contacts/',
  name: 'Contacts',
  path: '/dav/john/contacts/',
  home: 'https://cloud.example.com/dav/john/',
  syncToken: 'http://sabre.io/ns/sync/7',
  ...ordinaryBook,
  whole: true,
};
const work: ReadBook = {
  ...contacts,
  url: 'https://cloud.example.com/dav/john/work',
  name: '2024',
  path: '/dav/john/work/',
  syncToken: '1.50',
};

let folder: TemporaryFolder;
let database: DatabaseSync;
let cache: CardCache;

beforeEach(() => {
  folder = temporaryFolder('cache');
  database = openDatabase(folder.path, 'john');
  cache = cardCache(database);
});
afterEach(() => {
  if (database.isOpen) database.close();
  return folder.remove();
});

const card = (name: string, text: string = name, etag = `"${text}"`) => ({ name, etag, text });

/** One complete read. */
function read(books: readonly (readonly [ReadBook, readonly string[]])[], source = john): void {
  const staging = cache.stage(source);
  for (const [{ url }, names] of books) for (const name of names) staging.put(url, card(name));
  staging.commit({ books: books.map(([book]) => book), homes: [] });
}

/** Texts of all cards. */
const texts = () => inOrder().map(({ text }) => text);

function inOrder() {
  const cards = new Map(cache.cards(cache.cardIds()).map((each) => [each.id, each]));
  return cache.cardIds().flatMap((id) => cards.get(id) ?? []);
}

const cachedBooks = () => cache.books(john);

function asCached({ whole: _, unread: __, ...book }: ReadBook) {
  return book;
}

describe('what was read', () => {
  it('is there again after a restart of the program', () => {
    read([
      [contacts, ['b.vcf', 'a.vcf']],
      [work, ['c']],
    ]);
    database.close();
    database = openDatabase(folder.path, 'john');
    cache = cardCache(database);
    expect(cachedBooks()).toEqual([asCached(contacts), asCached(work)]);
    expect(texts()).toEqual(['a.vcf', 'b.vcf', 'c']);
    expect(cache.etags(contacts.url)).toEqual(
      new Map([
        ['a.vcf', '"a.vcf"'],
        ['b.vcf', '"b.vcf"'],
      ]),
    );
  });

  it('is nothing before the first complete read', () => {
    expect(cachedBooks()).toEqual([]);
    expect(texts()).toEqual([]);
    expect(cache.etags(contacts.url)).toEqual(new Map());
    expect(cache.etag(contacts.url, 'a.vcf')).toBeUndefined();
  });

  it('names the address of each card, in a book with or without a last slash', () => {
    read([
      [contacts, ['a%20b.vcf']],
      [work, ['c']],
    ]);
    expect(inOrder().map(({ id: _, ...each }) => each)).toEqual([
      {
        href: 'https://cloud.example.com/dav/john/contacts/a%20b.vcf',
        text: 'a%20b.vcf',
        book: contacts.url,
      },
      { href: 'https://cloud.example.com/dav/john/work/c', text: 'c', book: work.url },
    ]);
  });

  it('is not used for another user or another address', () => {
    read([[contacts, ['a.vcf']]]);
    expect(cache.books({ ...john, username: 'jane' })).toEqual([]);
    expect(cache.books({ ...john, address: 'https://other.example.com/' })).toEqual([]);
    read([[{ ...contacts, name: 'Hers' }, ['z.vcf']]], { ...john, username: 'jane' });
    expect(cachedBooks()).toEqual([]);
    expect(texts()).toEqual(['z.vcf']);
  });
});

describe('what was read from an address', () => {
  it.each([
    'https://cloud.example.com',
    'https://Cloud.example.com:443/',
  ])('is used for the same one written %s', (address) => {
    read([[contacts, ['a.vcf']]]);
    expect(cache.books({ ...john, address })).toEqual([asCached(contacts)]);
    const staging = cache.stage({ ...john, address });
    staging.commit({ books: [{ ...contacts, whole: false }], homes: [] });
    expect(texts()).toEqual(['a.vcf']);
  });
});

describe('a later read', () => {
  it('of changes alone leaves the rest as it is', () => {
    read([[contacts, ['a', 'b', 'c', 'd']]]);
    const staging = cache.stage(john);
    staging.put(contacts.url, card('b', 'new b'));
    staging.put(contacts.url, card('e'));
    staging.remove(contacts.url, 'c');
    staging.remove(contacts.url, 'never there');
    staging.commit({ books: [{ ...contacts, whole: false, syncToken: 'next' }], homes: [] });
    expect(texts()).toEqual(['a', 'new b', 'd', 'e']);
    expect(cachedBooks()[0]?.syncToken).toBe('next');
  });

  it('of the whole book removes what did not come', () => {
    read([[contacts, ['a', 'b', 'c']]]);
    read([[contacts, ['b', 'd']]]);
    expect(texts()).toEqual(['b', 'd']);
  });

  it('keeps the last of two answers about one card', () => {
    const staging = cache.stage(john);
    staging.put(contacts.url, card('a', 'first'));
    staging.put(contacts.url, card('a', 'second'));
    staging.remove(contacts.url, 'b');
    staging.put(contacts.url, card('b', 'back'));
    staging.put(contacts.url, card('c'));
    staging.remove(contacts.url, 'c');
    staging.commit({ books: [contacts], homes: [] });
    expect(texts()).toEqual(['second', 'back']);
  });

  it('removes the books that it does not name, with their cards', () => {
    read([
      [contacts, ['a']],
      [work, ['c']],
    ]);
    const staging = cache.stage(john);
    staging.commit({ books: [{ ...work, whole: false }], homes: [] });
    expect(cachedBooks()).toEqual([asCached(work)]);
    expect(texts()).toEqual(['c']);
  });

  it('can begin a book anew without touching another', () => {
    const staging = cache.stage(john);
    const many = Array.from({ length: 1_200 }, (_, index) => `x${index}`);
    for (const name of many) staging.put(contacts.url, card(name));
    staging.put(work.url, card('c'));
    staging.restart(contacts.url);
    staging.put(contacts.url, card('a'));
    staging.commit({ books: [contacts, work], homes: [] });
    expect(texts()).toEqual(['a', 'c']);
  });
});

describe('the id of a card', () => {
  it('stays while its text and ETag stay, and changes with the text', () => {
    read([[contacts, ['a', 'b']]]);
    const [a, b] = cache.cardIds();
    const staging = cache.stage(john);
    staging.put(contacts.url, card('a'));
    staging.put(contacts.url, card('b', 'new b', '"b"'));
    staging.commit({ books: [contacts], homes: [] });
    const [sameA, otherB] = cache.cardIds();
    expect(sameA).toBe(a);
    expect(otherB).not.toBe(b);
  });

  it('is never used again, so that a version stands for exactly one set of cards', () => {
    const seen = [{ version: cache.version(), ids: cache.cardIds() }];
    for (const names of [['a'], ['a', 'b'], ['a'], ['a', 'c'], ['b', 'c'], [], ['z'], ['a']]) {
      read([[contacts, names]]);
      seen.push({ version: cache.version(), ids: cache.cardIds() });
    }
    const versions = new Set(seen.map(({ version }) => version));
    const sets = new Set(seen.map(({ ids }) => ids.join()));
    const pairs = new Set(seen.map(({ version, ids }) => `${version} ${ids.join()}`));
    expect(versions.size).toBe(pairs.size);
    expect(sets.size).toBe(pairs.size);
  });
});

describe('a read that does not complete', () => {
  it('leaves everything as it was', () => {
    read([[contacts, ['a', 'b']]]);
    const staging = cache.stage(john);
    for (let index = 0; index < 2_000; index++) staging.put(contacts.url, card(`x${index}`));
    staging.remove(contacts.url, 'a');
    staging.discard();
    expect(texts()).toEqual(['a', 'b']);
    read([[work, ['c']]]);
    expect(texts()).toEqual(['c']);
  });

  it('does not lock the database while it waits for the network', () => {
    const staging = cache.stage(john);
    for (let index = 0; index < 2_000; index++) staging.put(contacts.url, card(`x${index}`));
    const other = new DatabaseSync(databaseFile(folder.path, 'john'));
    other.exec('PRAGMA busy_timeout = 0');
    other.exec("BEGIN IMMEDIATE; INSERT INTO evidence VALUES ('john@example.com', 'now'); COMMIT;");
    other.close();
    staging.commit({ books: [contacts], homes: [] });
    expect(texts()).toHaveLength(2_000);
  });

  it('writes nothing into the database file', () => {
    read([[contacts, ['a']]]);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const wal = `${databaseFile(folder.path, 'john')}-wal`;
    const staging = cache.stage(john);
    for (let index = 0; index < 2_000; index++) staging.put(contacts.url, card(`x${index}`));
    expect(statSync(wal).size).toBe(0);
    staging.discard();
  });

  it('leaves the last complete state wherever kill -9 hits it', async () => {
    read([[contacts, ['a', 'b']]]);
    database.close();
    // Reads on and on: every state has only cards of one round, and its token says which.
    const script = `
      import { cardCache } from '${new URL('../../../electron/core/store/card-cache.ts', import.meta.url)}';
      import { openDatabase } from '${new URL('../../../electron/core/store/database.ts', import.meta.url)}';
      const cache = cardCache(openDatabase(${JSON.stringify(folder.path)}, 'john'));
      for (let round = 0; ; round++) {
        const staging = cache.stage(${JSON.stringify(john)});
        for (let index = 0; index < 3000; index++) {
          const name = 'card-' + index;
          staging.put(${JSON.stringify(contacts.url)}, { name, etag: String(round), text: 'round ' + round });
        }
        staging.commit({ books: [{ ...${JSON.stringify(contacts)}, syncToken: String(round) }], homes: [] });
        if (round === 1) process.stdout.write('on');
      }`;
    for (const delay of [1, 7, 23, 40]) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.kill('SIGKILL');
      await once(child, 'exit');
      database = openDatabase(folder.path, 'john');
      cache = cardCache(database);
      const round = cachedBooks()[0]?.syncToken;
      expect(texts()).toHaveLength(3_000);
      expect(new Set(texts())).toEqual(new Set([`round ${round}`]));
      expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
      database.close();
    }
  });
});

describe('the database of the first version', () => {
  it('gets the tables it lacks and keeps what it has', () => {
    database.close();
    const file = databaseFile(folder.path, 'jane');
    const older = new DatabaseSync(file);
    older.exec(firstVersion);
    older.exec("INSERT INTO evidence VALUES ('jane@example.com', '2026-11-20')");
    older.close();
    database = openDatabase(folder.path, 'jane');
    cache = cardCache(database);
    read([[contacts, ['a']]]);
    expect(texts()).toEqual(['a']);
    expect(database.prepare('SELECT count(*) AS kept FROM evidence').get()).toEqual({ kept: 1 });
  });
});

/** As it was released. */
const firstVersion = `
  CREATE TABLE ledger (
    account TEXT NOT NULL, jid TEXT NOT NULL, name TEXT NOT NULL, groups TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('intended', 'confirmed')), original TEXT,
    PRIMARY KEY (account, jid)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE sync (
    id INTEGER PRIMARY KEY, account TEXT NOT NULL, started_at TEXT NOT NULL, report TEXT
  ) STRICT;
  CREATE TABLE change (
    sync INTEGER NOT NULL REFERENCES sync (id) ON DELETE CASCADE, jid TEXT NOT NULL,
    action TEXT NOT NULL, before TEXT, after TEXT, outcome TEXT NOT NULL, PRIMARY KEY (sync, jid)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE evidence (account TEXT PRIMARY KEY, unversioned_at TEXT NOT NULL) STRICT;
  PRAGMA user_version = 1;`;
