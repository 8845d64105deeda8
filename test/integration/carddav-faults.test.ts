/**
 * Everything that can go wrong between an address book server and Rolodial, through the whole reading: what
 * the user is told, that nothing counts that is not whole, and that what was read before stays as it is.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type AddressBookReading,
  readAddressBook,
} from '../../electron/core/carddav/address-book.ts';
import type { DavCredentials } from '../../electron/core/carddav/authentication.ts';
import { createCore } from '../../electron/core/core.ts';
import { type CardCache, cardCache } from '../../electron/core/store/card-cache.ts';
import { openDatabase } from '../../electron/core/store/database.ts';
import { headlessHost } from '../../electron/headless/host.ts';
import type { RolodialError } from '../../shared/errors.ts';
import { type FaultyServer, startFaultyServer } from '../servers/dav-faults.ts';
import {
  answerWith,
  cutAfter,
  cutAtOnce,
  drip,
  duplicated,
  emptyBody,
  emptyMultistatus,
  endless,
  type Fault,
  gzipped,
  loginPage,
  redirectTo,
  silence,
  withText,
  withType,
} from '../servers/dav-faults-kinds.ts';
import { bearerLogin, digestLogin, type Login, noLogin } from '../servers/dav-faults-login.ts';
import { davRequest } from '../servers/dav-request.ts';
import { startProsody } from '../servers/prosody.ts';
import { startRadicale } from '../servers/radicale.ts';
import { type TemporaryFolder, temporaryFolder } from '../servers/temporary-folders.ts';
import { card, people } from './support/cards.ts';
import { johnsCommandLine } from './support/command-line.ts';

let server: FaultyServer;
let login: Login;
let folder: TemporaryFolder;
let cache: CardCache;
let closeCache: () => void;

beforeEach(async () => {
  login = noLogin;
  server = await startFaultyServer({ login: (request) => login(request) });
  folder = temporaryFolder('faults');
  const database = openDatabase(folder.path, 'john');
  cache = cardCache(database);
  closeCache = () => database.close();
  for (const [name, text] of people(30)) server.book.put(name, text);
});

afterEach(async () => {
  closeCache();
  await Promise.all([server.stop(), folder.remove()]);
});

const john: DavCredentials = { username: 'john', password: 'Pass wörd €' };

async function read(
  credentials: DavCredentials = john,
  signal: AbortSignal = AbortSignal.timeout(20_000),
): Promise<string[]> {
  return namesOf(await readWhole(credentials, signal));
}

async function readWhole(
  credentials: DavCredentials,
  signal: AbortSignal,
): Promise<AddressBookReading> {
  const source = { url: server.bookUrl, books: [], username: 'john', credentials };
  return await readAddressBook({ ...source, defaultCountry: 'CA' }, cache, signal, () => undefined);
}

const namesOf = ({ contacts }: AddressBookReading) =>
  contacts.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));

const named = (...numbers: number[]) => numbers.map((number) => `Person ${number}`);
const firstThirty = named(...Array.from({ length: 30 }, (_, index) => index));

/** All that the cache holds, byte for byte. */
function held(): unknown {
  const texts = cache.cards(cache.cardIds());
  return { texts, books: cache.books({ address: server.bookUrl, username: 'john' }) };
}

async function failure(signal?: AbortSignal): Promise<RolodialError> {
  return await read(john, signal).then(
    (names) => {
      throw new Error(`it was read: ${names.length} contacts`);
    },
    (error: RolodialError) => error,
  );
}

/** Something new, something changed, something gone. */
function change(): void {
  server.book.put('new.vcf', card('new', 'Person 99', '+16135559999'));
  server.book.put('person-1.vcf', card('person-1', 'Person 77', '+16135550001'));
  server.book.delete('person-2.vcf');
}
const changed = [...firstThirty.filter((name) => !/^Person [12]$/.test(name)), ...named(77, 99)];

const always = { method: 'REPORT', times: Number.POSITIVE_INFINITY };

const halved =
  (how: 'ended' | 'reset'): Fault =>
  (right, response) =>
    cutAfter(Math.floor(right.body.length / 2), how)(right, response);

const saying = (words: string | RegExp) =>
  typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words);

const soon = () => AbortSignal.timeout(400);

interface FaultCase {
  readonly name: string;
  readonly fault: Fault;
  readonly code: string;
  readonly words: string | RegExp;
  /** Ends the read where the product would wait for longer than a test can. */
  readonly until?: () => AbortSignal;
}

const faults: readonly FaultCase[] = [
  {
    name: 'a login page',
    fault: loginPage,
    code: 'carddav-invalid-answer',
    words: 'it sent a web page',
  },
  {
    name: 'no permission',
    fault: answerWith(403),
    code: 'carddav-authentication',
    words: 'does not let this account read',
  },
  {
    name: 'a wrong password',
    fault: answerWith(401),
    code: 'carddav-authentication',
    words: 'refused the user name or password for john',
  },
  {
    name: 'nothing there',
    fault: answerWith(404),
    code: 'carddav-not-found',
    words: 'There is no address book at',
  },
  {
    name: 'too many requests',
    fault: answerWith(429, { 'retry-after': '3600' }),
    code: 'carddav-server-error',
    words: /asks to be left alone until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/,
  },
  {
    name: 'maintenance',
    fault: answerWith(503, { 'retry-after': new Date(Date.now() + 7_200_000).toUTCString() }),
    code: 'carddav-server-error',
    words: 'is busy (HTTP 503)',
  },
  {
    name: 'an empty body',
    fault: emptyBody,
    code: 'carddav-incomplete',
    words: 'was not complete',
  },
  {
    name: 'an empty list',
    fault: emptyMultistatus,
    code: 'carddav-incomplete',
    words: 'Nothing was changed',
  },
  {
    name: 'half an answer',
    fault: halved('ended'),
    code: 'carddav-incomplete',
    words: 'Nothing was changed',
  },
  {
    name: 'half an answer and a cut',
    fault: halved('reset'),
    code: 'carddav-incomplete',
    words: 'Nothing was changed',
  },
  {
    name: 'half a packed answer',
    fault: gzipped(0.5),
    code: 'carddav-incomplete',
    words: 'Nothing was changed',
  },
  {
    name: 'a cut at once',
    fault: cutAtOnce,
    code: 'carddav-unreachable',
    words: 'the connection was cut',
  },
  {
    name: 'a slow drip',
    fault: drip(5, 50),
    code: 'carddav-timeout',
    words: 'stopped answering',
    until: soon,
  },
  {
    name: 'silence',
    fault: silence,
    code: 'carddav-timeout',
    words: 'stopped answering',
    until: soon,
  },
  {
    name: 'an answer without an end',
    fault: endless,
    code: 'carddav-incomplete',
    words: 'it has no end',
  },
  {
    name: 'another type',
    fault: withType('text/plain'),
    code: 'carddav-invalid-answer',
    words: 'text/plain',
  },
  {
    name: 'another status',
    fault: answerWith(200, { 'content-type': 'application/xml' }, '<ok/>'),
    code: 'carddav-invalid-answer',
    words: 'HTTP 200',
  },
  {
    name: 'a redirect to another server',
    fault: redirectTo('https://dav.example.net/john/'),
    code: 'carddav-invalid-answer',
    words: 'https://dav.example.net/john/, to which Rolodial does not send your password',
  },
  {
    name: 'a redirect in a circle',
    fault: redirectTo('/home/john/contacts/'),
    code: 'carddav-invalid-answer',
    words: 'without end',
  },
];

describe('a server that answers with', () => {
  it.each(faults)('$name is not read at all', async ({ fault, code, words, until }) => {
    server.fault(fault, always);
    const error = await failure(until?.());
    expect([error.code, error.message]).toEqual([code, saying(words)]);
    expect(held()).toEqual({ texts: [], books: [] });
    server.heal();
    expect(await read()).toEqual(firstThirty);
  });

  it.each(faults)('$name later on leaves all as it was', async ({ fault, code, words, until }) => {
    await read();
    await read();
    const before = held();
    change();
    server.fault(fault, always);
    const error = await failure(until?.());
    expect([error.code, error.message]).toEqual([code, saying(words)]);
    expect(held()).toEqual(before);
    server.heal();
    expect(await read()).toEqual(changed);
  });

  it('an error to everything leaves all as it was', async () => {
    await read();
    const before = held();
    change();
    server.fault(answerWith(500), { times: 99 });
    const error = await failure();
    expect([error.code, error.message]).toEqual(['carddav-server-error', saying('(HTTP 500)')]);
    expect(held()).toEqual(before);
    server.heal();
    expect(await read()).toEqual(changed);
  });

  it('an error to every report is read by other means, whole', async () => {
    server.fault(answerWith(500), always);
    expect(await read()).toEqual(firstThirty);
    change();
    expect(await read()).toEqual(changed);
  });

  it('an error in place of one card is asked for that card, or not read at all', async () => {
    server.fault(
      withText((body) => body.replace('200 OK', '500 Internal Server Error')),
      always,
    );
    const names = await read().catch((error: RolodialError) => error.code);
    expect([firstThirty, 'carddav-incomplete']).toContainEqual(names);
  });
});

describe('an address book', () => {
  it('that fails once is read the next time', async () => {
    server.fault(answerWith(503, { 'retry-after': '0' }), { method: 'REPORT' });
    server.fault(cutAtOnce, { method: 'PROPFIND' });
    expect(await read()).toEqual(firstThirty);
  });

  it.each([
    ['packed', gzipped()],
    ['twice', duplicated],
    [
      'in another namespace prefix',
      withText((body) => body.replace(/(<\/?)d:/g, '$1D0:').replace('xmlns:d=', 'xmlns:D0=')),
    ],
  ])('whose answer comes %s is read as it is', async (_, fault) => {
    server.fault(fault, always);
    expect(await read()).toEqual(firstThirty);
    change();
    expect(await read()).toEqual(changed);
  });

  it('whose cards change the form of their addresses has the same cards', async () => {
    server.book.put('no ending', card('x', 'Person 88', '+16135550188'));
    const all = [...firstThirty, ...named(88)];
    for (const style of ['path', 'absolute', 'encoded', 'path'] as const) {
      server.site.hrefStyle = style;
      expect(await read()).toEqual(all);
      server.book.put('no ending', card('x', 'Person 88', '+16135550188'));
    }
  });

  it.each([403, 500] as const)('whose token has expired (%i) is compared anew', async (status) => {
    server.site.expiredTokenStatus = status;
    await read();
    await read();
    change();
    server.book.expireTokens();
    expect(await read()).toEqual(changed);
  });

  it('that comes in pages is read to its last page', async () => {
    server.site.pageSize = 7;
    server.site.reports = ['sync-collection', 'addressbook-multiget'];
    expect(await read()).toEqual(firstThirty);
    change();
    for (let number = 100; number < 120; number++) {
      const text = card(`late-${number}`, `Person ${number}`, `+1613555${number + 1000}`);
      server.book.put(`late-${number}`, text);
    }
    const late = named(...Array.from({ length: 20 }, (_, index) => 100 + index));
    expect(await read()).toEqual([...changed, ...late]);
  });

  it('whose second page is cut off is as it was, and is read from the first page again', async () => {
    await read();
    await read();
    const before = held();
    change();
    server.site.pageSize = 1;
    server.fault(cutAfter(150), { asking: 'sync-collection', after: 1, times: 9 });
    expect((await failure()).code).toBe('carddav-incomplete');
    expect(held()).toEqual(before);
    server.heal();
    expect(await read()).toEqual(changed);
  });
});

describe('a login', () => {
  it('with Digest whose nonces last for two requests is not noticed', async () => {
    const account = { username: 'john', password: 'Pass wörd €' };
    login = digestLogin({ ...account, algorithm: 'SHA-256', usesPerNonce: 2 });
    expect(await read()).toEqual(firstThirty);
    change();
    expect(await read()).toEqual(changed);
  });

  it('with a token is', async () => {
    login = bearerLogin('abc.def');
    expect(await read({ token: 'abc.def' })).toEqual(firstThirty);
  });

  it('that is refused in the middle of a read leaves everything as it was', async () => {
    await read();
    const before = held();
    change();
    login = bearerLogin('another');
    expect((await failure()).code).toBe('carddav-authentication');
    expect(held()).toEqual(before);
  });
});

describe('the roster', () => {
  it('keeps every item, whatever the address book server does', async () => {
    const prosody = await startProsody();
    const account = { url: server.bookUrl, username: 'john', password: 'x' };
    const line = johnsCommandLine(prosody, account);
    const core = createCore(
      headlessHost({ config: line.settingsFile, data: line.dataFolder, log: () => undefined }),
    );
    const sync = () => core.handlers.syncNow({ profile: 'john' });
    expect((await sync()).applied).toEqual({ added: 60, updated: 0, removed: 0 });
    const before = await prosody.storedRoster('john');
    change();
    for (const { name, fault, code } of faults.filter(({ until }) => until === undefined)) {
      server.fault(fault, always);
      const failed = await sync().catch((error: RolodialError) => error.code);
      expect([name, failed]).toEqual([name, code]);
      expect(core.state().profiles[0]?.problem?.code).toBe(code);
      expect(await prosody.storedRoster('john')).toEqual(before);
      server.heal();
    }
    expect((await sync()).applied).toEqual({ added: 2, updated: 2, removed: 2 });
    await core.stop();
    await Promise.all([prosody.stop(), line.remove()]);
  });
});

describe('an answer of a real Radicale', () => {
  it('cut off after every 1,000th byte is never taken for a part of the book', async () => {
    const radicale = await startRadicale();
    await radicale.writeCards(people(150));
    const answer = await davRequest(radicale.url, {
      method: 'REPORT',
      credentials: radicale,
      headers: { 'content-type': 'application/xml', depth: '1' },
      body: '<c:addressbook-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><d:prop><d:getetag/><c:address-data/></d:prop><c:filter/></c:addressbook-query>',
    });
    await radicale.stop();
    const body = answer.body.replaceAll('/john/contacts/', new URL(server.bookUrl).pathname);
    const whole = withText(() => body);
    server.fault(whole, { asking: 'addressbook-query' });
    expect(await read()).toHaveLength(150);
    const before = held();
    server.heal();

    closeCache();
    await folder.remove();
    folder = temporaryFolder('faults');
    const database = openDatabase(folder.path, 'john');
    cache = cardCache(database);
    closeCache = () => database.close();
    const bytes = Buffer.byteLength(body);
    expect(bytes).toBeGreaterThan(40_000);
    for (let at = 0; at < bytes; at += 1_000) {
      for (const how of ['ended', 'reset'] as const) {
        server.fault((right, response) => cutAfter(at, how)({ ...right, body }, response), {
          asking: 'addressbook-query',
        });
        expect([(await failure()).code, at, how]).toEqual(['carddav-incomplete', at, how]);
        expect(held()).toEqual({ texts: [], books: [] });
        server.heal();
      }
    }
    server.fault(whole, { asking: 'addressbook-query' });
    expect(await read()).toHaveLength(150);
    expect(held()).toEqual(before);
  });
});
