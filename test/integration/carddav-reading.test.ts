/** Reading real address books again and again: Radicale, and Xandikos, which is awkward on purpose. */
import type { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type AddressBookReading,
  readAddressBook,
} from '../../electron/core/carddav/address-book.ts';
import { type CardCache, cardCache } from '../../electron/core/store/card-cache.ts';
import { openDatabase } from '../../electron/core/store/database.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { type TemporaryFolder, temporaryFolder } from '../servers/temporary-folders.ts';
import { startXandikos, type XandikosServer } from '../servers/xandikos.ts';
import { card } from '../support/contact/cards.ts';

/** What both servers' books can do for a test. */
type BookServer = Pick<RadicaleServer, 'url' | 'putCard' | 'deleteCard'>;

let radicale: RadicaleServer;
let xandikos: XandikosServer;
let folder: TemporaryFolder;
let database: DatabaseSync;
let cache: CardCache;

beforeAll(async () => {
  [radicale, xandikos] = await Promise.all([startRadicale(), startXandikos()]);
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

async function read(url: string): Promise<AddressBookReading> {
  const source = { url, books: [], username: radicale.username, credentials: radicale };
  const signal = AbortSignal.timeout(100_000);
  return await readAddressBook({ ...source, defaultCountry: 'CA' }, cache, signal, () => undefined);
}

const names = (reading: AddressBookReading) => reading.contacts.map(({ name }) => name).toSorted();

/** Replaces the token by one that the server does not know. */
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

  it('is asked once where nothing has changed, and sends little', async () => {
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
