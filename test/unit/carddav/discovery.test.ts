import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServiceResolver } from '../../../electron/core/carddav/candidate-urls.ts';
import { discoverAddressBooks } from '../../../electron/core/carddav/discovery.ts';
import { type FaultyServer, startFaultyServer } from '../../servers/dav-faults.ts';
import {
  answerWith,
  cutAfter,
  emptyMultistatus,
  loginPage,
  redirectTo,
  withText,
} from '../../servers/dav-faults-kinds.ts';
import { basicLogin, type Login, noLogin } from '../../servers/dav-faults-login.ts';
import { failureOf, testClient } from '../../support/carddav/test-client.ts';

let server: FaultyServer;
let login: Login;

beforeEach(async () => {
  login = noLogin;
  const books = { contacts: 'Contacts', 'old ones': '2024', f: 'R & D <all>' };
  server = await startFaultyServer({ books, login: (request) => login(request) });
});
afterEach(() => server.stop());

const noDns: ServiceResolver = {
  resolveSrv: () => Promise.reject(new Error('queryServfail')),
  resolveTxt: () => Promise.reject(new Error('queryServfail')),
};

const discover = async (address: string, resolver: ServiceResolver = noDns) =>
  (await discoverAddressBooks(address, testClient().transport, resolver)).books;

const names = async (address: string, resolver?: ServiceResolver) =>
  (await discover(address, resolver)).map(({ name }) => name);

const paths = () => server.requests.map(({ method, path }) => `${method} ${path}`);

describe('the address books', () => {
  it('at a book are that book, found in one request', async () => {
    expect(await discover(server.bookUrl)).toMatchObject([
      { url: server.bookUrl, name: 'Contacts', isMadeByServer: false },
    ]);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    'rootUrl',
    'principalUrl',
    'homeUrl',
  ] as const)('at the %s are all found, with their names unchanged', async (place) => {
    expect(await discover(server[place])).toMatchObject([
      { url: server.bookUrl, name: 'Contacts' },
      { url: `${server.homeUrl}old%20ones/`, name: '2024' },
      { url: `${server.homeUrl}f/`, name: 'R & D <all>' },
    ]);
  });

  it.each([
    ['<d:displayname></d:displayname>', 'contacts'],
    ['<d:displayname> </d:displayname>', 'contacts'],
    ['<d:displayname>1.50</d:displayname>', '1.50'],
    ['<d:displayname>true</d:displayname>', 'true'],
    ['<d:displayname><![CDATA[Tom ]]>&amp;<![CDATA[ Jerry]]></d:displayname>', 'Tom & Jerry'],
  ])('named %s are called %s', async (element, name) => {
    server.fault(withText((body) => body.replace(/<d:displayname>.*?<\/d:displayname>/, element)));
    expect(await names(server.bookUrl)).toEqual([name]);
  });

  it('of several homes are all found, each once', async () => {
    const second = '<d:href>/second/</d:href><d:href/></card:addressbook-home-set>';
    server.fault(withText((body) => body.replace('</card:addressbook-home-set>', second)));
    const book =
      '<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><d:response><d:href>/second/work/</d:href><d:propstat><d:prop><d:resourcetype><d:collection/><c:addressbook/></d:resourcetype></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response><d:response><d:href>/home/john/f</d:href><d:status>HTTP/1.1 403 Forbidden</d:status></d:response></d:multistatus>';
    server.fault(answerWith(207, { 'content-type': 'text/xml' }, book), { path: '/second/' });
    expect(await names(server.principalUrl)).toEqual(['Contacts', '2024', 'R & D <all>', 'work']);
  });

  it('at an address without its last slash are found where the server redirects to', async () => {
    const path = new URL(server.bookUrl).pathname.slice(0, -1);
    server.fault(redirectTo(server.bookUrl, 301), { path });
    expect(await discover(server.bookUrl.slice(0, -1))).toMatchObject([{ url: server.bookUrl }]);
  });
});

/** RFC 5397 §3. */
const anonymous =
  '<d:multistatus xmlns:d="DAV:"><d:response><d:href>/</d:href><d:propstat><d:prop><d:current-user-principal><d:unauthenticated/></d:current-user-principal></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>';

describe('an address with a path', () => {
  it('that is not there is an error, and nothing else is asked', async () => {
    const error = await failureOf(discover(`${server.homeUrl}gone/`));
    expect(error.code).toBe('carddav-not-found');
    expect(error.message).toContain('/home/john/gone/');
    expect(server.requests).toHaveLength(1);
  });

  it('that this account may not read is an error, and nothing else is asked', async () => {
    server.fault(answerWith(403));
    const error = await failureOf(discover(server.bookUrl));
    expect(error.code).toBe('carddav-forbidden');
    expect(error.message).toContain('does not let this account read');
    expect(server.requests).toHaveLength(1);
  });

  it('that leads to a web page is an error that says so', async () => {
    server.fault(loginPage);
    const error = await failureOf(discover(server.bookUrl));
    expect(error.message).toContain('is the address of a web page, not of an address book');
  });

  it('whose multistatus says 404 is not there', async () => {
    const gone = withText((body) =>
      body.replace(/<d:propstat>.*<\/d:propstat>/s, '<d:status>HTTP/1.1 404 Not Found</d:status>'),
    );
    server.fault(gone);
    expect((await failureOf(discover(server.bookUrl))).code).toBe('carddav-not-found');
  });
});

describe('the address of a server', () => {
  it.each([
    ['refuses', answerWith(403)],
    ['has nothing', answerWith(404)],
    ['knows no WebDAV', answerWith(405)],
    ['never heard of PROPFIND', answerWith(501)],
    ['is a web page', loginPage],
    ['is elsewhere', redirectTo('https://www.example.com/')],
  ])('whose root %s is asked at .well-known', async (_, fault) => {
    const books = { dav: 'Found' };
    const other = await startFaultyServer({ books });
    other.fault(fault, { path: '/', times: 9 });
    other.fault(redirectTo('/principals/john/', 301), { path: '/.well-known/carddav', times: 9 });
    expect(await names(other.rootUrl)).toEqual(['Found']);
    await other.stop();
  });

  it('with a wrong password is asked once', async () => {
    login = basicLogin('john', 'another');
    const error = await failureOf(discover(server.rootUrl));
    expect(error.message).toContain('refused the user name or password');
    expect(server.requests).toHaveLength(1);
  });

  it('with a wrong password at .well-known is asked there once', async () => {
    server.fault(answerWith(404), { path: '/' });
    server.fault(answerWith(401), { path: '/.well-known/carddav' });
    const error = await failureOf(discover(server.rootUrl));
    expect(error.message).toContain('refused the user name or password');
    expect(paths()).toEqual(['PROPFIND /', 'PROPFIND /.well-known/carddav']);
  });

  it('whose .well-known leads to another server is an error that says which address to type', async () => {
    server.fault(answerWith(404), { path: '/' });
    server.fault(redirectTo('https://dav.example.net/carddav/'), { path: '/.well-known/carddav' });
    const error = await failureOf(discover(server.rootUrl));
    expect(error.message).toContain('leads to another server, https://dav.example.net/carddav/');
    expect(error.message).toContain('enter that address as carddav.url');
  });

  it('whose root leads to another server, and that has nothing else, is an error that says which address to type', async () => {
    server.fault(redirectTo('https://dav.example.net/'), { path: '/', times: 9 });
    server.fault(answerWith(404), { path: '/.well-known/carddav', times: 9 });
    const error = await failureOf(discover(server.rootUrl));
    expect(error.message).toContain('https://dav.example.net/');
  });

  it('without any address book says that none was found', async () => {
    server.fault(answerWith(404), { times: 99 });
    const error = await failureOf(discover(server.rootUrl));
    expect(error.code).toBe('carddav-not-found');
    expect(error.message).toBe(
      `No address book was found at ${server.rootUrl}. Check carddav.url.`,
    );
  });
});

describe('a list of books', () => {
  it.each([
    ['cut off', cutAfter(900), 'carddav-incomplete'],
    ['empty', emptyMultistatus, 'carddav-incomplete'],
    ['that fails', answerWith(500), 'carddav-server-error'],
    ['that is a web page', loginPage, 'carddav-web-page'],
    [
      'on somebody else’s server',
      withText((body) => body.replace('/home/john/contacts/', 'https://evil.example/contacts/')),
      'carddav-invalid-answer',
    ],
  ])('%s is an error, and not fewer books', async (_, fault, code) => {
    server.fault(fault, { path: '/home/john/', after: 1 });
    const error = await failureOf(discover(server.homeUrl));
    expect(error.code).toBe(code);
  });

  it('with a part that the server failed over tells it, as there may be a book', async () => {
    const failing = withText((body) =>
      body.replace(
        '</d:multistatus>',
        '<d:response><d:href>/x/</d:href><d:status>HTTP/1.1 500 Oh</d:status></d:response></d:multistatus>',
      ),
    );
    server.fault(failing, { path: '/home/john/', after: 1 });
    const { books, unread } = await discoverAddressBooks(server.homeUrl, testClient().transport);
    expect(books.map(({ name }) => name)).toEqual(['Contacts', '2024', 'R & D <all>']);
    expect(unread).toMatchObject([{ book: new URL('/x/', server.rootUrl).href, isKnown: false }]);
  });

  it('cut off anywhere is an error', async () => {
    let whole = '';
    server.fault(
      withText((body) => {
        whole = body.trimEnd();
        return body;
      }),
      { path: '/home/john/', after: 1 },
    );
    await discover(server.homeUrl);
    server.heal();
    for (let bytes = 0; bytes < whole.length; bytes += 10) {
      server.fault(cutAfter(bytes), { path: '/home/john/', after: 1 });
      const error = await failureOf(discover(server.homeUrl));
      expect([error.code, bytes]).toEqual(['carddav-incomplete', bytes]);
      server.heal();
    }
  });
});

describe('a host name', () => {
  const host = () => new URL(server.rootUrl).host;

  it('is asked at .well-known first', async () => {
    expect(await names(host())).toContain('Contacts');
    expect(paths()[0]).toBe('PROPFIND /.well-known/carddav');
  });

  it('of a server without .well-known is asked at its root', async () => {
    server.fault(answerWith(404), { path: '/.well-known/carddav', times: 9 });
    expect(await names(host())).toContain('Contacts');
    expect(server.requests.slice(0, 3).map(({ path }) => path)).toEqual([
      '/.well-known/carddav',
      '/.well-known/carddav',
      '/',
    ]);
  });
});

describe('an e-mail address', () => {
  const port = () => Number(new URL(server.rootUrl).port);

  /** A domain that publishes these records. */
  function dns(name: string, targets: readonly string[], texts: readonly string[][] = []) {
    const asked: string[] = [];
    const resolver: ServiceResolver = {
      async resolveSrv(question) {
        asked.push(question);
        if (question !== name) throw new Error('queryNxdomain');
        return targets.map((target, priority) => ({
          name: target,
          port: port(),
          priority: 10 - priority,
          weight: 1,
        }));
      },
      async resolveTxt(question) {
        if (question !== name) throw new Error('queryNxdomain');
        return texts;
      },
    };
    return { resolver, asked };
  }

  it('leads to the servers that DNS names, in order of priority', async () => {
    const { resolver, asked } = dns('_carddav._tcp.localhost', ['nowhere.localhost', 'localhost.']);
    expect(await names('john@localhost', resolver)).toContain('Contacts');
    expect(asked).toEqual(['_carddavs._tcp.localhost', '_carddav._tcp.localhost']);
    expect(paths()[0]).toBe('PROPFIND /.well-known/carddav');
  });

  it('gives the password only to a server that asks for it', async () => {
    login = basicLogin('john', 'Pass wörd €');
    const { resolver } = dns('_carddav._tcp.localhost', ['localhost']);
    expect(await names('john@localhost', resolver)).toContain('Contacts');
    const [first, second] = server.requests;
    expect(first).toMatchObject({ path: '/.well-known/carddav', authorization: '' });
    expect(second?.authorization).toContain('Basic');
  });

  it('leads to books that the server shows only after a login', async () => {
    login = basicLogin('john', 'Pass wörd €');
    server.fault(answerWith(207, { 'content-type': 'application/xml' }, anonymous), { path: '/' });
    const { resolver } = dns('_carddav._tcp.localhost', ['localhost'], [['path=/']]);
    expect(await names('john@localhost', resolver)).toContain('Contacts');
    expect(server.requests[1]?.authorization).toContain('Basic');
  });

  it('leads to the path that DNS names', async () => {
    const texts = [['txtvers=1'], ['path=/princi', 'pals/john/']];
    const { resolver } = dns('_carddav._tcp.localhost', ['localhost'], texts);
    expect(await names('john@localhost', resolver)).toContain('Contacts');
    expect(paths()[0]).toBe('PROPFIND /principals/john/');
  });

  it('of a domain whose server is outside of it is an error that says which address to type', async () => {
    const { resolver } = dns('_carddavs._tcp.example.org', ['carddav.fastmail.com']);
    const error = await failureOf(discover('john@example.org', resolver));
    expect(error.code).toBe('carddav-not-found');
    expect(error.message).toContain(`https://carddav.fastmail.com:${port()}/`);
    expect(error.message).toContain('enter that address as carddav.url');
    expect(server.requests).toEqual([]);
  });

  it('of a domain that denies in DNS to have address books is an error', async () => {
    const { resolver } = dns('_carddavs._tcp.example.org', ['.']);
    const error = await failureOf(discover('john@example.org', resolver));
    expect(error.message).toContain('example.org says in DNS that it offers no address books');
  });

  it('is looked up without encryption on this computer only', async () => {
    const { resolver, asked } = dns('_carddav._tcp.example.invalid', ['example.invalid']);
    const error = await failureOf(discover('john@example.invalid', resolver));
    expect(error.code).toBe('carddav-unreachable');
    expect(asked).toEqual(['_carddavs._tcp.example.invalid']);
  });
});

describe('an unusable address', () => {
  it('is refused with the reason', async () => {
    const error = await failureOf(discover('my address book'));
    expect(error.code).toBe('settings-invalid');
    expect(error.message).toContain('carddav.url: expected an address such as https://');
  });
});
