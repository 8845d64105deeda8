/** Several books at one address: which are read, and what happens when one is added or gone. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FaultyServer, startFaultyServer } from '../../servers/dav-faults.ts';
import { FaultyBook } from '../../servers/dav-faults-book.ts';
import { answerWith, type Fault, loginPage, withText } from '../../servers/dav-faults-kinds.ts';
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

  it('a book that is gone is told, and its contacts stay while the rest is read', async () => {
    books().pop();
    friends.put('anna', personCard('anna', 'Anna'));
    const reading = await address.read(server.homeUrl);
    expect(names(reading)).toEqual(['Anna', 'Bob', 'Zoë']);
    expect(reading.goneBooks).toEqual([{ url: url(work), name: '2024' }]);
    expect((await address.read(server.homeUrl)).goneBooks).toHaveLength(1);
    // Until it is there again.
    books().push(work);
    work.put('bob', personCard('bob', 'Robert'));
    const back = await address.read(server.homeUrl);
    expect(names(back)).toEqual(['Anna', 'Robert', 'Zoë']);
    expect([back.goneBooks, back.unread]).toEqual([[], []]);
  });

  it('a book that is gone and that the user keeps is not told again, until it has come back', async () => {
    books().pop();
    await contactsAt();
    address.cache.settleAbsent([url(work)], 'keep');
    const kept = await address.read(server.homeUrl);
    expect([names(kept), kept.goneBooks]).toEqual([['Bob', 'Zoë'], []]);
    books().push(work);
    await contactsAt();
    books().pop();
    expect((await address.read(server.homeUrl)).goneBooks).toHaveLength(1);
  });

  it('a book that is gone and forgotten is read anew when it comes back', async () => {
    books().pop();
    await contactsAt();
    address.cache.settleAbsent([url(work), url(friends)], 'forget');
    expect(await contactsAt()).toEqual(['Zoë']);
    books().push(work);
    expect(await contactsAt()).toEqual(['Bob', 'Zoë']);
  });

  it('all books gone is an error that names one, and nothing is removed', async () => {
    books().length = 0;
    const failure = await failureOf(contactsAt());
    expect(failure).toMatchObject({ code: 'carddav-not-found', params: { book: 'Friends' } });
    expect(failure.message).toContain('carddav.books');
    expect(address.cache.cardIds()).toHaveLength(2);
  });

  it('a book that is gone is not asked about once the settings do not choose it', async () => {
    books().pop();
    await contactsAt();
    const reading = await address.read(server.homeUrl, [url(friends)]);
    expect([names(reading), reading.goneBooks]).toEqual([['Zoë'], []]);
    expect(await contactsAt()).toEqual(['Zoë']);
  });

  it.each([
    404, 500, 403,
  ])('a home that answers %i is told, and its books are read', async (status) => {
    work.put('bob', personCard('bob', 'Robert'));
    server.fault(answerWith(status), { method: 'PROPFIND', path: '/home/john/' });
    const reading = await address.read(server.homeUrl);
    expect(names(reading)).toEqual(['Robert', 'Zoë']);
    expect(reading.unread).toMatchObject([{ book: server.homeUrl, isKnown: true }]);
    expect((await address.read(server.homeUrl)).unread).toEqual([]);
  });

  const failing = (path: string) =>
    withText((body) =>
      body.replace(
        new RegExp(`(<d:href>${path}</d:href>).*?</d:response>`, 's'),
        '$1<d:status>HTTP/1.1 500 Oops</d:status></d:response>',
      ),
    );

  it('a book that its home cannot describe is read all the same', async () => {
    work.put('bob', personCard('bob', 'Robert'));
    server.fault(failing(work.path), { method: 'PROPFIND', path: '/home/john/' });
    const reading = await address.read(server.homeUrl);
    expect(names(reading)).toEqual(['Robert', 'Zoë']);
    expect(reading).toMatchObject({ goneBooks: [], unread: [] });
  });

  it('a book that its home cannot describe and that was never read is told', async () => {
    const other = reader();
    server.fault(failing(work.path), { method: 'PROPFIND', path: '/home/john/', times: 99 });
    for (const _ of ['first', 'second']) {
      const reading = await other.read(server.homeUrl);
      expect(names(reading)).toEqual(['Zoë']);
      expect(reading.unread).toMatchObject([
        { book: url(work), reason: 'server-error', isKnown: false },
      ]);
    }
    server.heal();
    expect(names(await other.read(server.homeUrl))).toEqual(['Bob', 'Zoë']);
    await other.close();
  });

  it.each([
    ['is forbidden', '<d:status>HTTP/1.1 403 Forbidden</d:status>'],
    [
      'is not described',
      '<d:propstat><d:prop><d:resourcetype/></d:prop><d:status>HTTP/1.1 500 Oops</d:status></d:propstat>',
    ],
  ])('a part of a home that %s may be a book, so it is told', async (_, answer) => {
    const other = reader();
    const unclear = withText((body) =>
      body.replace(
        new RegExp(`(<d:href>${work.path}</d:href>).*?</d:response>`, 's'),
        `$1${answer}</d:response>`,
      ),
    );
    server.fault(unclear, { method: 'PROPFIND', path: '/home/john/', times: 99 });
    for (const _ of ['first', 'second']) {
      const reading = await other.read(server.homeUrl);
      expect(names(reading)).toEqual(['Zoë']);
      expect(reading.unread).toMatchObject([{ book: url(work), isKnown: false }]);
    }
    await other.close();
  });

  it('a book keeps its place, whatever becomes of it for a while', async () => {
    const order = [url(friends), url(work)];
    expect((await address.read(server.homeUrl)).precedence).toEqual(order);
    server.fault(failing(friends.path), { method: 'PROPFIND', path: '/home/john/' });
    expect((await address.read(server.homeUrl)).precedence).toEqual(order);
    server.fault(answerWith(500), { method: 'PROPFIND', path: '/home/john/' });
    expect((await address.read(server.homeUrl)).precedence).toEqual(order);
    books().shift();
    expect((await address.read(server.homeUrl)).precedence).toEqual(order);
    books().unshift(friends);
    expect((await address.read(server.homeUrl)).precedence).toEqual(order);
  });

  it('a home that describes no book takes none away', async () => {
    const failAll: Fault = (right, response) =>
      failing(work.path)({ ...right, body: right.body.replaceAll('addressbook/', 'x/') }, response);
    server.fault(failAll, { method: 'PROPFIND', path: '/home/john/' });
    const reading = await address.read(server.homeUrl);
    expect(names(reading)).toEqual(['Bob', 'Zoë']);
    expect(reading).toMatchObject({ goneBooks: [], unread: [{ book: server.homeUrl }] });
  });

  it.each([
    403, 500, 502,
  ])('a book that answers %i is told, and the others are read', async (status) => {
    friends.put('anna', personCard('anna', 'Anna'));
    work.put('carl', personCard('carl', 'Carl'));
    server.fault(answerWith(status), { path: work.path, times: 99 });
    const reading = await address.read(server.homeUrl);
    expect(names(reading)).toEqual(['Anna', 'Bob', 'Zoë']);
    const reason = status === 403 ? 'forbidden' : 'server-error';
    expect(reading.unread).toEqual([{ book: url(work), name: '2024', reason, isKnown: true }]);
    server.heal();
    expect(await contactsAt()).toEqual(['Anna', 'Bob', 'Carl', 'Zoë']);
  });

  it('a book that fails when all is compared, and has not changed, is told as current', async () => {
    server.fault(answerWith(500), { path: work.path, times: 99 });
    const { unread } = await address.read(server.homeUrl, [], { full: true });
    expect(unread).toMatchObject([{ book: url(work), isKnown: true, isCurrent: true }]);
  });

  it('a book that answers with a web page is told as such, and the others are read', async () => {
    work.put('carl', personCard('carl', 'Carl'));
    server.fault(loginPage, { path: work.path, times: 99 });
    const reading = await address.read(server.homeUrl);
    expect(names(reading)).toEqual(['Bob', 'Zoë']);
    expect(reading.unread).toMatchObject([{ book: url(work), reason: 'web-page' }]);
  });

  it('a book that was never read and fails is told as not known', async () => {
    const family = new FaultyBook('/home/john/family/', 'Family');
    family.put('mum', personCard('mum', 'Mum'));
    books().push(family);
    server.fault(answerWith(500), { path: family.path, times: 99 });
    const reading = await address.read(server.homeUrl);
    expect(reading.unread).toMatchObject([{ book: url(family), name: 'Family', isKnown: false }]);
    server.heal();
    expect(await contactsAt()).toEqual(['Bob', 'Mum', 'Zoë']);
  });

  it('a refused login ends the read, whichever book it is about', async () => {
    friends.put('anna', personCard('anna', 'Anna'));
    server.fault(answerWith(401), { path: work.path, times: 99 });
    work.put('carl', personCard('carl', 'Carl'));
    expect((await failureOf(contactsAt())).code).toBe('carddav-authentication');
    expect(address.cache.cardIds()).toHaveLength(2);
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

  it('that are not there and never were are told, and the others are read', async () => {
    const nowhere = new URL('/home/john/nowhere/', server.rootUrl).href;
    const reading = await address.read(server.homeUrl, [url(work), nowhere]);
    expect(names(reading)).toEqual(['Bob']);
    expect(reading.unread).toEqual([
      { book: nowhere, name: 'nowhere', reason: 'not-found', isKnown: false },
    ]);
    const failure = await failureOf(reader().read(server.homeUrl, [nowhere]));
    expect(failure).toMatchObject({ code: 'carddav-not-found', params: { url: nowhere } });
  });

  it('that the user has let go are not told again', async () => {
    const chosen = [url(work), url(friends)];
    await address.read(server.homeUrl, chosen);
    books().shift();
    expect((await address.read(server.homeUrl, chosen)).goneBooks).toHaveLength(1);
    address.cache.settleAbsent([url(friends)], 'forget');
    const reading = await address.read(server.homeUrl, chosen);
    expect([names(reading), reading.goneBooks, reading.unread]).toEqual([['Bob'], [], []]);
  });

  it('come in the order of the settings', async () => {
    const ordered = [url(work), url(friends)];
    expect((await address.read(server.homeUrl, ordered)).precedence).toEqual(ordered);
    expect((await address.read(server.homeUrl, ordered.toReversed())).precedence).toEqual(
      ordered.toReversed(),
    );
  });
});

describe('books that the server makes itself', () => {
  const everybody = new FaultyBook('/home/john/z-server-generated--system/', 'Accounts');
  everybody.put('boss', personCard('boss', 'Boss'));

  it('are not read, and are told once', async () => {
    books().push(everybody);
    const reading = await address.read(server.homeUrl);
    expect(names(reading)).toEqual(['Bob', 'Zoë']);
    expect(reading.leftOut).toEqual([{ url: url(everybody), name: 'Accounts' }]);
    // Until a report has told it.
    expect((await address.read(server.homeUrl)).leftOut).toHaveLength(1);
    address.cache.noteLeftOut([url(everybody)]);
    expect((await address.read(server.homeUrl)).leftOut).toEqual([]);
    expect(server.requests.some(({ path }) => path === everybody.path)).toBe(false);
  });

  it('are read where the settings name them, or they were read before', async () => {
    books().push(everybody);
    expect(await contactsAt([url(everybody)])).toEqual(['Boss']);
    expect(await contactsAt()).toEqual(['Bob', 'Boss', 'Zoë']);
  });

  it('are told as missing where they were chosen, also after they were told as left out', async () => {
    books().push(everybody);
    await contactsAt();
    address.cache.noteLeftOut([url(everybody)]);
    books().pop();
    const reading = await address.read(server.homeUrl, [url(work), url(everybody)]);
    expect(reading.unread).toMatchObject([{ book: url(everybody), reason: 'not-found' }]);
  });

  it('are named in an error where there is nothing else', async () => {
    books().splice(0, 2, everybody);
    const failure = await failureOf(contactsAt());
    expect(failure.message).toContain(url(everybody));
  });
});

describe('the address, written in another way', () => {
  it('takes no book away that is gone, or was kept', async () => {
    await settle();
    books().pop();
    await contactsAt();
    const byPrincipal = await address.read(server.principalUrl);
    expect(names(byPrincipal)).toEqual(['Bob', 'Zoë']);
    expect(byPrincipal.goneBooks).toEqual([{ url: url(work), name: '2024' }]);
    address.cache.settleAbsent([url(work)], 'keep');
    expect(names(await address.read(server.rootUrl))).toEqual(['Bob', 'Zoë']);
  });

  it('leads to the same books without reading them anew', async () => {
    await settle();
    await address.read(server.principalUrl);
    expect(server.requests.some(({ body }) => body.includes('address-data'))).toBe(false);
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
