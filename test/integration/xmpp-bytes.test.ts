/** Names survive byte for byte, however the network cuts the stream, in both directions, on real Prosody. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openSession, type Session } from '../../electron/core/xmpp/session.ts';
import { type ProsodyServer, startProsody } from '../servers/prosody.ts';
import { startTcpProxy, type TcpProxy } from '../servers/tcp-proxy.ts';
import { namesOfTheWorld, oddNames } from '../support/xmpp/names.ts';

const names = namesOfTheWorld(2_000);
const jidOf = (index: number) => `+1613${5550000 + index}@sms.example.com`;
const groupOf = (index: number) => `Group ${names[index % 40]}`;

let prosody: ProsodyServer;
let proxy: TcpProxy;
let direct: Session;

// Without TLS the pieces of the proxy are the pieces of the XML; TLS would put its records together first.
beforeAll(async () => {
  prosody = await startProsody({ storage: 'sqlite', certificate: 'none' });
  proxy = await startTcpProxy(prosody);
  direct = await logIn(prosody.port);
  await direct.requestRoster();
});

afterAll(async () => {
  await direct?.close();
  await proxy?.stop();
  await prosody?.stop();
});

async function logIn(port: number): Promise<Session> {
  const account = {
    jid: `john@${prosody.domain}`,
    password: prosody.users['john'] ?? '',
    host: prosody.host,
    port,
    allowUnencrypted: true,
  };
  return await openSession(account, new AbortController().signal);
}

async function set(session: Session, from: number, to: number): Promise<void> {
  let next = from;
  const worker = async () => {
    while (next < to) {
      const index = next;
      next += 1;
      const naming = { name: names[index] ?? '', groups: [groupOf(index)] };
      expect(await session.setItem(jidOf(index), naming)).toEqual({ ok: true });
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

function expectNames(items: readonly { jid: string; name: string; groups: readonly string[] }[]) {
  const found = new Map(items.map((item) => [item.jid, item]));
  for (const [index, name] of names.entries()) {
    const item = found.get(jidOf(index));
    expect([item?.name, item?.groups]).toEqual([name, [groupOf(index)]]);
  }
  expect(items).toHaveLength(names.length);
}

describe('2,000 names in many scripts, through a network that cuts', () => {
  it('are on the server as they were sent', async () => {
    proxy.rechunk(997);
    const session = await logIn(proxy.port);
    await set(session, 0, 1_900);
    await session.close();
    for (const [at, bytes] of [1, 2, 3, 5, 7].entries()) {
      proxy.rechunk(bytes);
      const slow = await logIn(proxy.port);
      await set(slow, 1_900 + at * 20, 1_920 + at * 20);
      await slow.close();
    }
    expectNames(await prosody.storedRoster('john'));
    await vi.waitFor(() => expectNames(direct.roster.items), { timeout: 60_000 });
  });

  it.each([1, 2, 3, 5, 7, 997])('are read as they are, in pieces of %i byte(s)', async (bytes) => {
    proxy.rechunk(bytes);
    const session = await logIn(proxy.port);
    await session.requestRoster();
    expectNames(session.roster.items);
    await session.close();
  });

  it.each([
    1, 2, 3, 5, 7, 997,
  ])('come as they are in pushes, in pieces of %i byte(s)', async (bytes) => {
    proxy.rechunk(bytes);
    const session = await logIn(proxy.port);
    await session.requestRoster();
    for (let index = 0; index < 40; index += 1) await direct.removeItem(jidOf(index));
    await set(direct, 0, 40);
    await vi.waitFor(() => expectNames(session.roster.items), { timeout: 60_000 });
    await session.close();
  });

  it('are the same when the network is slow', async () => {
    proxy.rechunk(null);
    proxy.delay(20);
    const session = await logIn(proxy.port);
    await session.requestRoster();
    expectNames(session.roster.items);
    await session.close();
    proxy.delay(0);
  });
});

describe('names that no stream may hold', () => {
  it.each(oddNames)('(%s) leave it whole', async (_, name, expected) => {
    proxy.rechunk(null);
    const session = await logIn(proxy.port);
    await session.requestRoster();
    const result = await session.setItem('Odd@Example.com/x', {
      name,
      groups: [name, '', 'G', 'G'],
    });
    if (expected === undefined) {
      expect(result).toMatchObject({ ok: false, type: 'modify' });
    } else {
      expect(result).toEqual({ ok: true });
      const stored = await prosody.storedRoster('john');
      expect(stored.find((item) => item.jid === 'odd@example.com')).toEqual({
        jid: 'odd@example.com',
        name: expected,
        subscription: 'none',
        groups: [expected, 'G'].sort(),
      });
    }
    await session.requestRoster();
    expect(session.link?.up).toBe(true);
    await session.removeItem('odd@example.com');
    await session.close();
  });
});
