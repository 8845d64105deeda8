/** Finding the address books of real servers from whatever address a person knows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceResolver } from '../../electron/core/carddav/candidate-urls.ts';
import { discoverAddressBooks } from '../../electron/core/carddav/discovery.ts';
import { davTransport } from '../../electron/core/carddav/transport.ts';
import { trustAuthorities } from '../../electron/core/settings/trust.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { startXandikos, type XandikosServer } from '../servers/xandikos.ts';

let radicale: RadicaleServer;
let xandikos: XandikosServer;

beforeAll(async () => {
  [radicale, xandikos] = await Promise.all([
    startRadicale({ books: ['contacts', '2024', 'Été'], certificate: 'trusted' }),
    startXandikos(),
  ]);
  trustAuthorities(radicale.caFile ?? '', 'xmpp.tls.ca');
});

afterAll(async () => {
  await Promise.all([radicale?.stop(), xandikos?.stop()]);
});

const books = async (address: string, resolver?: ServiceResolver) => {
  const transport = davTransport(radicale, new AbortController().signal);
  const { books: found } = await discoverAddressBooks(address, transport, resolver);
  return found
    .map(({ url, name }) => ({ url, name }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
};

const port = () => Number(new URL(radicale.rootUrl).port);

describe('Radicale', () => {
  const all = () =>
    ['2024', 'contacts', 'Été'].map((name) => ({ name, url: radicale.bookUrl(name) }));

  it('has one book at the address of a book, with or without the last slash', async () => {
    const [, contacts] = all();
    expect(await books(radicale.url)).toEqual([contacts]);
    expect(await books(radicale.url.replace(/\/$/, ''))).toMatchObject([{ name: 'contacts' }]);
  });

  it('has all books at the home, which is the principal too', async () => {
    expect(await books(`${radicale.rootUrl}john/`)).toEqual(all());
  });

  it('has all books at the address of the server', async () => {
    expect(await books(radicale.rootUrl)).toEqual(all());
  });

  it('has all books behind an e-mail address whose domain names it in DNS', async () => {
    const resolver: ServiceResolver = {
      resolveSrv: async (name) =>
        name === '_carddavs._tcp.localhost'
          ? [{ name: 'localhost', port: port(), priority: 0, weight: 0 }]
          : [],
      resolveTxt: async () => [['path=/']],
    };
    const found = await books('john@localhost', resolver);
    expect(found.map(({ name }) => name)).toEqual(['2024', 'contacts', 'Été']);
  });

  it('lets in a name and a password beyond Latin-1', async () => {
    const account = { username: 'zoë', password: 'Pass wörd €' };
    const hers = await startRadicale({ users: { [account.username]: account.password } });
    const transport = davTransport(account, new AbortController().signal);
    const { books: found } = await discoverAddressBooks(hers.rootUrl, transport);
    expect(found.map(({ name }) => name)).toEqual(['contacts']);
    await hers.stop();
  });

  it('refuses a wrong password in one request', async () => {
    const credentials = { username: 'john', password: 'wrong' };
    const transport = davTransport(credentials, new AbortController().signal);
    await expect(discoverAddressBooks(radicale.rootUrl, transport)).rejects.toMatchObject({
      code: 'carddav-authentication',
    });
    expect(transport.traffic.requests).toBe(1);
  });
});

describe('Xandikos', () => {
  it.each([
    '',
    'user/',
    'user/contacts/',
    'user/contacts/addressbook/',
  ])('has its book at /%s', async (path) => {
    expect(await books(xandikos.rootUrl + path)).toEqual([
      { url: xandikos.url, name: expect.any(String) },
    ]);
  });

  it('has its book behind a host name', async () => {
    expect(await books(new URL(xandikos.rootUrl).host)).toMatchObject([{ url: xandikos.url }]);
  });
});
