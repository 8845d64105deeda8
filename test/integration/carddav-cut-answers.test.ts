/** Answers of a real Radicale that break off: the first read's, and those of later reads. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultyServer } from '../servers/dav-faults.ts';
import { cutAfter, type Fault } from '../servers/dav-faults-kinds.ts';
import { davRequest } from '../servers/dav-request.ts';
import { startRadicale } from '../servers/radicale.ts';
import { type FaultyReading, faultyReading, named } from '../support/carddav/faulty-reading.ts';
import { people } from '../support/contact/cards.ts';

const all = 150;
const everybody = named(...Array.from({ length: all }, (_, index) => index));

/** What Radicale answers to each question of a reader, by a word of the question. */
const answers = new Map<string, string>();

beforeAll(async () => {
  const radicale = await startRadicale();
  await radicale.writeCards(people(all));
  const hrefs = [...people(all).keys()].map((name) => `<d:href>/john/contacts/${name}</d:href>`);
  const data = '<d:prop><d:getetag/><c:address-data/></d:prop>';
  const questions = {
    'addressbook-query': `${data}<c:filter/>`,
    'addressbook-multiget': data + hrefs.slice(0, 100).join(''),
    'sync-collection': '<d:sync-token/><d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop>',
  };
  for (const [name, content] of Object.entries(questions)) {
    const prefix = name === 'sync-collection' ? 'd' : 'c';
    const { body } = await davRequest(radicale.url, {
      method: 'REPORT',
      credentials: radicale,
      headers: { 'content-type': 'application/xml', depth: '1' },
      body: `<${prefix}:${name} xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav">${content}</${prefix}:${name}>`,
    });
    answers.set(name, body);
  }
  await radicale.stop();
});

let book: FaultyReading;
let server: FaultyServer;

beforeEach(async () => {
  book = await faultyReading();
  server = book.server;
  // The same cards as Radicale has, so that what other requests bring can be told from a part of its answer.
  for (const [name, text] of people(all)) server.book.put(name, text);
});
afterEach(() => book.close());
afterAll(() => answers.clear());

/** Radicale's own answer to a question, under the path of the book that is asked. */
function radicales(asking: string): string {
  const answer = answers.get(asking) ?? '';
  return answer.replaceAll('/john/contacts/', new URL(server.bookUrl).pathname);
}

/** Cuts the answer to a question after every 1,000th byte, in both ways, and expects all cards, by other requests. */
async function cutEverywhere(asking: string, prepare: () => Promise<void>): Promise<void> {
  const body = radicales(asking);
  const bytes = Buffer.byteLength(body);
  expect(bytes).toBeGreaterThan(15_000);
  for (let at = 0; at < bytes; at += 1_000) {
    for (const how of ['ended', 'reset'] as const) {
      const cut: Fault = (right, response) => cutAfter(at, how)({ ...right, body }, response);
      await prepare();
      server.fault(cut, { asking });
      expect([await book.read(), at, how]).toEqual([everybody, at, how]);
      expect(book.unread()).toEqual([]);
      server.heal();
    }
  }
}

describe('an answer of a real Radicale, cut off after every 1,000th byte, is never taken for a part of', () => {
  it('the book that is read for the first time', async () => {
    await cutEverywhere('addressbook-query', () => book.forget());
  });

  it('the list of all cards, where the rest would seem to be gone', async () => {
    await cutEverywhere('sync-collection', async () => {
      await book.forget();
      await book.read();
    });
  });

  it('the cards that have changed', async () => {
    await book.read();
    await book.read();
    let round = 0;
    await cutEverywhere('addressbook-multiget', async () => {
      round += 1;
      for (const [name, text] of people(100)) {
        server.book.put(name, text.replace('END:', `NOTE:${round}\r\nEND:`));
      }
    });
  });
});
