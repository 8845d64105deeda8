/** What a sync leaves behind when it is killed, cancelled or run twice at once. */
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { syncReportSchema } from '../../shared/contract/report.ts';
import { type ProsodyServer, startProsody } from '../servers/prosody.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { logIn, type SecondClient } from '../servers/second-client.ts';
import { startTcpProxy } from '../servers/tcp-proxy.ts';
import { people } from '../support/contact/cards.ts';
import { type CommandLine, johnsCommandLine } from '../support/headless/command-line.ts';

const cards = 400;
let prosody: ProsodyServer;
let radicale: RadicaleServer;
let line: CommandLine;
let second: SecondClient;

beforeAll(async () => {
  [prosody, radicale] = await Promise.all([startProsody(), startRadicale()]);
  await radicale.writeCards(people(cards));
  second = await logIn(prosody, 'john');
  await second.roster();
  line = johnsCommandLine(prosody, radicale);
});

afterAll(async () => {
  await second?.close();
  await Promise.all([prosody?.stop(), radicale?.stop(), line?.remove()]);
});

/** Starts a sync and waits until its first items have arrived at the server. */
async function syncUnderWay() {
  const running = await line.start('sync', '--json');
  await second.nextPush();
  return running;
}

describe('a sync that is cut off', () => {
  it('by SIGINT ends between two items, and says so', async () => {
    const running = await syncUnderWay();
    running.signal('SIGINT');
    const { code } = await running.ended;
    expect(code).toBe(1);
    const stored = (await prosody.storedRoster('john')).length;
    expect(stored).toBeGreaterThan(0);
    expect(stored).toBeLessThan(cards * 2);
  });

  it.each([
    ['plan'],
    ['sync', '--dry-run'],
    ['groups'],
    ['roster'],
    ['remote', 'status'],
  ])('by SIGINT while nobody answers ends at once: %s %s', async (...command) => {
    const silent = await startTcpProxy(prosody);
    silent.silence();
    const waiting = johnsCommandLine({ ...prosody, port: silent.port }, radicale);
    try {
      const running = await waiting.start(...command);
      const { stderr } = running.child;
      if (!stderr) throw new Error('the streams must be pipes');
      const said = text(stderr);
      await expect.poll(() => silent.accepted).toBe(1);
      running.signal('SIGINT');
      expect((await running.ended).code).toBe(1);
      // The login would have given up after a while, and said why.
      expect(await said).toMatch(/: (Cancelled\.|The sync was cancelled\.)\n$/);
    } finally {
      await silent.stop();
      await waiting.remove();
    }
  });

  it('by kill -9 is completed by the next one, with nothing lost and nothing twice', async () => {
    const running = await syncUnderWay();
    running.signal('SIGKILL');
    await running.ended;
    const before = (await prosody.storedRoster('john')).length;
    expect(before).toBeLessThan(cards * 2);

    const outcome = await line.run('sync', '--json');
    const report = syncReportSchema.parse(outcome.json());
    expect(report.failed).toEqual([]);
    expect(report.applied).toEqual({ added: cards * 2 - before, updated: 0, removed: 0 });
    expect(await prosody.storedRoster('john')).toHaveLength(cards * 2);

    const again = syncReportSchema.parse((await line.run('sync', '--json')).json());
    expect(again.plan).toEqual({ add: 0, update: 0, remove: 0, keep: cards * 2 });
  });

  it('by the server is completed when the server is back', async () => {
    for (const [name] of people(5)) await radicale.deleteCard(name);
    await radicale.writeCards(people(cards + 300));
    const running = await syncUnderWay();
    await prosody.restart();
    const { code } = await running.ended;
    expect([0, 1, 3]).toContain(code);
    const outcome = await line.run('sync', '--json');
    expect(syncReportSchema.parse(outcome.json()).failed).toEqual([]);
    expect(await prosody.storedRoster('john')).toHaveLength((cards + 300) * 2);
  });
});

describe('two syncs at once', () => {
  it('do not meet: the second says that another is at work, and changes nothing', async () => {
    const first = await line.start('watch');
    const { stderr } = first.child;
    if (!stderr) throw new Error('the streams must be pipes');
    await once(stderr, 'data');
    const outcomes = await Promise.all([line.run('sync'), line.run('sync'), line.run('sync')]);
    first.signal('SIGTERM');
    expect((await first.ended).code).toBe(0);
    for (const outcome of outcomes) {
      if (outcome.code === 0) expect(outcome.stdout).toContain('0 added, 0 changed, 0 removed');
      else expect(outcome.stderr).toContain('Another Rolodial is syncing the profile john');
    }
    await wait(0);
    expect(await prosody.storedRoster('john')).toHaveLength((cards + 300) * 2);
  });
});
