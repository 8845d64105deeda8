import { describe, expect, it } from 'vitest';
import { endpointsOf, endpointText } from '../../../electron/core/xmpp/endpoints.ts';

interface Srv {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

function srv(name: string, port: number, priority = 0, weight = 0): Srv {
  return { name, port, priority, weight };
}

/** DNS with records for clients: STARTTLS and direct TLS; an error where there are none, as node:dns gives. */
function dns(xmpp: readonly Srv[], xmpps: readonly Srv[] = []) {
  const asked: string[] = [];
  return {
    asked,
    async resolveSrv(name: string) {
      asked.push(name);
      const records = name.startsWith('_xmpps-client.') ? xmpps : xmpp;
      if (records.length === 0) throw Object.assign(new Error('queryEsrv'), { code: 'ENODATA' });
      return records;
    },
  };
}

const account = { jid: 'john@example.com' };

async function texts(
  resolver: ReturnType<typeof dns>,
  more = {},
  random: () => number = () => 0.999,
): Promise<string[]> {
  const configured = { ...account, ...more };
  const endpoints = await endpointsOf('example.com', configured, resolver, random);
  return endpoints.map((endpoint) => `${endpoint.protocol}://${endpointText(endpoint)}`);
}

describe('where to connect', () => {
  it('is the domain itself without records, and when DNS does not answer', async () => {
    expect(await texts(dns([]))).toEqual(['xmpp://example.com:5222']);
  });

  it('is what SRV says, by priority first', async () => {
    const records = [srv('c', 3, 20, 900), srv('a', 1, 10, 5), srv('b', 2, 10, 50)];
    for (const random of [0, 0.5, 0.999]) {
      const found = await texts(dns(records), {}, () => random);
      expect(found.slice(0, 2).sort()).toEqual(['xmpp://a:1', 'xmpp://b:2']);
      expect(found[2]).toBe('xmpp://c:3');
    }
  });

  it('is shared out among equals after their weights (RFC 2782), and none is forgotten', async () => {
    const records = [srv('heavy', 1, 0, 75), srv('light', 2, 0, 25), srv('spare', 3, 0, 0)];
    const firsts = new Map<string, number>();
    const draws = 1_000;
    for (let draw = 0; draw < draws; draw += 1) {
      // Only the first is drawn evenly over everything; the others as it comes.
      const rolls = [draw / draws];
      const found = await texts(dns(records), {}, () => rolls.shift() ?? 0.5);
      expect([...found].sort()).toEqual(['xmpp://heavy:1', 'xmpp://light:2', 'xmpp://spare:3']);
      firsts.set(found[0] ?? '', (firsts.get(found[0] ?? '') ?? 0) + 1);
    }
    const share = (name: string) => (firsts.get(name) ?? 0) / draws;
    expect(share('xmpp://heavy:1')).toBeCloseTo(0.75, 1);
    expect(share('xmpp://light:2')).toBeCloseTo(0.25, 1);
    // A weight of 0 means a small chance, not none.
    expect(share('xmpp://spare:3')).toBeGreaterThan(0);
  });

  it('mixes in direct TLS by the same priorities (XEP-0368 §3)', async () => {
    const resolver = dns([srv('start', 5222, 10)], [srv('direct', 443, 5), srv('late', 5223, 20)]);
    expect(await texts(resolver)).toEqual([
      'xmpps://direct:443',
      'xmpp://start:5222',
      'xmpps://late:5223',
    ]);
    expect(resolver.asked.sort()).toEqual([
      '_xmpp-client._tcp.example.com',
      '_xmpps-client._tcp.example.com',
    ]);
  });

  it('is nowhere where the domain says so with "." (RFC 2782)', async () => {
    for (const name of ['.', '']) {
      await expect(texts(dns([srv(name, 0)]))).rejects.toMatchObject({
        code: 'xmpp-unreachable',
        message: expect.stringContaining('example.com'),
      });
      await expect(texts(dns([srv(name, 0)], [srv(name, 0)]))).rejects.toThrow('no such service');
    }
  });

  it('is not direct TLS where the domain says "." for that alone', async () => {
    expect(await texts(dns([srv('start', 5222)], [srv('.', 0)]))).toEqual(['xmpp://start:5222']);
    expect(await texts(dns([srv('.', 0)], [srv('direct', 5223)]))).toEqual(['xmpps://direct:5223']);
  });

  it('drops the final dot of a name', async () => {
    expect(await texts(dns([srv('xmpp.example.com.', 5222)]))).toEqual([
      'xmpp://xmpp.example.com:5222',
    ]);
  });

  it('asks in ASCII for a domain in other letters', async () => {
    const resolver = dns([]);
    await endpointsOf('bücher.example', account, resolver);
    expect(resolver.asked).toContain('_xmpp-client._tcp.xn--bcher-kva.example');
  });

  it.each([
    [{ host: 'chat.example.net' }, 'xmpp://chat.example.net:5222'],
    [{ host: 'chat.example.net', port: 15222 }, 'xmpp://chat.example.net:15222'],
    [{ host: 'chat.example.net', directTls: true }, 'xmpps://chat.example.net:5223'],
    [{ host: 'chat.example.net', port: 443, directTls: true }, 'xmpps://chat.example.net:443'],
    [{ host: '::1' }, 'xmpp://[::1]:5222'],
    [{ host: '[2001:db8::1]', port: 5 }, 'xmpp://[2001:db8::1]:5'],
    [{ host: 'wss://chat.example.net/ws?x=1' }, 'wss://chat.example.net:443'],
    [{ host: 'wss://chat.example.net:5281/xmpp-websocket' }, 'wss://chat.example.net:5281'],
  ])('is as configured with %j, without asking DNS', async (configured, expected) => {
    const resolver = dns([srv('elsewhere', 1)]);
    expect(await texts(resolver, configured)).toEqual([expected]);
    expect(resolver.asked).toEqual([]);
  });

  it('keeps the path of a WebSocket', async () => {
    const [endpoint] = await endpointsOf(
      'example.com',
      { ...account, host: 'wss://chat.example.net/ws?x=1' },
      dns([]),
    );
    expect(endpoint?.path).toBe('/ws?x=1');
  });
});
