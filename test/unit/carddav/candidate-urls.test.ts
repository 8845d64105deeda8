/** What DNS says of a domain's address books: Node's own resolver asks a mock of a name server. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serviceOf, systemResolver } from '../../../electron/core/carddav/candidate-urls.ts';
import { discoverAddressBooks } from '../../../electron/core/carddav/discovery.ts';
import { type FaultyServer, startFaultyServer } from '../../servers/dav-faults.ts';
import { type NameServer, startNameServer } from '../../servers/dns.ts';
import { failureOf, testClient } from '../../support/carddav/test-client.ts';

let names: NameServer;

beforeEach(async () => {
  names = await startNameServer();
});
afterEach(() => names.stop());

const resolver = (timeout?: number) =>
  systemResolver({ servers: [names.address], ...(timeout !== undefined && { timeout }) });
const services = (domain: string, timeout?: number) => serviceOf(domain, resolver(timeout));

const srv = (target: string, priority = 0, weight = 0, port = 443) => ({
  ...{ target, priority, weight, port },
});

describe('the servers of a domain', () => {
  it('are those of its SRV records, in order of priority', async () => {
    names.zones.set('_carddavs._tcp.example.com', {
      srv: [
        srv('spare.example.com', 20, 100),
        srv('light.example.com', 10, 1, 8443),
        srv('heavy.example.com', 10, 60),
      ],
    });
    expect(await services('example.com')).toEqual([
      { origin: 'https://heavy.example.com', path: undefined },
      { origin: 'https://light.example.com:8443', path: undefined },
      { origin: 'https://spare.example.com', path: undefined },
    ]);
    expect(names.asked).toEqual([
      'SRV _carddavs._tcp.example.com',
      'TXT _carddavs._tcp.example.com',
    ]);
  });

  it('have their WebDAV where a TXT record says, also in pieces and beside others', async () => {
    names.zones.set('_carddavs._tcp.example.com', {
      srv: [srv('dav.example.com')],
      txt: [['txtvers=1'], ['path=/remote.php', '/dav/']],
    });
    expect(await services('example.com')).toEqual([
      { origin: 'https://dav.example.com', path: '/remote.php/dav/' },
    ]);
  });

  it('are none where the name is unknown, has other records, or the name server fails', async () => {
    expect(await services('example.com')).toEqual([]);
    names.zones.set('_carddavs._tcp.example.com', { txt: [['path=/']] });
    expect(await services('example.com')).toEqual([]);
    names.trouble = 'failing';
    expect(await services('example.com')).toEqual([]);
  });

  it('are none where the name server is silent, like routers that know no SRV', async () => {
    names.trouble = 'silent';
    expect(await services('example.com', 50)).toEqual([]);
    expect(names.asked.length).toBeGreaterThan(1);
  });

  it('are an error where the only target is a dot, which means no such service', async () => {
    names.zones.set('_carddavs._tcp.example.com', { srv: [srv('.')] });
    const failure = await failureOf(services('example.com'));
    expect(failure.message).toContain('says in DNS that it offers no address books');
  });

  it('outside of the domain are named in an error, and not asked', async () => {
    names.zones.set('_carddavs._tcp.example.com', {
      srv: [srv('dav.example.com'), srv('dav.example.net', 10)],
    });
    const failure = await failureOf(services('example.com'));
    expect(failure.message).toContain('https://dav.example.net/');
  });
});

describe('an e-mail address', () => {
  let server: FaultyServer;
  beforeEach(async () => {
    server = await startFaultyServer();
  });
  afterEach(() => server.stop());

  it('leads through DNS to the books of its domain', async () => {
    const port = Number(new URL(server.rootUrl).port);
    names.zones.set('_carddav._tcp.localhost', {
      srv: [srv('localhost', 0, 0, port)],
      txt: [['path=/principals/john/']],
    });
    const { transport } = testClient();
    const { books: found } = await discoverAddressBooks('john@localhost', transport, resolver());
    expect(found.map(({ name }) => name)).toEqual(['Contacts']);
    expect(names.asked.filter((question) => question.startsWith('SRV'))).toEqual([
      'SRV _carddavs._tcp.localhost',
      'SRV _carddav._tcp.localhost',
    ]);
    expect(server.requests[0]?.path).toBe('/principals/john/');
  });
});
