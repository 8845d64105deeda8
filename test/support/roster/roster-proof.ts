/**
 * The main job under stress, on whatever XMPP server: a first push of 1,000 items, small changes beside
 * another client, a restart of the server and a kill of Rolodial in the middle. After each, the roster as a
 * second client sees it is exactly what it must be, and what was not ours has not changed.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type SyncReport, syncReportSchema } from '../../../shared/contract/report.ts';
import { type RadicaleServer, startRadicale } from '../../servers/radicale.ts';
import { logIn, type SecondClient } from '../../servers/second-client.ts';
import { card } from '../contact/cards.ts';
import {
  type CommandLine,
  johnsCommandLine,
  reconfigure,
  type XmppServer,
} from '../headless/command-line.ts';

/** A server that can be stopped and started on the same ports. */
export interface RestartableServer extends XmppServer {
  readonly directTlsPort: number;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

interface Item {
  readonly jid: string;
  readonly name: string;
  readonly groups: readonly string[];
  readonly subscription: string;
}

const people = 500;
const dids = [
  { number: '+10345678901', alias: 'Home' },
  { number: '+10473828482', alias: 'Work' },
];

/** What the user has in the roster besides: two people, what looks like ours, and what we shall want. */
const bob = { jid: 'bob@example.org', name: 'Bob', groups: ['Friends', 'Work'] };
const unclaimed = {
  jid: '+15145550123%+10345678901@sms.example.com',
  name: 'Mine',
  groups: ['Family'],
};
const mums = { jid: jidOf(0, 0), name: 'Mum', groups: ['Family'] };

function jidOf(person: number, did: number): string {
  return `+1613${5550000 + person}%${dids[did]?.number}@sms.example.com`;
}

export function proveRoster(start: () => Promise<RestartableServer>): void {
  let server: RestartableServer;
  let radicale: RadicaleServer;
  let line: CommandLine;
  let second: SecondClient;
  /** The address book as it must be: names by person. */
  const book = new Map<number, string>();
  /** What the user has put on items of ours in the other client. */
  const userGroups = new Map([[mums.jid, mums.groups]]);
  /** A person who lets the user see her presence. */
  let jane = { jid: '', name: 'Jane', groups: ['Friends'] };

  beforeAll(async () => {
    [server, radicale] = await Promise.all([start(), startRadicale()]);
    await write(Array.from({ length: people }, (_, index) => [index, `Person ${index}`]));
    line = johnsCommandLine(server, radicale);
    second = await logIn(server, 'john');
    await subscribeToJane();
    for (const item of [bob, unclaimed, mums, jane]) await second.setItem(item);
  });

  afterAll(async () => {
    await second?.close().catch(() => undefined);
    await Promise.all([server?.stop(), radicale?.stop(), line?.remove()]);
  });

  async function subscribeToJane(): Promise<void> {
    jane = { ...jane, jid: `jane@${server.domain}` };
    const herself = await logIn(server, 'jane');
    await second.subscribe(jane.jid);
    await vi.waitFor(
      async () => {
        // Before the request has arrived there is nothing to approve.
        await herself.approve(`john@${server.domain}`);
        const subscriptions = (await second.roster()).map(({ subscription }) => subscription);
        expect(subscriptions).toEqual(['to']);
      },
      { timeout: 20_000, interval: 200 },
    );
    await herself.close();
  }

  async function write(names: readonly (readonly [number, string])[]): Promise<void> {
    const cards = names.map(([index, name]) => {
      book.set(index, name);
      return [`${index}.vcf`, card(`person-${index}`, name, `+1613${5550000 + index}`)] as const;
    });
    await radicale.writeCards(new Map(cards));
  }

  async function sync(): Promise<SyncReport> {
    const outcome = await line.run('sync', '--json');
    expect(outcome.code, outcome.stderr).toBe(0);
    const report = syncReportSchema.parse(outcome.json());
    expect(report.failed).toEqual([]);
    // It would have looked at the roster again for want of an answer, and said so.
    expect(outcome.stderr).not.toContain('checking the roster');
    return report;
  }

  /** Starts a sync and answers when some of its sets have arrived at the server. */
  async function syncUnderWay() {
    const watching = await logIn(server, 'john');
    await watching.roster();
    const running = await line.start('sync', '--json');
    for (let pushes = 0; pushes < 40; pushes += 1) await watching.nextPush();
    return { running, watching };
  }

  async function roster(): Promise<Item[]> {
    return await second.roster();
  }

  /** Once the server has dealt with what was under way: ejabberd 23.01 goes on after the stream's end. */
  async function settledRoster(): Promise<Item[]> {
    for (let before = await roster(); ; ) {
      await pause(1_000);
      const now = await roster();
      if (isDeepStrictEqual(now, before)) return now;
      before = now;
    }
  }

  function expected(): Item[] {
    const items = [...book].flatMap(([person, name]) =>
      dids.map(({ alias }, did) => {
        const jid = jidOf(person, did);
        const groups = [alias, ...(userGroups.get(jid) ?? [])].sort();
        return { jid, name: `[${alias}] ${name} (cell)`, groups };
      }),
    );
    return standing([...items, bob, unclaimed, jane]);
  }

  function standing(items: readonly Omit<Item, 'subscription'>[]): Item[] {
    return items
      .map((item) => ({ ...item, subscription: item.jid === jane.jid ? 'to' : 'none' }))
      .sort((one, other) => (one.jid < other.jid ? -1 : 1));
  }

  it('a first push of 1,000 items arrives whole, and nothing is left to do', async () => {
    const report = await sync();
    expect(report.applied).toEqual({ added: 2 * people - 1, updated: 1, removed: 0 });
    expect(await roster()).toEqual(expected());
    expect((await sync()).plan).toEqual({ add: 0, update: 0, remove: 0, keep: 2 * people });
  });

  it('10 changes and 10 removals are made while another client edits, and all of it holds', async () => {
    await write([10, 11, 12, 13, 14].map((person) => [person, `Renamed ${person}`]));
    for (const person of [20, 21, 22, 23, 24]) {
      book.delete(person);
      await radicale.deleteCard(`${person}.vcf`);
    }
    const editing = (async () => {
      for (const person of [10, 12, 30, 31, 32, 33, 34]) {
        const jid = jidOf(person, 1);
        const name = (await second.roster()).find((item) => item.jid === jid)?.name ?? '';
        await second.setItem({ jid, name, groups: ['Work', 'Friends'] });
        userGroups.set(jid, ['Friends']);
      }
      await second.setItem({ jid: jidOf(40, 0), name: 'Renamed elsewhere', groups: ['Home'] });
      await second.removeItem(jidOf(41, 0));
    })();
    const [report] = await Promise.all([sync(), editing]);
    expect(report.applied.removed).toBe(10);
    await sync();
    expect(await roster()).toEqual(expected());
  });

  it('a restart of the server in the middle of a push is got over within the sync', async () => {
    await write(Array.from({ length: 100 }, (_, index) => [100 + index, `Again ${index}`]));
    const { running, watching } = await syncUnderWay();
    await server.restart();
    await watching.close().catch(() => undefined);
    expect((await running.ended).code).toBe(0);
    second = await logIn(server, 'john');
    expect(await roster()).toEqual(expected());
  });

  it('kill -9 in the middle of a push is made good by the next sync, which does nothing twice', async () => {
    await write(Array.from({ length: 100 }, (_, index) => [100 + index, `Once more ${index}`]));
    const { running, watching } = await syncUnderWay();
    running.signal('SIGKILL');
    await running.ended;
    await watching.close();
    const names = new Map((await settledRoster()).map((item) => [item.jid, item.name]));
    const missing = expected().filter(({ jid, name }) => names.get(jid) !== name).length;
    expect(missing).toBeGreaterThan(0);
    const { added, updated, removed } = (await sync()).applied;
    expect({ added, removed }).toEqual({ added: 0, removed: 0 });
    expect(updated).toBeLessThanOrEqual(missing);
    expect(updated).toBeGreaterThan(missing - 17);
    expect(await roster()).toEqual(expected());
    expect((await sync()).plan.keep).toBe(2 * book.size);
  });

  it('undo takes the last sync back, and leaves alone what another client has changed since', async () => {
    await write([
      [200, 'Undone 200'],
      [201, 'Undone 201'],
    ]);
    await sync();
    await second.setItem({ jid: jidOf(201, 0), name: 'Mine by now', groups: ['Home'] });
    const outcome = await line.run('undo', '--json');
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(outcome.json()).toMatchObject({
      applied: { added: 0, updated: 3, removed: 0 },
      left: [{ jid: jidOf(201, 0), name: 'Mine by now' }],
    });
    const names = new Map((await roster()).map((item) => [item.jid, item.name]));
    expect(names.get(jidOf(200, 0))).toBe('[Home] Person 200 (cell)');
    expect(names.get(jidOf(201, 0))).toBe('Mine by now');
  });

  it('a number of mine that I give up takes its items along, and what was mine stands as it stood', async () => {
    reconfigure(line, (profile) => {
      profile.dids = dids.slice(0, 1);
    });
    book.delete(0);
    await radicale.deleteCard('0.vcf');
    expect((await line.run('sync')).code).toBe(4);
    const outcome = await line.run('sync', '--allow-mass-removal', '--json');
    // Everybody's item for that number goes; one item gets its old name back, and the two that the undo
    // and the other client had renamed get the address book's again.
    expect(syncReportSchema.parse(outcome.json()).applied).toEqual({
      ...{ added: 0, updated: 3, removed: book.size + 1 },
    });
    const home = expected().filter(({ jid }) => !jid.includes(`%${dids[1]?.number}`));
    expect(await roster()).toEqual(standing([...home, mums]));
  });
}
