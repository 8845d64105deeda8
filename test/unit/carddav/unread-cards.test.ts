/** One card that cannot be read: the others are, what is known of it stays, and it is tried again. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FaultyServer, startFaultyServer } from '../../servers/dav-faults.ts';
import { answerWith, cutAfter, type Fault, withText } from '../../servers/dav-faults-kinds.ts';
import { names, personCard, type Reader, reader } from '../../support/carddav/book-reader.ts';
import { failureOf } from '../../support/carddav/test-client.ts';

let server: FaultyServer;
let book: Reader;

beforeEach(async () => {
  server = await startFaultyServer();
  book = reader();
  for (let index = 0; index < 150; index++) put(index, `Person ${index}`);
});
afterEach(() => Promise.all([server.stop(), book.close()]));

const put = (index: number, name: string) =>
  server.book.put(`card-${index}`, personCard(String(index), name));
const read = () => book.read(server.bookUrl);
const url = (name: string) => new URL(name, server.bookUrl).href;
const people = (count: number) =>
  Array.from({ length: count }, (_, index) => `Person ${index}`).toSorted();
const many = Number.POSITIVE_INFINITY;

/** Texts that stand in the place of a card, and what is said of each. */
const texts: readonly (readonly [string, string, string])[] = [
  ['nothing', '', 'empty'],
  ['blank lines', '\r\n \r\n', 'empty'],
  ['a byte order mark alone', '\uFEFF', 'empty'],
  ['HTML', '<!DOCTYPE html><html><body>Oops</body></html>', 'web-page'],
  ['a JSON error', '{"error":"not found"}', 'not-a-card'],
  ['a calendar', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n', 'not-a-card'],
];

describe.each(texts)('a card that is %s', (_, text, reason) => {
  it('is set aside in the first read, and told as not known', async () => {
    server.book.put('bad', text);
    const reading = await read();
    expect(names(reading)).toEqual(people(150));
    expect(reading.unread).toEqual([
      { book: server.bookUrl, name: 'Contacts', card: url('bad'), reason, isKnown: false },
    ]);
  });

  it('keeps its last known text in force, is told in each read, and tried again', async () => {
    await read();
    await read();
    server.book.put('card-3', text);
    put(4, 'Renamed');
    const expected = [...people(150).filter((name) => name !== 'Person 4'), 'Renamed'].toSorted();
    for (const _ of ['first', 'second', 'third']) {
      const reading = await read();
      expect(names(reading)).toEqual(expected);
      expect(reading.unread).toMatchObject([
        { card: url('card-3'), contact: 'Person 3', reason, isKnown: true },
      ]);
      book.restart();
    }
    put(3, 'Mended');
    const mended = await read();
    expect(names(mended)).toContain('Mended');
    expect(mended.unread).toEqual([]);
  });

  it('is forgotten when it is deleted', async () => {
    await read();
    server.book.put('bad', text);
    server.book.put('card-3', text);
    expect((await read()).unread).toHaveLength(2);
    server.book.delete('bad');
    server.book.delete('card-3');
    const reading = await read();
    expect(reading.unread).toEqual([]);
    expect(names(reading)).not.toContain('Person 3');
  });
});

/** The server fails whenever the card is among those that are asked for. */
function failOver(card: string, fault: Fault): void {
  server.fault(fault, { path: `${server.book.path}${card}`, times: many });
  server.fault(fault, { asking: `${server.book.path}${card}<`, times: many });
  server.fault(fault, { asking: 'addressbook-query', times: many });
}

const tooLong = withText((body) =>
  body.replace('FN:Person 77', `NOTE:${'x'.repeat(65_000_000)}\r\nFN:Person 77`),
);

describe.each([
  ['answers 500', answerWith(500), 'server-error'],
  ['answers 502', answerWith(502), 'server-error'],
  ['answers 403', answerWith(403), 'forbidden'],
  ['breaks off', cutAfter(60), 'cut'],
  ['drops the connection', cutAfter(60, 'reset'), 'cut'],
  ['sends HTML', answerWith(200, { 'content-type': 'text/html' }, '<html>Oops</html>'), 'web-page'],
  ['sends 65 MB', tooLong, 'too-large'],
] as const)('a server that %s over one card', (_, fault, reason) => {
  it('gives all the others', { timeout: 60_000 }, async () => {
    failOver('card-77', fault);
    const reading = await read();
    expect(names(reading)).toEqual(people(150).filter((name) => name !== 'Person 77'));
    expect(reading.unread).toMatchObject([{ card: url('card-77'), reason, isKnown: false }]);
    server.heal();
    expect(names(await read())).toEqual(people(150));
  });
});

it('asks for a card that is too long alone, and not for its text where its length is told', {
  timeout: 60_000,
}, async () => {
  failOver('card-77', tooLong);
  await read();
  await read();
  server.requests.length = 0;
  const { bytes, unread } = await read();
  expect(bytes).toBeLessThan(1_000_000);
  expect(server.requests.some(({ body }) => body.includes('multiget'))).toBe(false);
  expect(unread).toMatchObject([{ card: url('card-77'), reason: 'too-large' }]);
  server.heal();
  expect(names(await read())).toEqual(people(150));
});

it('finds the one card that a server fails over in a few requests', async () => {
  failOver('card-77', answerWith(500));
  const { requests } = await read();
  expect(requests).toBeLessThan(40);
});

it('a server that fails over every report is asked card by card, and not seven times for each', async () => {
  server.fault(answerWith(500), { method: 'REPORT', times: many });
  const { requests, unread } = await read();
  expect(unread).toEqual([]);
  expect(requests).toBeLessThan(150 + 20);
});

describe('a card that is listed and is not there when it is asked for', () => {
  beforeEach(async () => {
    await read();
    await read();
  });
  const path = () => `${server.book.path}card-3`;

  it('stays, as far as the list says that it is there', async () => {
    put(3, 'Renamed');
    server.fault(answerWith(404), { path: path(), times: many });
    const missing = withText((body) => body.replace(/<d:response>.*<\/d:response>/s, ''));
    server.fault(missing, { asking: 'addressbook-multiget', times: many });
    const reading = await read();
    expect(names(reading)).toContain('Person 3');
    expect(reading.unread).toMatchObject([
      { card: url('card-3'), reason: 'not-found', isKnown: true },
    ]);
    server.heal();
    expect(names(await read())).toContain('Renamed');
  });

  it('goes where the list says so by then', async () => {
    put(3, 'Renamed');
    const deleting: Fault = async (right, response) => {
      server.book.delete('card-3');
      await answerWith(404)(right, response);
    };
    server.fault(deleting, { path: path() });
    const missing = withText((body) => body.replace(/<d:response>.*<\/d:response>/s, ''));
    server.fault(missing, { asking: 'addressbook-multiget' });
    const reading = await read();
    expect(names(reading)).not.toContain('Person 3');
    expect(names(reading)).not.toContain('Renamed');
    expect(reading.unread).toEqual([]);
  });
});

describe('a server that gives none of the cards it lists', () => {
  const refuse = () => {
    server.fault(answerWith(403), { asking: 'addressbook-multiget', times: many });
    server.fault(answerWith(403), { method: 'GET', times: many });
  };

  it('is not asked for all of them', async () => {
    await read();
    await read();
    for (let index = 0; index < 150; index++) put(index, 'Renamed');
    refuse();
    for (const _ of ['first', 'second', 'third']) {
      server.requests.length = 0;
      const reading = await read();
      expect(server.requests.length).toBeLessThan(70);
      expect(names(reading)).toEqual(people(150));
      expect(reading.unread).toHaveLength(150);
      expect(reading.unread[149]).toMatchObject({ reason: 'forbidden', isKnown: true });
    }
    server.heal();
    expect((await read()).unread).toEqual([]);
  });

  it('gives no book where it never gave one', async () => {
    server.fault(answerWith(403), { asking: 'addressbook-query', times: many });
    refuse();
    expect((await failureOf(read())).params['status']).toBe(403);
    // Each is asked for, and whether it is a collection.
    expect(server.requests.length).toBeLessThan(120);
  });

  it('still gives the others where many are broken for ever', async () => {
    await read();
    await read();
    for (let index = 0; index < 60; index++) {
      put(index, 'Renamed');
      server.fault(answerWith(500), { path: `${server.book.path}card-${index}`, times: many });
    }
    server.fault(answerWith(500), { asking: 'addressbook-multiget', times: many });
    put(100, 'In its turn');
    await read();
    put(101, 'At once');
    const reading = await read();
    expect(names(reading)).toEqual(expect.arrayContaining(['At once', 'In its turn']));
    expect(reading.unread).toHaveLength(60);
    expect((await read()).unread).toHaveLength(60);
  });
});

it('a card that has lost its end keeps the text that had one', async () => {
  await read();
  await read();
  server.book.put('card-3', personCard('3', 'Half').replace(/TEL.*/s, ''));
  const reading = await read();
  expect(names(reading)).toContain('Person 3');
  expect(reading.unread).toMatchObject([{ reason: 'cut', isKnown: true }]);
});

it('a card that never had an end is read as it is', async () => {
  server.book.put('endless', personCard('e', 'Endless').replace(/END.*/s, ''));
  const reading = await read();
  expect(names(reading)).toContain('Endless');
  expect(reading.unread).toEqual([]);
});

it('a photo that lies among the cards is no card', async () => {
  server.book.put('photo.jpg', 'JFIF');
  server.fault(answerWith(200, { 'content-type': 'image/jpeg' }, 'JFIF'), { method: 'GET' });
  expect((await read()).unread).toEqual([]);
});

it('a refused login over one card ends the read', async () => {
  failOver('card-77', answerWith(401));
  expect((await failureOf(read())).code).toBe('carddav-authentication');
  expect(book.cache.cardIds()).toEqual([]);
});
