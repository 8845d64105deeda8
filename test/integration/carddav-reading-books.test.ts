/** Several address books on one real server, Radicale or Xandikos: made, deleted and made anew between reads. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type AddressBookReading,
  readAddressBook,
} from '../../electron/core/carddav/address-book.ts';
import { type CardCache, cardCache } from '../../electron/core/store/card-cache.ts';
import { openDatabase } from '../../electron/core/store/database.ts';
import { type DavCredentials, deleteCard, makeBook, putCard } from '../servers/dav-request.ts';
import { startRadicale } from '../servers/radicale.ts';
import { temporaryFolder } from '../servers/temporary-folders.ts';
import { startXandikos } from '../servers/xandikos.ts';
import { card } from '../support/contact/cards.ts';

interface Server {
  /** The collection that the books are in. */
  readonly home: string;
  readonly credentials: DavCredentials;
  stop(): Promise<void>;
}

const servers = {
  async Radicale(): Promise<Server> {
    const { rootUrl, username, password, stop } = await startRadicale();
    return { home: `${rootUrl}${username}/`, credentials: { username, password }, stop };
  },
  async Xandikos(): Promise<Server> {
    const { rootUrl, stop } = await startXandikos();
    return {
      home: `${rootUrl}user/contacts/`,
      credentials: { username: 'x', password: 'x' },
      stop,
    };
  },
};

describe.each(['Radicale', 'Xandikos'] as const)('address books on %s', (name) => {
  let server: Server;
  let cache: CardCache;
  let close: () => Promise<void>;

  beforeAll(async () => {
    server = await servers[name]();
  });
  afterAll(() => server?.stop());

  beforeEach(async () => {
    const folder = temporaryFolder('reading-books');
    const database = openDatabase(folder.path, 'john');
    cache = cardCache(database);
    close = async () => {
      database.close();
      await folder.remove();
    };
    await make('friends', 'Zoë');
    await make('work', 'Bob');
    // Once for the cards, once for the tokens.
    expect(names(await read(server.home))).toEqual(['Bob', 'Zoë']);
    expect((await read(server.home)).followsChanges).toBe(true);
  });
  afterEach(async () => {
    await close();
    for (const book of ['friends', 'work', 'family']) await remove(book).catch(() => undefined);
  });

  const bookUrl = (book: string) => `${server.home}${book}/`;
  const access = () => ({ credentials: server.credentials });
  const put = (book: string, uid: string, who: string) =>
    putCard(`${bookUrl(book)}${uid}.vcf`, card(uid, who, '+16135550101'), access());
  const remove = (book: string) => deleteCard(bookUrl(book), access());

  async function make(book: string, ...people: readonly string[]): Promise<void> {
    await makeBook(bookUrl(book), book, access());
    for (const who of people) await put(book, `${book}-${encodeURIComponent(who)}`, who);
  }

  async function read(url: string, books: readonly string[] = []): Promise<AddressBookReading> {
    const { credentials } = server;
    const source = { url, books, username: credentials.username, credentials };
    const signal = AbortSignal.timeout(100_000);
    return await readAddressBook(
      { ...source, defaultCountry: 'CA' },
      cache,
      signal,
      () => undefined,
    );
  }

  const names = (reading: AddressBookReading) =>
    reading.contacts.map((contact) => contact.name).toSorted();

  it('are asked once together where nothing has changed', async () => {
    expect(await read(server.home)).toMatchObject({ cards: 2, requests: 1 });
  });

  it('are followed one by one, and a new one is read as well', async () => {
    await put('friends', 'anna', 'Anna');
    expect(names(await read(server.home))).toEqual(['Anna', 'Bob', 'Zoë']);
    await make('family', 'Mum');
    expect(names(await read(server.home))).toEqual(['Anna', 'Bob', 'Mum', 'Zoë']);
    await put('family', 'dad', 'Dad');
    expect(names(await read(server.home))).toEqual(['Anna', 'Bob', 'Dad', 'Mum', 'Zoë']);
  });

  it('of which one was deleted are told, and its contacts stay until the settings leave it out', async () => {
    await remove('work');
    await put('friends', 'anna', 'Anna');
    const reading = await read(server.home);
    expect(names(reading)).toEqual(['Anna', 'Bob', 'Zoë']);
    expect(reading.goneBooks).toMatchObject([{ url: bookUrl('work') }]);
    await deleteCard(`${bookUrl('friends')}anna.vcf`, access());
    expect(names(await read(server.home, [bookUrl('friends')]))).toEqual(['Zoë']);
    expect(names(await read(server.home))).toEqual(['Zoë']);
  });

  it('of which one was deleted and made anew are read as they are now', async () => {
    await remove('work');
    expect((await read(server.home)).goneBooks).toHaveLength(1);
    await make('work', 'Carl', 'Dora');
    expect(names(await read(server.home))).toEqual(['Carl', 'Dora', 'Zoë']);
    await put('work', 'eve', 'Eve');
    expect(names(await read(server.home))).toEqual(['Carl', 'Dora', 'Eve', 'Zoë']);
    expect(await read(server.home)).toMatchObject({ cards: 4, requests: 1 });
  });

  it('of which one was made anew between two reads are read as they are now', async () => {
    await remove('work');
    await make('work', 'Carl', 'Dora');
    expect(names(await read(server.home))).toEqual(['Carl', 'Dora', 'Zoë']);
    await put('work', 'eve', 'Eve');
    expect(names(await read(server.home))).toEqual(['Carl', 'Dora', 'Eve', 'Zoë']);
    expect(await read(server.home)).toMatchObject({ cards: 4, requests: 1 });
  });

  it('by their own address: one made anew between two reads is read as it is now', async () => {
    const url = bookUrl('work');
    expect(names(await read(url))).toEqual(['Bob']);
    expect((await read(url)).followsChanges).toBe(true);
    await remove('work');
    await make('work', 'Carl');
    expect(names(await read(url))).toEqual(['Carl']);
    expect(await read(url)).toMatchObject({ cards: 1, requests: 1 });
  });

  it('by their own address: a deleted one is an error, and one made anew is read as it is now', async () => {
    const url = bookUrl('work');
    expect(names(await read(url))).toEqual(['Bob']);
    expect((await read(url)).followsChanges).toBe(true);
    await remove('work');
    await expect(read(url)).rejects.toMatchObject({ code: 'carddav-not-found', params: { url } });
    expect(cache.cardIds()).toHaveLength(1);
    await make('work', 'Carl');
    expect(names(await read(url))).toEqual(['Carl']);
    expect(await read(url)).toMatchObject({ cards: 1, requests: 1 });
  });
});
