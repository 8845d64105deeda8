/** A session over a network that fails, on real servers: what is cut goes on, and nothing is done twice. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { trustAuthorities } from '../../electron/core/settings/trust.ts';
import {
  openSession,
  type Session,
  type SessionOptions,
  type SetResult,
} from '../../electron/core/xmpp/session.ts';
import { type EjabberdServer, startEjabberd } from '../servers/ejabberd.ts';
import { type ProsodyServer, startProsody } from '../servers/prosody.ts';
import { logIn, type SecondClient } from '../servers/second-client.ts';
import { startTcpProxy, type TcpProxy } from '../servers/tcp-proxy.ts';

let prosody: ProsodyServer;
let ejabberd: EjabberdServer;

beforeAll(async () => {
  [prosody, ejabberd] = await Promise.all([startProsody({ storage: 'sqlite' }), startEjabberd()]);
  for (const { caFile } of [prosody, ejabberd]) trustAuthorities(caFile, 'xmpp.tls.ca');
});

afterAll(async () => {
  await Promise.all([prosody?.stop(), ejabberd?.stop()]);
});

/** A session through a proxy, and what became of its link. */
async function throughProxy(
  server: ProsodyServer | EjabberdServer,
  directTls: boolean,
  options: SessionOptions = {},
) {
  const port = directTls ? server.directTlsPort : server.port;
  const proxy = await startTcpProxy({ host: server.host, port });
  const session = await openSession(
    {
      jid: `john@${server.domain}`,
      password: server.users['john'] ?? '',
      host: proxy.host,
      port: proxy.port,
      directTls,
      allowUnencrypted: false,
    },
    new AbortController().signal,
    undefined,
    options,
  );
  const link: ('lost' | 'back')[] = [];
  session.link?.onChange((problem) => link.push(problem ? 'lost' : 'back'));
  await session.requestRoster();
  return { proxy, session, link };
}

const jidOf = (index: number) => `+1613555${1000 + index}%+10345678901@sms.example.com`;

/** Sets items, so many at a time, as the push does. */
async function setAll(
  session: Session,
  count: number,
  windowSize: number,
  name: string,
): Promise<SetResult[]> {
  const results: SetResult[] = [];
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      const naming = { name: `${name} ${index}`, groups: ['Home'] };
      results[index] = await session.setItem(jidOf(index), naming);
    }
  };
  await Promise.all(Array.from({ length: windowSize }, worker));
  return results;
}

/** All pushes that another client got, until there are as many as expected and then no more. */
async function pushesOf(second: SecondClient, count: number): Promise<string[]> {
  const names: string[] = [];
  while (names.length < count) names.push((await second.nextPush()).name);
  const more = await Promise.race([second.nextPush().catch(() => undefined), pause(300)]);
  return more ? [...names, more.name] : names;
}

describe.each([
  ['Prosody', 'STARTTLS', () => prosody, false],
  ['Prosody', 'direct TLS', () => prosody, true],
  ['ejabberd', 'STARTTLS', () => ejabberd, false],
] as const)('%s with %s', (server, way, serverOf, directTls) => {
  const items = 300;
  const windowSize = 16;
  // ejabberd 23.01 may lose, for good, what it answers and pushes while a stream moves to its new connection:
  // the sets are stored and acknowledged, the last few answers never come (seen at one resumption in ten or so).
  const mayLoseAnswers = server === 'ejabberd';
  let second: SecondClient;
  let proxy: TcpProxy;
  let session: Session;
  let link: ('lost' | 'back')[];

  beforeEach(async () => {
    second = await logIn(serverOf(), 'john');
    await second.roster();
    ({ proxy, session, link } = await throughProxy(serverOf(), directTls));
  });
  afterEach(async () => {
    await session.close();
    await second.close();
    await proxy.stop();
  });

  it('cut again and again in the middle of a push, sets every item exactly once, and reads no roster anew', async () => {
    const run = `${server} ${way}`;
    const requestRoster = vi.spyOn(session, 'requestRoster');
    let over = false;
    const cutting = (async () => {
      // The negotiation takes some 4,000 bytes of the server's: most of these fall among the answers.
      for (const bytes of [9_000, 500, 12_345, 7_001, 16_000]) {
        proxy.cutAfter(bytes);
        const { accepted } = proxy;
        while (!over && proxy.accepted === accepted) await pause(5);
      }
    })();
    const results = await setAll(session, items, windowSize, run);
    over = true;
    await cutting;
    const unanswered = results.filter(({ ok }) => !ok);
    expect(results).toHaveLength(items);
    expect(unanswered.length).toBeLessThan(mayLoseAnswers ? windowSize : 1);
    for (const result of unanswered) expect(result).toMatchObject({ condition: 'timeout' });
    expect(link.length).toBeGreaterThanOrEqual(4);
    expect(link.at(-1)).toBe('back');

    const names = await pushesOf(second, items);
    expect(names).toHaveLength(items);
    expect(new Set(names).size).toBe(items);
    const stored = new Map((await serverOf().storedRoster('john')).map((item) => [item.jid, item]));
    expect(requestRoster).not.toHaveBeenCalled();
    // As the push does after a missing answer.
    if (mayLoseAnswers) await session.requestRoster();
    for (let index = 0; index < items; index += 1) {
      expect(stored.get(jidOf(index))?.name).toBe(`${run} ${index}`);
      expect(session.roster.items.find((item) => item.jid === jidOf(index))?.name).toBe(
        `${run} ${index}`,
      );
    }
  });

  it('pushes what other clients change meanwhile, when it is back', async () => {
    proxy.refuse(true);
    proxy.cut();
    await expect.poll(() => session.link?.up).toBe(false);
    await second.setItem({ jid: 'bob@example.com', name: way, groups: ['Friends'] });
    await second.removeItem(jidOf(0)).catch(() => undefined);
    const waiting = session.setItem('late@example.com', { name: 'Late', groups: [] });
    proxy.refuse(false);
    session.link?.retryNow();
    expect(await waiting).toEqual({ ok: true });
    await vi.waitFor(() => {
      const names = new Map(session.roster.items.map((item) => [item.jid, item.name]));
      expect(names.get('bob@example.com')).toBe(way);
      expect(names.has(jidOf(0))).toBe(false);
    }, 15_000);
    expect(link).toEqual(['lost', 'back']);
  });
});

describe('a server that forgets the stream', () => {
  it.each([
    ['Prosody', () => prosody],
    ['ejabberd', () => ejabberd],
  ] as const)('%s, restarted: the session ends, what waits is "disconnected", and a new login works', async (_, serverOf) => {
    const server = serverOf();
    const { proxy, session } = await throughProxy(server, false);
    // What is sent now arrives nowhere: its answer cannot come.
    proxy.silence();
    const waiting = session.setItem('lost@example.com', { name: 'Lost', groups: [] });
    const restarting = server.restart();
    proxy.speak();
    proxy.cut();
    await restarting;
    session.link?.retryNow();
    await session.ended;
    expect(await waiting).toMatchObject({ ok: false, condition: 'disconnected' });

    const again = await throughProxy(server, false);
    expect(again.session.roster.items.some((item) => item.jid === 'lost@example.com')).toBe(false);
    await Promise.all([again.session.close(), session.close()]);
    await Promise.all([proxy.stop(), again.proxy.stop()]);
  });

  it('gives up after its time, when the server stays away', async () => {
    const { proxy, session } = await throughProxy(prosody, false, { timing: { resumeMs: 1_500 } });
    const waiting = session.setItem('away@example.com', { name: 'Away', groups: [] });
    await waiting;
    proxy.refuse(true);
    proxy.cut();
    const held = session.setItem('away2@example.com', { name: 'Away', groups: [] });
    expect(await session.ended).toMatchObject({ code: 'xmpp-unreachable' });
    expect(await held).toMatchObject({ condition: 'disconnected' });
    await proxy.stop();
    // Less than the minute that it takes otherwise.
  }, 50_000);
});

describe('a link that goes silent', () => {
  it.each([
    ['Prosody', () => prosody],
    ['ejabberd', () => ejabberd],
  ] as const)('%s: is noticed, and the stream goes on over another connection', async (_, serverOf) => {
    const timing = { idleMs: 300, answerMs: 1_500, requestMs: 20_000 };
    const { proxy, session, link } = await throughProxy(serverOf(), false, { timing });
    await pause(1_500);
    expect(link).toEqual([]);
    proxy.silence();
    const waiting = session.setItem('silent@example.com', { name: 'Silent', groups: [] });
    await expect.poll(() => link).toEqual(['lost']);
    proxy.speak();
    session.link?.retryNow();
    expect(await waiting).toEqual({ ok: true });
    await session.close();
    await proxy.stop();
  });

  it('is noticed without Stream Management, too', async () => {
    const bare = await startProsody({ configuration: 'modules_disabled = { "s2s", "smacks" }' });
    trustAuthorities(bare.caFile, 'xmpp.tls.ca');
    const timing = { idleMs: 200, answerMs: 1_500 };
    const { proxy, session } = await throughProxy(bare, false, { timing });
    await pause(1_500);
    expect(session.link?.up).toBe(true);
    proxy.silence();
    expect(await session.ended).toMatchObject({ code: 'xmpp-timeout' });
    await proxy.stop();
    await bare.stop();
  });
});
