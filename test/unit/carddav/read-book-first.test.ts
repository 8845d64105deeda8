/** The first read of a book, by what the server says that it can do. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FaultyServer, startFaultyServer } from '../../servers/dav-faults.ts';
import { answerWith, emptyMultistatus, withText } from '../../servers/dav-faults-kinds.ts';
import { names, personCard, type Reader, reader } from '../../support/carddav/book-reader.ts';
import { failureOf } from '../../support/carddav/test-client.ts';

let server: FaultyServer;
let book: Reader;

beforeEach(async () => {
  server = await startFaultyServer();
  book = reader();
  for (let index = 0; index < 250; index++) {
    server.book.put(`card-${index}`, personCard(String(index), `Person ${index}`));
  }
});
afterEach(() => Promise.all([server.stop(), book.close()]));

const everybody = () => Array.from({ length: 250 }, (_, index) => `Person ${index}`).toSorted();

/** What was asked of the book, in its order. */
function asked(): string[] {
  return server.requests.map(({ method, body }) => {
    const report = /<(?:\w+:)?(sync-collection|addressbook-(?:query|multiget))/.exec(body)?.[1];
    return report ?? method;
  });
}

const noSync = ['addressbook-query', 'addressbook-multiget'];

describe('the first read of a book', () => {
  it('is one query, without a request for the sync token', async () => {
    const reading = await book.read(server.bookUrl);
    expect(names(reading)).toEqual(everybody());
    expect(reading).toMatchObject({ cards: 250, requests: 3, followsChanges: false });
    expect(asked()).toEqual(['PROPFIND', 'PROPFIND', 'addressbook-query']);
    expect(server.requests.some(({ body }) => /sync-token|getctag/.test(body))).toBe(false);
  });

  it('gives the same where the server has no queries: 100 cards in a request', async () => {
    server.site.reports = ['sync-collection', 'addressbook-multiget'];
    const reading = await book.read(server.bookUrl);
    expect(names(reading)).toEqual(everybody());
    expect(reading.followsChanges).toBe(true);
    expect(asked().slice(2)).toEqual([
      'sync-collection',
      ...Array.from({ length: 3 }, () => 'addressbook-multiget'),
    ]);
  });

  it('gives the same page by page', async () => {
    server.site.reports = ['sync-collection', 'addressbook-multiget'];
    server.site.pageSize = 60;
    expect(names(await book.read(server.bookUrl))).toEqual(everybody());
    expect(asked().filter((each) => each === 'sync-collection')).toHaveLength(5);
  });

  it('gives the same where the server has multiget alone', async () => {
    server.site.reports = ['addressbook-multiget'];
    expect(names(await book.read(server.bookUrl))).toEqual(everybody());
  });

  it('gives the same where the server says nothing of what it can', async () => {
    server.site.reports = [];
    expect(names(await book.read(server.bookUrl))).toEqual(everybody());
  });

  it.each([
    400, 405, 415, 500, 501,
  ])('gives the same where a query is answered with %i', async (status) => {
    server.fault(answerWith(status), { asking: 'addressbook-query', times: 9 });
    expect(names(await book.read(server.bookUrl))).toEqual(everybody());
    server.site.reports = noSync;
    const again = reader();
    server.fault(answerWith(status), { asking: 'addressbook-query', times: 9 });
    expect(names(await again.read(server.bookUrl))).toEqual(everybody());
    await again.close();
  });

  it('gives the same where the server cuts the query off at its limit (507)', async () => {
    server.fault(
      withText((body) =>
        body
          .replace(/(?:<d:response>.*?<\/d:response>){200}/s, '')
          .replace(
            '</d:multistatus>',
            `<d:response><d:href>${server.book.path}</d:href><d:status>HTTP/1.1 507 Insufficient Storage</d:status></d:response></d:multistatus>`,
          ),
      ),
      { asking: 'addressbook-query' },
    );
    expect(names(await book.read(server.bookUrl))).toEqual(everybody());
  });

  it.each([
    ['with sync-collection', ['sync-collection', ...noSync]],
    ['without it', noSync],
  ])('does not believe a query that finds nothing, on a server %s', async (_, reports) => {
    server.site.reports = reports;
    server.fault(emptyMultistatus, { asking: 'addressbook-query', times: 9 });
    expect(names(await book.read(server.bookUrl))).toEqual(everybody());
  });

  it('of an empty book gives no cards', async () => {
    for (const name of [...server.book.cards.keys()]) server.book.delete(name);
    expect(await book.read(server.bookUrl)).toMatchObject({ cards: 0, contacts: [] });
    server.site.reports = noSync;
    const again = reader();
    expect(await again.read(server.bookUrl)).toMatchObject({ cards: 0, contacts: [] });
    await again.close();
  });

  it('fetches singly what a query or a multiget does not bring', async () => {
    const without = withText((body) =>
      body.replace(/(card-1<.*?)<card:address-data>.*?<\/card:address-data>/s, '$1'),
    );
    server.fault(without, { asking: 'addressbook-query' });
    server.fault(without, { asking: 'addressbook-multiget' });
    expect(names(await book.read(server.bookUrl))).toEqual(everybody());
    expect(asked().at(-1)).toBe('GET');
  });

  it('leaves out only the card that is gone before it is fetched', async () => {
    server.site.reports = ['sync-collection', 'addressbook-multiget'];
    const gone = withText((body) =>
      body.replace(
        /<d:response><d:href>[^<]*card-7<.*?<\/d:response>/s,
        `<d:response><d:href>${server.book.path}card-7</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>`,
      ),
    );
    server.fault(gone, { asking: 'addressbook-multiget' });
    server.fault(answerWith(404), { method: 'GET' });
    expect(names(await book.read(server.bookUrl))).toEqual(
      everybody().filter((name) => name !== 'Person 7'),
    );
  });

  it('does not believe a 404 of a multiget for a card that is there', async () => {
    server.site.reports = ['sync-collection', 'addressbook-multiget'];
    const notFound = withText((body) => body.replace(/200 OK/g, '404 Not Found'));
    server.fault(notFound, { asking: 'addressbook-multiget', after: 2 });
    expect(names(await book.read(server.bookUrl))).toEqual(everybody());
  });

  it('sets a resource aside that is no card', async () => {
    server.book.put('notes.txt', 'Remember the milk');
    const reading = await book.read(server.bookUrl);
    expect(reading.contacts).toHaveLength(250);
    const card = new URL('notes.txt', server.bookUrl).href;
    expect(reading.unread).toMatchObject([{ card, reason: 'not-a-card', isKnown: false }]);
  });

  it('takes a 403 for a query as a refusal of its filter, and asks in another way', async () => {
    server.fault(answerWith(403), { asking: 'addressbook-query', times: 9 });
    expect(names(await book.read(server.bookUrl))).toEqual(everybody());
  });

  it('fails where every way to read the book is forbidden', async () => {
    server.fault(answerWith(403), { method: 'REPORT', times: 9 });
    const failure = await failureOf(book.read(server.bookUrl));
    expect(failure).toMatchObject({ code: 'carddav-forbidden', params: { status: 403 } });
    expect(asked().slice(2)).toEqual(['addressbook-query', 'sync-collection']);
  });

  it('fails where the server answers for another book', async () => {
    server.fault(
      withText((body) => body.replaceAll(server.book.path, '/home/jane/contacts/')),
      { asking: 'addressbook-query' },
    );
    const failure = await failureOf(book.read(server.bookUrl));
    expect(failure.message).toContain('cards of another address book');
  });

  it('keeps each card once, however its address is written', async () => {
    server.site.hrefStyle = 'absolute';
    expect((await book.read(server.bookUrl)).cards).toBe(250);
    server.site.hrefStyle = 'encoded';
    expect((await book.read(server.bookUrl)).cards).toBe(250);
  });

  it('keeps no pictures', async () => {
    const photo = `PHOTO;ENCODING=b;TYPE=JPEG:${'QUJD'.repeat(100_000)}\r\nEND`;
    server.book.put('card-1', personCard('1', 'Person 1').replace('END', photo));
    const reading = await book.read(server.bookUrl);
    expect(names(reading)).toEqual(everybody());
    const kept = book.cache.cards(book.cache.cardIds()).map(({ text }) => text.length);
    expect(Math.max(...kept)).toBeLessThan(200);
  });
});
