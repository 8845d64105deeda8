/** Answers of a real Radicale that break off: the first read's, and those of later reads. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultyServer } from '../servers/dav-faults.ts';
import { cutAfter, type Fault, withText } from '../servers/dav-faults-kinds.ts';
import { davRequest } from '../servers/dav-request.ts';
import { startRadicale } from '../servers/radicale.ts';
import { type FaultyReading, faultyReading } from '../support/carddav/faulty-reading.ts';
import { people } from '../support/contact/cards.ts';

const all = 150;

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
});
afterEach(() => book.close());
afterAll(() => answers.clear());

/** Radicale's own answer to a question, under the path of the book that is asked. */
function radicales(asking: string): string {
  const answer = answers.get(asking) ?? '';
  return answer.replaceAll('/john/contacts/', new URL(server.bookUrl).pathname);
}

const whole = (asking: string): Fault => withText(() => radicales(asking));

/** Cuts the answer to a question after every 1,000th byte, in both ways, and expects nothing to come of it. */
async function cutEverywhere(asking: string, before: unknown): Promise<void> {
  const body = radicales(asking);
  const bytes = Buffer.byteLength(body);
  expect(bytes).toBeGreaterThan(15_000);
  for (let at = 0; at < bytes; at += 1_000) {
    for (const how of ['ended', 'reset'] as const) {
      const cut: Fault = (right, response) => cutAfter(at, how)({ ...right, body }, response);
      server.fault(cut, { asking });
      const { code, message } = await book.failure();
      expect([code, at, how]).toEqual(['carddav-incomplete', at, how]);
      expect(message).toContain('Nothing was changed');
      expect(book.held()).toEqual(before);
      server.heal();
    }
  }
}

describe('an answer of a real Radicale, cut off after every 1,000th byte, is never taken for a part of', () => {
  it('the book that is read for the first time', async () => {
    await cutEverywhere('addressbook-query', { texts: [], books: [] });
    server.fault(whole('addressbook-query'), { asking: 'addressbook-query' });
    expect(await book.read()).toHaveLength(all);
  });

  it('the list of all cards, where the rest would seem to be gone', async () => {
    server.fault(whole('addressbook-query'), { asking: 'addressbook-query' });
    expect(await book.read()).toHaveLength(all);
    await cutEverywhere('sync-collection', book.held());
  });

  it('the cards that have changed', async () => {
    await book.read();
    await book.read();
    for (const [name, text] of people(100)) {
      server.book.put(name, text.replace('FN:Person', 'FN:Another'));
    }
    await cutEverywhere('addressbook-multiget', book.held());
    expect(await book.read()).toHaveLength(100);
  });
});
