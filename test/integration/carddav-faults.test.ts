/**
 * Everything that can go wrong between an address book server and Rolodial, through the whole reading: what
 * the user is told, that no incomplete answer counts, and that what was read before stays as it is.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaultyBook } from '../servers/dav-faults-book.ts';
import {
  answerWith,
  cutAfter,
  cutAtOnce,
  duplicated,
  emptyMultistatus,
  gzipped,
  redirectTo,
  withText,
  withType,
} from '../servers/dav-faults-kinds.ts';
import { bearerLogin, digestLogin } from '../servers/dav-faults-login.ts';
import { faults } from '../support/carddav/fault-cases.ts';
import {
  changedBook,
  type FaultyReading,
  faultyReading,
  firstThirty,
  named,
} from '../support/carddav/faulty-reading.ts';
import { card } from '../support/contact/cards.ts';

let book: FaultyReading;

beforeEach(async () => {
  book = await faultyReading();
});
afterEach(() => book.close());

const always = { method: 'REPORT', times: Number.POSITIVE_INFINITY };

const saying = (words: string | RegExp) =>
  typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words);

/** What a list of cards lacks is looked for by other requests. */
const unreadable = faults.filter(({ name }) => name !== 'an empty list');

describe('a server that answers with', () => {
  it.each(unreadable)('$name is not read at all', async ({ fault, code, words, until }) => {
    book.server.fault(fault, always);
    const error = await book.failure(until?.());
    expect([error.code, error.message]).toEqual([code, saying(words)]);
    expect(book.held()).toEqual({ texts: [], books: [] });
    book.server.heal();
    expect(await book.read()).toEqual(firstThirty);
  });

  it.each(unreadable)('$name later on leaves all as it was', async ({
    fault,
    code,
    words,
    until,
  }) => {
    await book.read();
    await book.read();
    const before = book.held();
    book.change();
    book.server.fault(fault, always);
    const error = await book.failure(until?.());
    expect([error.code, error.message]).toEqual([code, saying(words)]);
    expect(book.held()).toEqual(before);
    book.server.heal();
    expect(await book.read()).toEqual(changedBook);
  });

  it('an error to everything leaves all as it was', async () => {
    await book.read();
    const before = book.held();
    book.change();
    book.server.fault(answerWith(500), { times: 99 });
    const error = await book.failure();
    expect([error.code, error.message]).toEqual(['carddav-server-error', saying('(HTTP 500)')]);
    expect(book.held()).toEqual(before);
    book.server.heal();
    expect(await book.read()).toEqual(changedBook);
  });

  it.each([
    ['an error', answerWith(500)],
    ['an empty list', emptyMultistatus],
  ])('%s to every report is read by other means, whole', async (_, fault) => {
    book.server.fault(fault, always);
    expect(await book.read()).toEqual(firstThirty);
    book.change();
    expect(await book.read()).toEqual(changedBook);
  });

  it('an error in place of one card’s text is asked for that card', async () => {
    const failing = withText((body) => body.replace('200 OK', '500 Internal Server Error'));
    book.server.fault(failing, always);
    expect(await book.read()).toEqual(firstThirty);
    expect(book.server.requests.filter(({ method }) => method === 'GET')).toHaveLength(1);
  });

  it('an error in place of one card has it fetched singly', async () => {
    await book.read();
    book.change();
    const failing = withText((body) =>
      body.replace(
        /(person-1\.vcf<\/d:href>).*?(<\/d:response>)/s,
        '$1<d:status>HTTP/1.1 500 Internal Server Error</d:status>$2',
      ),
    );
    book.server.fault(failing, { asking: 'addressbook-multiget' });
    expect(await book.read()).toEqual(changedBook);
    expect(book.server.requests.at(-1)).toMatchObject({
      method: 'GET',
      path: `${book.server.book.path}person-1.vcf`,
    });
  });

  it.each([
    'text/html',
    'text/plain',
    '',
  ])('the right words under the type "%s" is read, now and later', async (type) => {
    book.server.fault(withType(type), always);
    expect(await book.read()).toEqual(firstThirty);
    book.change();
    expect(await book.read()).toEqual(changedBook);
  });
});

/** A later read asks what has changed, and then for the changed cards. */
describe('in the middle of a later read', () => {
  beforeEach(async () => {
    await book.read();
    await book.read();
  });

  const many = Number.POSITIVE_INFINITY;
  const several = { asking: 'addressbook-multiget', times: many };
  const single = { method: 'GET', times: many };
  /** Failures that are not over the cards: nothing else is tried then. */
  const names = new Set([
    ...['a wrong password', 'too many requests', 'maintenance', 'a cut at once'],
    ...['a slow drip', 'silence', 'a redirect to another server'],
  ]);
  const ofTheServer = faults.filter(({ name }) => names.has(name));
  const others = faults.filter(({ name }) => !names.has(name));

  it.each(ofTheServer)('$name instead of the changed cards leaves all as it was', async ({
    fault,
    code,
    words,
    until,
  }) => {
    const before = book.held();
    book.change();
    book.server.fault(fault, several);
    const error = await book.failure(until?.());
    expect([error.code, error.message]).toEqual([code, saying(words)]);
    expect(book.held()).toEqual(before);
    book.server.heal();
    expect(await book.read()).toEqual(changedBook);
  });

  it.each(others)('$name instead of the changed cards has them fetched one by one', async ({
    fault,
  }) => {
    book.change();
    book.server.fault(fault, several);
    expect(await book.read()).toEqual(changedBook);
  });

  it.each(
    ofTheServer.filter(({ name }) => name !== 'a redirect to another server'),
  )('$name instead of a single card leaves all as it was', async ({ fault, code, until }) => {
    const before = book.held();
    book.change();
    book.server.fault(answerWith(500), several);
    book.server.fault(fault, single);
    const error = await book.failure(until?.());
    expect(error.code).toBe(code);
    expect(book.held()).toEqual(before);
    book.server.heal();
    expect(await book.read()).toEqual(changedBook);
  });

  it.each(
    others,
  )('$name instead of a single card sets it aside, and what was known of it stays', async ({
    fault,
  }) => {
    book.change();
    book.server.fault(answerWith(500), several);
    book.server.fault(fault, single);
    expect(await book.read()).toEqual(firstThirty.filter((name) => name !== 'Person 2'));
    expect(book.unread()).toEqual([
      ['new.vcf', false],
      ['person-1.vcf', true],
    ]);
    book.server.heal();
    expect(await book.read()).toEqual(changedBook);
    expect(book.unread()).toEqual([]);
  });

  it.each([
    ['an error', answerWith(500)],
    ['a list of blank cards', withText((body) => body.replace(/BEGIN:VCARD.*?END:VCARD/gs, ''))],
  ])('%s instead of the changed cards has them fetched one by one', async (_, fault) => {
    book.change();
    book.server.fault(fault, several);
    expect(await book.read()).toEqual(changedBook);
  });

  it('one card that the server fails over is fetched singly, and no other but its neighbour', async () => {
    const late = Array.from({ length: 150 }, (_, index) => 100 + index);
    for (const number of late) {
      const text = card(`late-${number}`, `Person ${number}`, `+1613555${number + 1000}`);
      book.server.book.put(`late-${number}.vcf`, text);
    }
    book.server.fault(answerWith(500), { asking: 'late-177.vcf', times: many });
    book.server.requests.length = 0;
    expect(await book.read()).toEqual([...firstThirty, ...named(...late)]);
    const methods = book.server.requests.map(({ method }) => method);
    expect(methods.filter((method) => method === 'GET').length).toBeLessThanOrEqual(2);
    expect(methods.filter((method) => method === 'REPORT').length).toBeLessThan(20);
  });
});

describe('an address book', () => {
  it('that answers with an error once is read the next time, with nothing lost meanwhile', async () => {
    await book.read();
    await book.read();
    const before = book.held();
    book.change();
    book.server.fault(answerWith(500), { times: 4 });
    const error = await book.failure();
    expect([error.code, error.message]).toEqual(['carddav-server-error', saying('(HTTP 500)')]);
    expect(book.held()).toEqual(before);
    book.server.heal();
    expect(await book.read()).toEqual(changedBook);
  });

  it('that the server has moved, and redirects to, is followed to where it is', async () => {
    await book.read();
    await book.read();
    const moved = new FaultyBook('/home/john/moved/', 'Contacts');
    for (const [name, { text }] of book.server.book.cards) moved.put(name, text);
    moved.put('person-1.vcf', card('person-1', 'Person 77', '+16135550001'));
    (book.server.site.books as FaultyBook[]).push(moved);
    const path = book.server.book.path;
    book.server.fault(redirectTo(moved.path, 301), { path, times: Number.POSITIVE_INFINITY });
    const expected = [...firstThirty.filter((name) => name !== 'Person 1'), ...named(77)];
    expect(await book.read()).toEqual(expected);
    moved.put('person-1.vcf', card('person-1', 'Person 1', '+16135550001'));
    expect(await book.read()).toEqual(firstThirty);
  });

  it('that fails once is read the next time', async () => {
    book.server.fault(answerWith(503, { 'retry-after': '0' }), { method: 'REPORT' });
    book.server.fault(cutAtOnce, { method: 'PROPFIND' });
    expect(await book.read()).toEqual(firstThirty);
  });

  it.each([
    ['packed', gzipped()],
    ['twice', duplicated],
    [
      'in another namespace prefix',
      withText((body) => body.replace(/(<\/?)d:/g, '$1D0:').replace('xmlns:d=', 'xmlns:D0=')),
    ],
  ])('whose answer comes %s is read as it is', async (_, fault) => {
    book.server.fault(fault, always);
    expect(await book.read()).toEqual(firstThirty);
    book.change();
    expect(await book.read()).toEqual(changedBook);
  });

  it('whose cards change the form of their addresses has the same cards', async () => {
    book.server.book.put('no ending', card('x', 'Person 88', '+16135550188'));
    const all = [...firstThirty, ...named(88)];
    for (const style of ['path', 'absolute', 'encoded', 'path'] as const) {
      book.server.site.hrefStyle = style;
      expect(await book.read()).toEqual(all);
      book.server.book.put('no ending', card('x', 'Person 88', '+16135550188'));
    }
  });

  it.each([403, 500] as const)('whose token has expired (%i) is compared anew', async (status) => {
    book.server.site.expiredTokenStatus = status;
    await book.read();
    await book.read();
    book.change();
    book.server.book.expireTokens();
    expect(await book.read()).toEqual(changedBook);
  });

  it('that comes in pages is read to its last page', async () => {
    book.server.site.pageSize = 7;
    book.server.site.reports = ['sync-collection', 'addressbook-multiget'];
    expect(await book.read()).toEqual(firstThirty);
    book.change();
    for (let number = 100; number < 120; number++) {
      const text = card(`late-${number}`, `Person ${number}`, `+1613555${number + 1000}`);
      book.server.book.put(`late-${number}`, text);
    }
    const late = named(...Array.from({ length: 20 }, (_, index) => 100 + index));
    expect(await book.read()).toEqual([...changedBook, ...late]);
  });

  it('whose second page is cut off is listed as a whole', async () => {
    await book.read();
    await book.read();
    book.change();
    book.server.site.pageSize = 1;
    book.server.fault(cutAfter(150), { asking: 'sync-collection', after: 1, times: 9 });
    expect(await book.read()).toEqual(changedBook);
  });
});

describe('a login', () => {
  it('with Digest whose nonces last for two requests succeeds', async () => {
    const account = { username: 'john', password: 'Pass wörd €' };
    book.login = digestLogin({ ...account, algorithm: 'SHA-256', usesPerNonce: 2 });
    expect(await book.read()).toEqual(firstThirty);
    book.change();
    expect(await book.read()).toEqual(changedBook);
  });

  it('with a token succeeds', async () => {
    book.login = bearerLogin('abc.def');
    expect(await book.read({ token: 'abc.def' })).toEqual(firstThirty);
  });

  it('that is refused in the middle of a read leaves everything as it was', async () => {
    await book.read();
    const before = book.held();
    book.change();
    book.login = bearerLogin('another');
    expect((await book.failure()).code).toBe('carddav-authentication');
    expect(book.held()).toEqual(before);
  });
});
