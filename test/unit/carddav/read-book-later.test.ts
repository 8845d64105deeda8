/** Later reads of a book: only what has changed is fetched, and nothing is removed in doubt. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FaultyServer, startFaultyServer } from '../../servers/dav-faults.ts';
import {
  answerWith,
  cutAfter,
  duplicated,
  emptyMultistatus,
  withText,
} from '../../servers/dav-faults-kinds.ts';
import { names, personCard, type Reader, reader } from '../../support/carddav/book-reader.ts';
import { failureOf } from '../../support/carddav/test-client.ts';

let server: FaultyServer;
let book: Reader;

beforeEach(async () => {
  server = await startFaultyServer();
  book = reader();
  // No `.vcf`: Google has none, and tsdav passes over the changes of such cards.
  for (let index = 0; index < 20; index++) put(index, `Person ${index}`);
});
afterEach(() => Promise.all([server.stop(), book.close()]));

function put(index: number, name: string, etag?: string): void {
  server.book.put(`card-${index}`, personCard(String(index), name), etag);
}

const bodies = () => server.requests.map(({ method, body }) => `${method} ${body}`);
const requestsOf = (what: string) => bodies().filter((body) => body.includes(what)).length;

/** Reads once, with a new list of requests. */
async function readOnce(): Promise<string[]> {
  const reading = await book.read(server.bookUrl);
  server.requests.length = 0;
  return names(reading);
}

/** Reads the book until later reads go on from a sync token. */
async function settle(): Promise<void> {
  await readOnce();
  await readOnce();
}

const people = (...indexes: number[]) => indexes.map((index) => `Person ${index}`).toSorted();
const twenty = () => people(...Array.from({ length: 20 }, (_, index) => index));

describe('the read after the first', () => {
  it('compares all ETags once, and fetches no unchanged card', async () => {
    await readOnce();
    const reading = await book.read(server.bookUrl);
    expect(names(reading)).toEqual(twenty());
    expect(reading).toMatchObject({ requests: 2, followsChanges: true });
    expect(requestsOf('sync-collection')).toBe(1);
    expect(requestsOf('address-data')).toBe(0);
  });

  it('finds what changed since the first began', async () => {
    await readOnce();
    put(3, 'Renamed');
    put(20, 'New');
    server.book.delete('card-4');
    const expected = [...twenty().filter((name) => !/ [34]$/.test(name)), 'New', 'Renamed'];
    expect(await readOnce()).toEqual(expected.toSorted());
  });
});

describe('a later read', () => {
  beforeEach(settle);

  it('is one request where nothing has changed, also after a new start of the program', async () => {
    expect(await book.read(server.bookUrl)).toMatchObject({ cards: 20, requests: 1 });
    book.restart();
    const reading = await book.read(server.bookUrl);
    expect(reading).toMatchObject({ cards: 20, requests: 1, followsChanges: true });
    expect(names(reading)).toEqual(twenty());
  });

  it('fetches only what was added or changed, and removes what was deleted', async () => {
    put(3, 'Renamed');
    put(20, 'New');
    server.book.delete('card-4');
    const reading = await book.read(server.bookUrl);
    const expected = [...twenty().filter((name) => !/ [34]$/.test(name)), 'New', 'Renamed'];
    expect(names(reading)).toEqual(expected.toSorted());
    expect(reading.requests).toBe(2);
    expect(requestsOf('<d:href>')).toBe(1);
    expect(
      bodies()
        .at(-1)
        ?.match(/<d:href>/g),
    ).toHaveLength(2);
  });

  it('uses nothing before every page has arrived', async () => {
    server.site.pageSize = 3;
    for (let index = 0; index < 8; index++) put(index, `Renamed ${index}`);
    for (let index = 10; index < 20; index++) server.book.delete(`card-${index}`);
    const renamed = Array.from({ length: 8 }, (_, index) => `Renamed ${index}`);
    expect(names(await book.read(server.bookUrl))).toEqual([...people(8, 9), ...renamed]);
    expect(requestsOf('sync-collection')).toBe(6);
  });

  it('lists all where a page does not come', async () => {
    server.site.pageSize = 3;
    for (let index = 10; index < 20; index++) server.book.delete(`card-${index}`);
    server.fault(cutAfter(300), { asking: 'sync-collection', after: 2 });
    expect(names(await book.read(server.bookUrl))).toEqual(people(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  });

  it('removes nothing where no list comes to its end', async () => {
    for (let index = 10; index < 20; index++) server.book.delete(`card-${index}`);
    server.fault(cutAfter(300), { method: 'REPORT', times: 99 });
    server.fault(cutAfter(300), { asking: '<d:getetag/>', times: 99 });
    expect((await failureOf(book.read(server.bookUrl))).code).toBe('carddav-incomplete');
    expect(book.cache.cardIds()).toHaveLength(20);
    server.heal();
    expect(names(await book.read(server.bookUrl))).toEqual(people(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  });

  it('keeps a card that was deleted and came back between two pages', async () => {
    server.fault(
      withText((body) => {
        const href = `<d:href>${server.book.path}card-5</d:href>`;
        const gone = `<d:response>${href}<d:status>HTTP/1.1 404 Not Found</d:status></d:response>`;
        return body.replace('<d:response>', `${gone}<d:response>`);
      }),
      { asking: 'sync-collection' },
    );
    put(5, 'Back');
    expect(names(await book.read(server.bookUrl))).toContain('Back');
  });

  it('asks in another way where a server has pages without end', async () => {
    put(3, 'Renamed');
    server.fault(
      withText((body) =>
        body.replace(
          '<d:sync-token>',
          `<d:response><d:href>${server.book.path}</d:href><d:status>HTTP/1.1 507 X</d:status></d:response><d:sync-token>`,
        ),
      ),
      { asking: 'sync-collection', times: 99 },
    );
    expect(await readOnce()).toContain('Renamed');
    server.heal();
  });

  it.each([
    ['no sync token', (body: string) => body.replace(/<d:sync-token>.*<\/d:sync-token>/, '')],
    ['an empty one', (body: string) => body.replace(/<d:sync-token>.*?</, '<d:sync-token><')],
  ])('lists all where the answer holds %s', async (_, change) => {
    server.fault(withText(change), { asking: 'sync-collection' });
    put(3, 'Renamed');
    expect(await readOnce()).toContain('Renamed');
  });

  it('fails at an empty multistatus', async () => {
    server.fault(emptyMultistatus, { times: 99 });
    expect((await failureOf(book.read(server.bookUrl))).code).toBe('carddav-incomplete');
    expect(book.cache.cardIds()).toHaveLength(20);
  });

  it('has each card once where the server names it twice', async () => {
    server.fault(duplicated, { times: 99 });
    put(3, 'Renamed');
    server.book.delete('card-4');
    const expected = [...twenty().filter((name) => !/ [34]$/.test(name)), 'Renamed'];
    expect(await readOnce()).toEqual(expected.toSorted());
  });

  it('recognises a card however the server writes its address', async () => {
    server.site.hrefStyle = 'encoded';
    put(3, 'Renamed');
    server.book.delete('card-4');
    await readOnce();
    server.site.hrefStyle = 'absolute';
    put(5, 'Renamed too');
    server.book.delete('card-6');
    const rest = twenty().filter((name) => !/ [3456]$/.test(name));
    expect(await readOnce()).toEqual([...rest, 'Renamed', 'Renamed too'].toSorted());
  });

  it('fetches a card that the server names although its ETag is the known one', async () => {
    const { etag = '' } = server.book.cards.get('card-3') ?? {};
    put(3, 'Renamed', etag);
    const reading = await book.read(server.bookUrl);
    expect(names(reading)).toContain('Renamed');
    expect(reading).toMatchObject({ cards: 20, requests: 2, missed: 0 });
  });

  it('compares ETags as text', async () => {
    for (const [index, etag] of ['v1.50', 'v1.5', 'v007', 'W/"x"'].entries()) {
      put(index, `With ${etag}`, etag);
    }
    await readOnce();
    server.book.expireTokens();
    expect(await book.read(server.bookUrl)).toMatchObject({ cards: 20, requests: 3 });
    expect(book.cache.etag(server.bookUrl, 'card-0')).toBe('v1.50');
    put(0, 'Changed', 'v1.5');
    expect(await readOnce()).toContain('Changed');
  });

  it('fetches a card without an ETag again', async () => {
    put(3, 'Without', '');
    await readOnce();
    server.book.cards.set('card-3', { text: personCard('3', 'Changed in silence'), etag: '' });
    server.book.expireTokens();
    expect(await readOnce()).toContain('Changed in silence');
  });
});

describe('a sync token that is not valid any more', () => {
  beforeEach(settle);

  it.each([
    400, 403, 409, 410, 412, 500, 507,
  ])('(%i) leads to a full comparison', async (status) => {
    put(3, 'Renamed');
    server.book.delete('card-4');
    server.fault(answerWith(status), { asking: 'sync-collection' });
    const reading = await book.read(server.bookUrl);
    const expected = [...twenty().filter((name) => !/ [34]$/.test(name)), 'Renamed'];
    expect(names(reading)).toEqual(expected.toSorted());
    expect(requestsOf('address-data')).toBe(1);
    expect(await book.read(server.bookUrl)).toMatchObject({ requests: 1 });
  });

  it('(403 for the book within a 207) leads to one too', async () => {
    put(3, 'Renamed');
    server.fault(
      withText((body) =>
        body.replace(
          /<d:response>.*<\/d:response>/s,
          `<d:response><d:href>${server.book.path}</d:href><d:status>HTTP/1.1 403 Forbidden</d:status></d:response>`,
        ),
      ),
      { asking: 'sync-collection' },
    );
    expect(await readOnce()).toContain('Renamed');
  });

  it('is not suspected where the book may not be read any more', async () => {
    server.fault(answerWith(403), { times: 99 });
    expect((await failureOf(book.read(server.bookUrl))).params['status']).toBe(403);
    expect(book.cache.cardIds()).toHaveLength(20);
  });

  it('is not suspected where the answer is about another book', async () => {
    put(3, 'Renamed');
    const hers = withText((body) => body.replaceAll(server.book.path, '/home/jane/contacts/'));
    server.fault(hers, { method: 'REPORT', times: 99 });
    const failure = await failureOf(book.read(server.bookUrl));
    expect(failure.message).toContain('cards of another address book');
    expect(book.cache.cardIds()).toHaveLength(20);
    server.heal();
    expect(await readOnce()).toContain('Renamed');
  });

  it('is sent only once, also to a server that can sync no longer', async () => {
    server.site.reports = ['addressbook-query', 'addressbook-multiget'];
    server.fault(answerWith(501), { asking: 'sync-collection', times: 99 });
    put(3, 'Renamed');
    expect(await readOnce()).toContain('Renamed');
    await readOnce();
    expect(requestsOf('sync-collection')).toBe(0);
  });
});

describe('on a server without sync-collection, a later read', () => {
  beforeEach(async () => {
    server.site.reports = ['addressbook-query', 'addressbook-multiget'];
    await readOnce();
  });

  it('asks only for the CTag where nothing has changed', async () => {
    expect(await book.read(server.bookUrl)).toMatchObject({ cards: 20, requests: 2 });
    expect(requestsOf('REPORT')).toBe(0);
  });

  it.each([
    ['by a query without data', ['addressbook-query', 'addressbook-multiget'], 'addressbook-query'],
    ['by PROPFIND', ['addressbook-multiget'], '<d:getetag/>'],
  ])('compares the ETags, %s, where the CTag has changed', async (_, reports, how) => {
    server.site.reports = reports;
    put(3, 'Renamed');
    put(20, 'New');
    server.book.delete('card-4');
    const reading = await book.read(server.bookUrl);
    const expected = [...twenty().filter((name) => !/ [34]$/.test(name)), 'New', 'Renamed'];
    expect(names(reading)).toEqual(expected.toSorted());
    expect(requestsOf(how)).toBeGreaterThan(0);
    expect(requestsOf('addressbook-multiget')).toBe(1);
    expect(
      bodies()
        .at(-1)
        ?.match(/<d:href>/g),
    ).toHaveLength(2);
    expect(await book.read(server.bookUrl)).toMatchObject({ requests: 2 });
  });

  it('removes nothing because of a list that is empty or cut off', async () => {
    put(3, 'Renamed');
    server.fault(emptyMultistatus, { asking: '<d:getetag/>', times: 99 });
    expect((await failureOf(book.read(server.bookUrl))).code).toBe('carddav-incomplete');
    server.heal();
    server.fault(cutAfter(900), { asking: '<d:getetag/>' });
    expect((await failureOf(book.read(server.bookUrl))).code).toBe('carddav-incomplete');
    expect(book.cache.cardIds()).toHaveLength(20);
    server.heal();
    expect(await readOnce()).toContain('Renamed');
  });

  it('compares the ETags each time where there is no CTag either', async () => {
    const noCtag = withText((body) => body.replace(/<cs:getctag>.*?<\/cs:getctag>/g, ''));
    server.fault(noCtag, { method: 'PROPFIND', times: 99 });
    const other = reader();
    await other.read(server.bookUrl);
    for (const [index, name] of ['Renamed', 'Renamed again'].entries()) {
      put(3, name);
      server.book.delete(`card-${10 + index}`);
      server.requests.length = 0;
      const reading = await other.read(server.bookUrl);
      expect(reading).toMatchObject({ cards: 19 - index, requests: 4 });
      expect(names(reading)).toContain(name);
      expect(requestsOf('address-data')).toBe(1);
    }
    expect(await other.read(server.bookUrl)).toMatchObject({ cards: 18, requests: 3 });
    await other.close();
  });

  it('uses sync-collection as soon as the server can do it', async () => {
    server.site.reports = ['sync-collection', ...server.site.reports];
    put(3, 'Renamed');
    expect(await readOnce()).toContain('Renamed');
    expect(await book.read(server.bookUrl)).toMatchObject({ requests: 1 });
  });
});
