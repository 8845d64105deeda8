/** Reads of a book whose server does not tell all that has changed: nothing stays out of date for ever. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AddressBookReading } from '../../../electron/core/carddav/address-book.ts';
import { type FaultyServer, startFaultyServer } from '../../servers/dav-faults.ts';
import { answerWith, type Fault, withText } from '../../servers/dav-faults-kinds.ts';
import { names, personCard, type Reader, reader } from '../../support/carddav/book-reader.ts';

const dayMs = 86_400_000;

let server: FaultyServer;
let book: Reader;

beforeEach(async () => {
  server = await startFaultyServer();
  book = reader();
  for (let index = 0; index < 20; index++) put(`card-${index}`, `Person ${index}`);
  // Later reads go on from a sync token.
  await read();
  await read();
});
afterEach(() => Promise.all([server.stop(), book.close()]));

function put(name: string, person: string, etag?: string): void {
  server.book.put(name, personCard(name, person), etag);
}

/** Changes a card behind the back of the sync tokens. */
function putSilently(name: string, person: string, etag = '"silent"'): void {
  server.book.cards.set(name, { text: personCard(name, person), etag });
}

const requestsOf = (what: string) =>
  server.requests.filter(({ method, body }) => `${method} ${body}`.includes(what)).length;

/** Reads once, with a new list of requests; at the home, so that what it lists counts, too. */
async function read(full = false): Promise<AddressBookReading> {
  server.requests.length = 0;
  return await book.read(server.homeUrl, [], { full });
}

const twenty = Array.from({ length: 20 }, (_, index) => `Person ${index}`);
const without = (...gone: string[]) => twenty.filter((name) => !gone.includes(name)).toSorted();

describe('what a server does not tell of', () => {
  beforeEach(() => {
    putSilently('card-3', 'Renamed');
    putSilently('card-20', 'New');
    server.book.cards.delete('card-4');
  });
  const expected = [...without('Person 3', 'Person 4'), 'New', 'Renamed'].toSorted();

  it('is found a week after all was last compared, and told', async () => {
    book.ahead = 6 * dayMs;
    expect(await read()).toMatchObject({ requests: 1, missed: 0 });
    book.ahead = 7 * dayMs + 60_000;
    const reading = await read();
    expect(names(reading)).toEqual(expected);
    expect(reading.missed).toBe(3);
    // And then not again before the next week.
    book.ahead += 6 * dayMs;
    expect(await read()).toMatchObject({ requests: 1, missed: 0 });
  });

  it('is found when the user asks for it', async () => {
    const reading = await read(true);
    expect(names(reading)).toEqual(expected);
    expect(reading.missed).toBe(3);
  });

  it('is found where the clock was set back', async () => {
    book.ahead = -3 * dayMs;
    expect(names(await read())).toEqual(expected);
  });

  it('is found after a new start of the program, too', async () => {
    book.restart();
    book.ahead = 8 * dayMs;
    expect(names(await read())).toEqual(expected);
  });

  it('is not confused with what it does tell of', async () => {
    put('card-5', 'Told');
    server.book.delete('card-6');
    const reading = await read(true);
    expect(reading.missed).toBe(3);
    expect(names(reading)).toContain('Told');
    expect(names(reading)).not.toContain('Person 6');
  });

  it('is not confused with what changes while all is listed', async () => {
    server.fault(
      async (right, response) => {
        await withText((body) => body)(right, response);
        put('card-7', 'Meanwhile');
      },
      { asking: 'supported-report-set' },
    );
    const reading = await read(true);
    expect(names(reading)).toContain('Meanwhile');
    expect(reading.missed).toBe(3);
  });
});

describe('a comparison of all cards', () => {
  it('costs four requests and fetches no card where nothing has changed', async () => {
    expect(await read(true)).toMatchObject({ cards: 20, missed: 0 });
    // The home, the book's abilities, its list; the token has told that nothing has changed.
    expect(server.requests).toHaveLength(3);
    expect(requestsOf('address-data')).toBe(0);
  });

  it('fetches cards whose ETags do not tell versions apart', async () => {
    for (const index of [0, 1, 2]) putSilently(`card-${index}`, `Person ${index}`, '"gcs00000000"');
    for (const index of [3, 4]) putSilently(`card-${index}`, `Person ${index}`, '"same"');
    await read(true);
    putSilently('card-0', 'Zero', '"gcs00000000"');
    putSilently('card-3', 'Three', '"same"');
    const reading = await read(true);
    expect(names(reading)).toEqual(
      [...without('Person 0', 'Person 3'), 'Three', 'Zero'].toSorted(),
    );
    expect(reading.missed).toBe(2);
  });
});

describe('a book that was deleted and made anew at its address', () => {
  beforeEach(() => {
    server.book.takesAnyToken = true;
    server.book.makeAnew();
    put('card-3', 'Person 3');
    put('new', 'New');
  });

  it('is compared at once where its token has gone back', async () => {
    const reading = await read();
    expect(names(reading)).toEqual(['New', 'Person 3']);
    expect(reading.missed).toBeGreaterThan(0);
  });

  it('is compared at once where the address of the book itself was given', async () => {
    const alone = reader();
    await alone.read(server.bookUrl);
    await alone.read(server.bookUrl);
    server.book.makeAnew();
    put('other', 'Other');
    expect(names(await alone.read(server.bookUrl))).toEqual(['Other']);
    await alone.close();
  });

  it('is compared within a week where its token happens to be the same', async () => {
    for (let index = 2; index < 20; index++) put('new', 'New');
    expect(names(await read())).toEqual(without());
    book.ahead = 7 * dayMs + 1;
    expect(names(await read())).toEqual(['New', 'Person 3']);
  });
});

/** What the home lists of the book, with one more property. */
const listing = (property: string): Fault =>
  withText((body) => body.replaceAll('<d:displayname>', `${property}<d:displayname>`));

describe.each([
  ['creation date', (value: string) => `<d:creationdate>${value}</d:creationdate>`],
  [
    'resource id',
    (value: string) => `<d:resource-id><d:href>urn:x:${value}</d:href></d:resource-id>`,
  ],
])('a book whose %s', (_, property) => {
  const atHome = { method: 'PROPFIND', asking: 'resourcetype', times: 99 };

  it('is another is compared at once', async () => {
    server.fault(listing(property('2020-01-01T00:00:00Z')), atHome);
    await read();
    putSilently('card-3', 'Renamed');
    expect(names(await read())).not.toContain('Renamed');
    server.heal();
    server.fault(listing(property('2026-01-01T00:00:00Z')), atHome);
    expect(names(await read())).toContain('Renamed');
  });

  it('is another in every answer is compared once a day at most', async () => {
    let count = 0;
    server.fault((right, response) => listing(property(`${++count}`))(right, response), atHome);
    await read();
    await read();
    await read();
    expect(requestsOf('sync-collection')).toBe(0);
    putSilently('card-3', 'Renamed');
    book.ahead = dayMs + 1;
    expect(names(await read())).toContain('Renamed');
  });
});

describe('a doubtful answer about changes', () => {
  const changes = { asking: 'sync-collection' };

  it('(another token, and no card) leads to a comparison', async () => {
    putSilently('card-3', 'Renamed');
    server.book.put('gone', 'x');
    server.book.delete('gone');
    server.fault(
      withText((body) => body.replace(/<d:response>.*<\/d:response>/s, '')),
      changes,
    );
    const reading = await read();
    expect(names(reading)).toContain('Renamed');
    expect(reading.missed).toBe(1);
  });

  it('(another token, and no card) is ordinary where it led to nothing within a day', async () => {
    const empty = withText((body) =>
      body.replace(/<d:response>.*<\/d:response>/s, '').replace(/rev\.\d+/, `rev.${1e6 + count++}`),
    );
    let count = 0;
    const renewed = withText((body) => body.replace(/rev\.\d+/, () => `rev.${2e6 + count++}`));
    server.fault(renewed, { method: 'PROPFIND', asking: 'resourcetype', times: 99 });
    server.fault(empty, { asking: '<d:sync-token>rev', times: 99 });
    await read();
    expect(requestsOf('<d:sync-token></d:sync-token>')).toBe(1);
    await read();
    expect(requestsOf('<d:sync-token></d:sync-token>')).toBe(0);
  });

  it('(all that is known, and nothing gone) leads to a comparison', async () => {
    // DAViCal 1.1.12 answers so where it does not have the token any more.
    server.book.delete('card-4');
    put('new', 'New');
    server.fault(
      withText((body) => {
        const all = [...server.book.cards].map(
          ([name, { etag }]) =>
            `<d:response><d:href>${server.book.path}${name}</d:href><d:propstat><d:prop><d:getetag>${etag}</d:getetag></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`,
        );
        return body.replace(/<d:response>.*<\/d:response>/s, all.join(''));
      }),
      changes,
    );
    const reading = await read();
    expect(names(reading)).toEqual([...without('Person 4'), 'New'].toSorted());
    expect(reading.missed).toBe(1);
  });

  it('(a token that has gone back) leads to a comparison, however often', async () => {
    for (const name of ['First', 'Second']) {
      putSilently('card-3', name, `"${name}"`);
      put('card-5', name);
      server.fault(
        withText((body) => body.replace(/rev\.\d+/g, 'rev.1')),
        changes,
      );
      expect(names(await read()).filter((each) => each === name)).toHaveLength(2);
    }
  });

  it('(the refusal that Xandikos 0.2.12 wraps into a 207) leads to a comparison', async () => {
    put('card-3', 'Renamed');
    server.book.delete('card-4');
    const refusal = `<d:response><d:href>http%3A//localhost${server.book.path}</d:href><d:status>HTTP/1.1 412 Precondition Failed</d:status><d:error><d:valid-sync-token/></d:error></d:response>`;
    server.fault(
      withText((body) =>
        body
          .replace(/<d:response>.*<\/d:response>/s, refusal)
          .replace(/<d:sync-token>.*?<\/d:sync-token>/, ''),
      ),
      changes,
    );
    const reading = await read();
    expect(names(reading)).toEqual([...without('Person 3', 'Person 4'), 'Renamed'].toSorted());
    expect(await read()).toMatchObject({ requests: 1 });
  });
});

it('a server that refuses the token of a book made anew needs no doubt', async () => {
  server.book.makeAnew();
  put('new', 'New');
  server.fault(answerWith(403), { asking: '<d:sync-token>rev' });
  expect(await read()).toMatchObject({ cards: 1, missed: 0 });
});

it('an empty list of all cards is not believed while the book itself names some', async () => {
  const empty = withText((body) => body.replace(/<d:response>.*<\/d:response>/s, ''));
  server.fault(empty, { asking: '<d:sync-token></d:sync-token>', times: 9 });
  expect(names(await read(true))).toEqual(without());
});

it('a card that could not be read and is mended was not missed', async () => {
  server.book.put('card-3', '');
  expect((await read()).unread).toHaveLength(1);
  putSilently('card-3', 'Mended');
  expect(await read(true)).toMatchObject({ missed: 0, unread: [] });
});
