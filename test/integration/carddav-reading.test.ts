/** Reading real address books again and again: Radicale, and Xandikos, which is awkward on purpose. */
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
import { davRequest } from '../servers/dav-request.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { type TemporaryFolder, temporaryFolder } from '../servers/temporary-folders.ts';
import { startXandikos, type XandikosServer } from '../servers/xandikos.ts';
import { card, people } from './support/cards.ts';

/** What both servers' books can do for a test. */
type BookServer = Pick<RadicaleServer, 'url' | 'putCard' | 'deleteCard'>;

let radicale: RadicaleServer;
let xandikos: XandikosServer;
let folder: TemporaryFolder;
let database: DatabaseSync;
let cache: CardCache;

beforeAll(async () => {
  [radicale, xandikos] = await Promise.all([
    startRadicale({ books: ['contacts', 'large', 'friends', 'work'] }),
    startXandikos(),
  ]);
});
afterAll(() => Promise.all([radicale?.stop(), xandikos?.stop()]));

beforeEach(() => {
  folder = temporaryFolder('reading');
  database = openDatabase(folder.path, 'john');
  cache = cardCache(database);
});
afterEach(async () => {
  database.close();
  await folder.remove();
});

async function read(url: string, books: readonly string[] = []): Promise<AddressBookReading> {
  const source = { url, books, username: radicale.username, credentials: radicale };
  const signal = AbortSignal.timeout(100_000);
  return await readAddressBook({ ...source, defaultCountry: 'CA' }, cache, signal, () => undefined);
}

const names = (reading: AddressBookReading) => reading.contacts.map(({ name }) => name).toSorted();

/** What a token is to a server that has forgotten it. */
function expireToken(token: string): void {
  database.prepare('UPDATE book SET sync_token = ?').run(token);
}

describe.each<{
  name: string;
  server: () => BookServer;
  unknownToken: string;
}>([
  {
    name: 'Radicale',
    server: () => radicale,
    // It answers 403 with valid-sync-token.
    unknownToken: `http://radicale.org/ns/sync/${'0'.repeat(64)}`,
  },
  // It answers 500.
  { name: 'Xandikos', server: () => xandikos, unknownToken: '0'.repeat(40) },
])('a book on $name', ({ server, unknownToken }) => {
  const numbers = new Map([
    ['Anna', '+16135550101'],
    ['Björn <&>', '+16135550102'],
    ['Chloé', '+16135550103'],
  ]);

  beforeEach(async () => {
    for (const [name, number] of numbers) {
      await server().putCard(`${name}.vcf`, card(name, name, number));
    }
    // Once for the cards, once for the token.
    expect(names(await read(server().url))).toEqual([...numbers.keys()]);
    expect((await read(server().url)).followsChanges).toBe(true);
  });
  afterEach(async () => {
    for (const { href } of cache.cards(cache.cardIds())) {
      await server().deleteCard(decodeURIComponent(href.slice(server().url.length)));
    }
  });

  it('is asked once where nothing has changed, and answers next to nothing', async () => {
    const reading = await read(server().url);
    expect(reading).toMatchObject({ cards: 3, requests: 1 });
    expect(reading.bytes).toBeLessThan(300);
  });

  it('is followed through cards that are added, changed, renamed and deleted', async () => {
    await server().putCard('Dmitri.vcf', card('Dmitri', 'Дмитрий', '+16135550104'));
    await server().putCard('Anna.vcf', card('Anna', 'Anna B', '+16135550101'));
    await server().deleteCard('Chloé.vcf');
    let reading = await read(server().url);
    expect(names(reading)).toEqual(['Anna B', 'Björn <&>', 'Дмитрий']);
    expect(reading.requests).toBe(2);

    // Another file name for the same person, as some clients do it.
    await server().deleteCard('Anna.vcf');
    await server().putCard('anna-b.vcf', card('Anna', 'Anna B', '+16135550109'));
    reading = await read(server().url);
    expect(names(reading)).toEqual(['Anna B', 'Björn <&>', 'Дмитрий']);
    const anna = reading.contacts.find(({ uid }) => uid === 'Anna');
    expect(anna?.numbers.map(({ number }) => number)).toEqual(['+16135550109']);

    await server().deleteCard('Dmitri.vcf');
    expect(names(await read(server().url))).toEqual(['Anna B', 'Björn <&>']);
    expect(await read(server().url)).toMatchObject({ cards: 2, requests: 1 });
  });

  it('is compared as a whole when the token has expired, and followed again from there', async () => {
    await server().putCard('Anna.vcf', card('Anna', 'Anna B', '+16135550101'));
    await server().deleteCard('Chloé.vcf');
    expireToken(unknownToken);
    const reading = await read(server().url);
    expect(names(reading)).toEqual(['Anna B', 'Björn <&>']);
    expect(await read(server().url)).toMatchObject({ cards: 2, requests: 1 });
  });
});

describe('several books on Radicale', () => {
  const home = () => `${radicale.rootUrl}${radicale.username}/`;

  it('are all read, and one that was deleted is missed without losing anything', async () => {
    await radicale.putCard('zoe.vcf', card('zoe', 'Zoë', '+16135550101'), 'friends');
    await radicale.putCard('bob.vcf', card('bob', 'Bob', '+16135550102'), 'work');
    for (const expected of [false, true]) {
      const reading = await read(home());
      expect(names(reading)).toEqual(['Bob', 'Zoë']);
      expect(reading.followsChanges).toBe(expected);
    }
    expect(await read(home())).toMatchObject({ cards: 2, requests: 1 });

    await radicale.putCard('zoe.vcf', card('zoe', 'Zoë L', '+16135550101'), 'friends');
    expect(names(await read(home()))).toEqual(['Bob', 'Zoë L']);

    const url = radicale.bookUrl('work');
    expect(await davRequest(url, { method: 'DELETE', credentials: radicale })).toMatchObject({
      status: 200,
    });
    await expect(read(home())).rejects.toMatchObject({
      code: 'carddav-not-found',
      params: { url, book: 'work' },
    });
    expect(cache.cardIds()).toHaveLength(2);
    const rest = ['contacts', 'friends', 'large'].map((book) => radicale.bookUrl(book));
    expect(names(await read(home(), rest))).toEqual(['Zoë L']);
  });
});

describe('10,000 cards on Radicale', () => {
  const all = 10_000;
  const large = () => radicale.bookUrl('large');

  beforeAll(async () => {
    await radicale.writeCards(people(all), 'large');
  });

  it('are read, followed, and read again after their token has expired', async () => {
    const first = await read(large());
    expect(first).toMatchObject({ cards: all, followsChanges: false });
    expect(first.contacts).toHaveLength(all);
    expect(await read(large())).toMatchObject({ cards: all, followsChanges: true });
    const unchanged = await read(large());
    expect(unchanged).toMatchObject({ cards: all, requests: 1, bytes: 196 });

    await radicale.putCard('person-7.vcf', card('person-7', 'Zaphod', '+16135550007'), 'large');
    await radicale.deleteCard('person-8.vcf', 'large');
    const changed = await read(large());
    expect(changed).toMatchObject({ cards: all - 1, requests: 2 });
    expect(names(changed)).toContain('Zaphod');

    // Radicale forgets its tokens after 30 days.
    const tokens = path.join(
      ...[radicale.folder, 'collections', 'collection-root', radicale.username, 'large'],
      ...['.Radicale.cache', 'sync-token'],
    );
    await rm(tokens, { recursive: true });
    await radicale.deleteCard('person-9.vcf', 'large');
    expect(await read(large())).toMatchObject({ cards: all - 2 });
    expect(await read(large())).toMatchObject({ cards: all - 2, requests: 1 });
  });

  it('are all there or not at all wherever the reading program is killed', async () => {
    await read(large());
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
      ...{ url: large(), books: [], username: 'jane', defaultCountry: 'CA' },
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
