/** Several books at one address: which are read, and what happens when one is added or gone. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FaultyServer, startFaultyServer } from '../../servers/dav-faults.ts';
import { FaultyBook } from '../../servers/dav-faults-book.ts';
import { answerWith, withText } from '../../servers/dav-faults-kinds.ts';
import { names, personCard, type Reader, reader } from '../../support/carddav/book-reader.ts';
import { failureOf } from '../../support/carddav/test-client.ts';

let server: FaultyServer;
let address: Reader;
let friends: FaultyBook;
let work: FaultyBook;

beforeEach(async () => {
  server = await startFaultyServer({ books: { friends: 'Friends', work: '2024' } });
  address = reader();
  const [one, other] = server.books;
  if (!one || !other) throw new Error('two books were asked for');
  friends = one;
  work = other;
  friends.put('zoe', personCard('zoe', 'Zoë'));
  work.put('bob', personCard('bob', 'Bob'));
});
afterEach(() => Promise.all([server.stop(), address.close()]));

const url = (book: FaultyBook) => new URL(book.path, server.rootUrl).href;
const contactsAt = async (books?: readonly string[]) =>
  names(await address.read(server.homeUrl, books));

/** Reads all books until later reads go on from sync tokens. */
async function settle(): Promise<void> {
  await contactsAt();
  await contactsAt();
  server.requests.length = 0;
}

const books = () => server.books as FaultyBook[];

describe.each([
  ['the home of the books', () => server.homeUrl],
  ['the principal', () => server.principalUrl],
  ['the server', () => server.rootUrl],
])('at %s', (_, place) => {
  it('all books are read, each contact with its book', async () => {
    const reading = await address.read(place());
    expect(names(reading)).toEqual(['Bob', 'Zoë']);
    const byName = new Map(reading.contacts.map(({ name, book }) => [name, book]));
    expect(byName.get('Bob')).toBe(url(work));
    expect(byName.get('Zoë')).toBe(url(friends));
  });

  it('nothing new is one request for all books together', async () => {
    await address.read(place());
    await address.read(place());
    expect(await address.read(place())).toMatchObject({ cards: 2, requests: 1 });
  });
});

describe('later on', () => {
  beforeEach(settle);

  it('only the books that have changed are read', async () => {
    work.put('bob', personCard('bob', 'Robert'));
    expect(await contactsAt()).toEqual(['Robert', 'Zoë']);
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PROPFIND /home/john/',
      `REPORT ${work.path}`,
      `REPORT ${work.path}`,
    ]);
  });

  it('a new book is read as well', async () => {
    const family = new FaultyBook('/home/john/family/', 'Family');
    family.put('mum', personCard('mum', 'Mum'));
    books().push(family);
    expect(await contactsAt()).toEqual(['Bob', 'Mum', 'Zoë']);
  });

  it('a new name of a book changes nothing else', async () => {
    const renamed = new FaultyBook(work.path, 'Colleagues');
    renamed.put('bob', personCard('bob', 'Bob'));
    books()[1] = renamed;
    expect(await contactsAt()).toEqual(['Bob', 'Zoë']);
    const source = { address: server.homeUrl, username: 'john' };
    expect(address.cache.books(source).map(({ name }) => name)).toEqual(['Friends', 'Colleagues']);
  });

  it('a book without a name is named by the last part of its address in every read', async () => {
    const nameless = withText((body) => body.replace(/<d:displayname>.*?<\/d:displayname>/g, ''));
    server.fault(nameless, { times: 99 });
    const other = reader();
    const source = { address: server.homeUrl, username: 'john' };
    for (const _ of ['first', 'second', 'third']) {
      await other.read(server.homeUrl);
      expect(other.cache.books(source).map(({ name }) => name)).toEqual(['friends', 'work']);
    }
    await other.close();
  });

  it('a book that is gone is an error that names it, and nothing is removed', async () => {
    books().pop();
    const failure = await failureOf(contactsAt());
    expect(failure).toMatchObject({ code: 'carddav-not-found', params: { book: '2024' } });
    expect(failure.message).toContain('carddav.books');
    expect(address.cache.cardIds()).toHaveLength(2);
    // Until it is there again.
    books().push(work);
    expect(await contactsAt()).toEqual(['Bob', 'Zoë']);
  });

  it('a book that is gone is no error once the settings do not choose it', async () => {
    books().pop();
    await failureOf(contactsAt());
    expect(await contactsAt([url(friends)])).toEqual(['Zoë']);
    expect(await contactsAt()).toEqual(['Zoë']);
  });

  it('a home that is gone or cannot be read changes nothing', async () => {
    for (const status of [404, 500, 403]) {
      server.fault(answerWith(status), { method: 'PROPFIND' });
      expect((await failureOf(contactsAt())).params['status']).toBe(status);
    }
    const failing = withText((body) =>
      body.replace(
        new RegExp(`(<d:href>${work.path}</d:href>).*?</d:response>`, 's'),
        '$1<d:status>HTTP/1.1 500 Oops</d:status></d:response>',
      ),
    );
    server.fault(failing, { method: 'PROPFIND' });
    expect((await failureOf(contactsAt())).code).toBe('carddav-incomplete');
    expect(await contactsAt()).toEqual(['Bob', 'Zoë']);
  });

  it('one book that fails fails the read, and no book counts as read', async () => {
    friends.put('anna', personCard('anna', 'Anna'));
    work.put('carl', personCard('carl', 'Carl'));
    server.fault(answerWith(502), { path: work.path, times: 99 });
    await failureOf(contactsAt());
    expect(address.cache.cardIds()).toHaveLength(2);
    server.heal();
    expect(await contactsAt()).toEqual(['Anna', 'Bob', 'Carl', 'Zoë']);
  });

  it('CTags are compared where there are no sync tokens', async () => {
    const other = reader();
    server.site.reports = ['addressbook-query', 'addressbook-multiget'];
    const noTokens = withText((body) => body.replace(/<d:sync-token>.*?<\/d:sync-token>/g, ''));
    server.fault(noTokens, { times: 99 });
    await other.read(server.homeUrl);
    expect(await other.read(server.homeUrl)).toMatchObject({ cards: 2, requests: 1 });
    work.put('bob', personCard('bob', 'Robert'));
    expect(names(await other.read(server.homeUrl))).toEqual(['Robert', 'Zoë']);
    await other.close();
  });
});

describe('chosen books', () => {
  it('are the only ones that are read, however their addresses are written', async () => {
    expect(await contactsAt([url(work)])).toEqual(['Bob']);
    expect(await contactsAt([url(work).replace('work/', '%77ork')])).toEqual(['Bob']);
  });

  it('may change later on', async () => {
    expect(await contactsAt([url(work)])).toEqual(['Bob']);
    expect(await contactsAt([url(friends)])).toEqual(['Zoë']);
    expect(await contactsAt()).toEqual(['Bob', 'Zoë']);
  });

  it('that are not there are an error that names them', async () => {
    const nowhere = new URL('/home/john/nowhere/', server.rootUrl).href;
    const failure = await failureOf(contactsAt([url(work), nowhere]));
    expect(failure).toMatchObject({ code: 'carddav-not-found', params: { url: nowhere } });
  });
});

describe('the address of one book', () => {
  it('never leads to other books', async () => {
    expect(names(await address.read(url(work)))).toEqual(['Bob']);
    expect(names(await address.read(url(work)))).toEqual(['Bob']);
    expect(names(await address.read(url(work)))).toEqual(['Bob']);
    expect(server.requests.every(({ path }) => path === work.path)).toBe(true);
  });

  it('begins a first read when it has changed', async () => {
    await address.read(url(work));
    expect(names(await address.read(url(friends)))).toEqual(['Zoë']);
    expect(names(await address.read(url(work)))).toEqual(['Bob']);
  });

  it('whose book is gone is an error, and nothing is removed', async () => {
    await address.read(url(work));
    await address.read(url(work));
    books().pop();
    const failure = await failureOf(address.read(url(work)));
    expect(failure).toMatchObject({ code: 'carddav-not-found', params: { url: url(work) } });
    expect(address.cache.cardIds()).toHaveLength(1);
  });
});
