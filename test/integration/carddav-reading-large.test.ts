/** 10,000 cards on real servers: read, followed, read anew, and the reading program killed in the middle. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type AddressBookReading,
  readAddressBook,
} from '../../electron/core/carddav/address-book.ts';
import { type CardCache, cardCache } from '../../electron/core/store/card-cache.ts';
import { databaseFile, openDatabase } from '../../electron/core/store/database.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { type TemporaryFolder, temporaryFolder } from '../servers/temporary-folders.ts';
import { startXandikos, type XandikosServer } from '../servers/xandikos.ts';
import { card, people } from '../support/contact/cards.ts';

const all = 10_000;

let radicale: RadicaleServer;
let xandikos: XandikosServer;
let folder: TemporaryFolder;
let database: DatabaseSync;
let cache: CardCache;

beforeAll(async () => {
  [radicale, xandikos] = await Promise.all([startRadicale(), startXandikos()]);
  await radicale.writeCards(people(all));
  await xandikos.putCard('person-0.vcf', card('person-0', 'Person 0', '+16135550000'));
  await xandikos.writeCards(people(all));
});
afterAll(() => Promise.all([radicale?.stop(), xandikos?.stop()]));

beforeEach(() => {
  folder = temporaryFolder('reading-large');
  database = openDatabase(folder.path, 'john');
  cache = cardCache(database);
});
afterEach(async () => {
  if (database.isOpen) database.close();
  await folder.remove();
});

async function read(url: string): Promise<AddressBookReading> {
  const source = { url, books: [], username: radicale.username, credentials: radicale };
  const signal = AbortSignal.timeout(280_000);
  return await readAddressBook({ ...source, defaultCountry: 'CA' }, cache, signal, () => undefined);
}

const names = (reading: AddressBookReading) => reading.contacts.map(({ name }) => name);

// A busy machine may take minutes for what takes Radicale 10 s.
describe('10,000 cards', { timeout: 300_000 }, () => {
  it.each([
    {
      name: 'Radicale',
      server: () => radicale,
      // It forgets its tokens after 30 days, and answers 403 then.
      forget: () => rm(path.join(cachesOfRadicale(), 'sync-token'), { recursive: true }),
    },
    {
      name: 'Xandikos',
      server: () => xandikos,
      // Its tokens are trees of its repository: one that was there and is not any more. It answers 500.
      forget: async () => {
        database.prepare('UPDATE book SET sync_token = ?').run('0123456789'.repeat(4));
      },
    },
  ])('on $name are read, followed, and read again after their token has expired', async ({
    server,
    forget,
  }) => {
    const { url, putCard, deleteCard } = server();
    const first = await read(url);
    expect(first).toMatchObject({ cards: all, followsChanges: false });
    expect(first.contacts).toHaveLength(all);
    expect(await read(url)).toMatchObject({ cards: all, followsChanges: true });
    const unchanged = await read(url);
    expect(unchanged).toMatchObject({ cards: all, requests: 1 });
    expect(unchanged.bytes).toBeLessThan(200);

    await putCard('zaphod.vcf', card('zaphod', 'Zaphod', '+16135559999'));
    await putCard('person-7.vcf', card('person-7', 'Ford', '+16135550007'));
    await deleteCard('person-8.vcf');
    const changed = await read(url);
    expect(changed).toMatchObject({ cards: all, requests: 2 });
    expect(names(changed)).toEqual(expect.arrayContaining(['Zaphod', 'Ford']));

    await forget();
    await deleteCard('person-9.vcf');
    await putCard('person-7.vcf', card('person-7', 'Arthur', '+16135550007'));
    const compared = await read(url);
    expect(compared).toMatchObject({ cards: all - 1 });
    expect(names(compared)).toContain('Arthur');
    // The list of all cards without their texts, and the one text that has changed.
    expect(compared.bytes).toBeLessThan(first.bytes);
    expect(await read(url)).toMatchObject({ cards: all - 1, requests: 1 });
  });

  it('are all there or not at all wherever the reading program is killed', async () => {
    await read(radicale.url);
    const complete = cache.cardIds().length;
    database.close();
    const module = (file: string) =>
      JSON.stringify(new URL(`../../electron/core/${file}`, import.meta.url));
    const script = `
      import { readAddressBook } from ${module('carddav/address-book.ts')};
      import { cardCache } from ${module('store/card-cache.ts')};
      import { openDatabase } from ${module('store/database.ts')};
      const { folder, source } = JSON.parse(process.argv[1]);
      const cache = cardCache(openDatabase(folder, 'john'));
      console.log('begin');
      await readAddressBook(source, cache, new AbortController().signal, () => console.log('cards'));
      process.exit(0);`;
    const source = {
      ...{ url: radicale.url, books: [], username: 'jane', defaultCountry: 'CA' },
      credentials: { username: radicale.username, password: radicale.password },
    };
    const run = async (killAfter: number) => {
      const task = JSON.stringify({ folder: folder.path, source });
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, task], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let lines = 0;
      child.stdout.on('data', (chunk: Buffer) => {
        lines += chunk.toString().split('\n').length - 1;
        if (lines > killAfter) child.kill('SIGKILL');
      });
      const [code] = await once(child, 'exit');
      database = new DatabaseSync(databaseFile(folder.path, 'john'));
      const { cards } = database.prepare('SELECT count(*) AS cards FROM card').get() ?? {};
      const { username } = database.prepare('SELECT username FROM book_source').get() ?? {};
      database.close();
      return { code, cards, username };
    };
    const johns = { code: null, cards: complete, username: radicale.username };
    for (const killAfter of [0, 1, 50, 99]) expect(await run(killAfter)).toEqual(johns);
    expect(await run(1_000_000)).toEqual({ code: 0, cards: complete, username: 'jane' });
    database = openDatabase(folder.path, 'john');
  });
});

function cachesOfRadicale(): string {
  const { folder: radicaleFolder, username } = radicale;
  const root = path.join(radicaleFolder, 'collections', 'collection-root');
  return path.join(root, username, 'contacts', '.Radicale.cache');
}
