/** What a sync reports of the roster, however the server pushes its changes: in time, late, from elsewhere, or never. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contactRows } from '../../../electron/core/sync/contact-rows.ts';
import { liveRoster } from '../../../electron/core/sync/prepare.ts';
import { rosterReport } from '../../../electron/core/sync/roster-report.ts';
import { runSync } from '../../../electron/core/sync/run.ts';
import { FakeAccount, jidOf, people } from '../../support/sync/fake-account.ts';
import { type Pushing, pushingServer } from '../../support/sync/pushing-server.ts';
import { type Stage, stage } from '../../support/xmpp/scripted-login.ts';

let account: FakeAccount;
let current: Stage | undefined;

beforeEach(() => {
  account = new FakeAccount();
  account.contacts = people(2);
});
afterEach(async () => {
  await current?.leave();
  await account.close();
});

async function begin(pushing: Pushing, store?: (name: string) => string) {
  const server = pushingServer(pushing, store);
  current = await stage(server.script);
  const { session } = current;
  await session.requestRoster();
  server.gets = 0;
  const { context } = account;
  const logIn = { open: async () => session, mayPush: () => true };
  const signal = new AbortController().signal;
  const sync = () => runSync({ ...account.context, account: logIn }, { guard: 'apply' }, signal);
  /** The rows of the Contacts page. */
  const rows = (snapshot: Awaited<ReturnType<typeof sync>>['prepared']) => {
    const entries = account.records.ledger.entries();
    const live = liveRoster(session.roster, entries, account.sharing);
    return contactRows(snapshot, live, entries, account.profile, []);
  };
  return { server, session, sync, rows, context };
}

const pushings: readonly (readonly [string, Pushing, number])[] = [
  ['pushes before it answers', { when: 'before' }, 1],
  ['pushes behind its answer', { when: 'behind' }, 1],
  ['pushes from the account', { when: 'behind', from: 'john@example.com' }, 1],
  ['pushes late', { when: 40 }, 2],
  ['pushes from a full JID', { when: 'before', from: 'john@example.com/other' }, 2],
  ['pushes from its domain', { when: 'before', from: 'example.com' }, 2],
  ['never pushes', { when: 'never' }, 2],
];

describe.each(pushings)('a server that %s', (_, pushing, reads) => {
  it('has what was added, changed and removed counted, and in the rows of the contacts', async () => {
    const { sync, rows, session, context } = await begin(pushing);
    const first = await sync();
    expect(first.report).toMatchObject({ roster: { items: 2 }, applied: { added: 2 } });
    expect(rows(first.prepared).map(({ state }) => state)).toEqual(['in-sync', 'in-sync']);
    expect(rosterReport(session.roster, context, 'server').items).toMatchObject([
      { jid: jidOf(0), name: '[Home] Person 0 (cell)', groups: ['Home'], class: 'ours' },
      { jid: jidOf(1), class: 'ours' },
    ]);

    account.contacts = people(2, (name) => `${name} Smith`).slice(0, 1);
    const second = await sync();
    expect(second.report).toMatchObject({
      ...{ roster: { items: 1 }, applied: { added: 0, updated: 1, removed: 1 }, conflicts: [] },
    });
    expect(rows(second.prepared)).toMatchObject([
      { name: '[Home] Person 0 Smith (cell)', state: 'in-sync' },
    ]);
  });

  it('is read once for an unchanged roster, and at most once more for a changed one', async () => {
    const { sync, server } = await begin(pushing);
    await sync();
    expect(server.gets).toBe(reads);
    server.gets = 0;
    await sync();
    expect(server.gets).toBe(1);
  });

  it('and cuts names is told apart from another client in the same sync, and left alone from then on', async () => {
    const { sync, server, rows } = await begin(pushing, (name) => name.slice(0, 10));
    const first = await sync();
    expect(first.report.conflicts).toMatchObject([
      { reason: 'shortened', name: '[Home] Per', others: ['[Home] Person 0 (cell)'] },
      { reason: 'shortened' },
    ]);
    const second = await sync();
    expect(second.report.conflicts).toEqual(first.report.conflicts);
    expect(server.sets).toBe(2);
    expect(rows(second.prepared)[0]).toMatchObject({
      ...{ state: 'conflict', reason: 'shortened', name: '[Home] Per', currentName: null },
    });
    expect(rows(second.prepared)[0]).not.toHaveProperty('changedElsewhere');
  });
});

describe('another client that renames an item', () => {
  it('while the push goes on is no server that changes names', async () => {
    account.contacts = people(30);
    const { sync, server, session } = await begin({ when: 'behind' });
    const wire = current?.wire;
    const renaming = setInterval(() => {
      if (server.sets < 10 || server.items.get(jidOf(0))?.name === 'Mum') return;
      server.items.set(jidOf(0), { name: 'Mum', groups: ['Home'] });
      const item = `<item jid='${jidOf(0)}' name='Mum' subscription='none'><group>Home</group></item>`;
      wire?.send(`<iq type='set' id='x'><query xmlns='jabber:iq:roster'>${item}</query></iq>`);
    }, 0);
    const { report } = await sync();
    clearInterval(renaming);
    await expect
      .poll(() => session.roster.items.find(({ jid }) => jid === jidOf(0))?.name)
      .toBe('Mum');
    expect(report.conflicts).toEqual([]);
    const next = await sync();
    expect(next.report).toMatchObject({ applied: { updated: 1 }, conflicts: [] });
  });
});
