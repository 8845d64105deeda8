/** The undoing of a sync, however the server answers its roster sets; the records are real. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RolodialError } from '../../../shared/errors.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import { FakeAccount, jidOf, people, refusal, silence } from '../../support/sync/fake-account.ts';

let account: FakeAccount;

function begin(change: Partial<Profile> = {}): void {
  account = new FakeAccount(change);
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await account.close();
});

describe('undoing the last sync', () => {
  it('gives back what it took over, removes what it added, and says what it did', async () => {
    begin();
    account.server.set(jidOf(3), { name: 'Mum', groups: ['Family'] });
    const { startedAt } = await account.sync();
    const report = await account.undo();
    expect(report).toMatchObject({
      undone: startedAt,
      plan: { add: 0, update: 1, remove: 49 },
      applied: { added: 0, updated: 1, removed: 49 },
      ...{ left: [], failed: [], guard: null },
    });
    expect([...account.server.items.values()]).toEqual([
      { jid: jidOf(3), name: 'Mum', groups: ['Family'], subscription: 'none' },
    ]);
    expect(account.records.ledger.entries()).toEqual([]);
  });

  it('leaves alone what was changed since, and lists it', async () => {
    begin();
    await account.sync();
    account.server.set(jidOf(3), { name: 'Annie', groups: ['Home'] });
    const report = await account.undo();
    expect(report.left).toEqual([{ jid: jidOf(3), name: 'Annie' }]);
    expect([...account.server.items.keys()]).toEqual([jidOf(3)]);
  });

  it('is held until somebody says to go on: by resuming, or by syncing', async () => {
    begin();
    const { startedAt } = await account.sync();
    expect(account.records.history.undone()).toBeNull();
    await account.undo();
    expect(account.records.history.undone()).toBe(startedAt);
    account.records.history.release();
    expect(account.records.history.undone()).toBeNull();
    await account.sync();
    await account.undo();
    await account.sync();
    expect(account.records.history.undone()).toBeNull();
    expect(account.server.items.size).toBe(50);
  });

  it('is no sync: the last sync stays the last one', async () => {
    begin();
    const report = await account.sync();
    await account.undo();
    expect(account.records.history.lastReport()).toEqual(report);
  });

  it('stops at the guard where it would take most away, and holds nothing then', async () => {
    begin({ guard: { share: 0.2, count: 10 } });
    await account.sync();
    const stopped = await account.undo();
    expect(stopped.guard).toMatchObject({ reason: 'many-removals', removals: 50, owned: 50 });
    expect(account.server.items.size).toBe(50);
    expect(account.records.history.undone()).toBeNull();
    expect((await account.undo('apply')).applied.removed).toBe(50);
  });

  it('passes over syncs that changed nothing, and goes back further each time', async () => {
    begin();
    await account.sync();
    account.contacts = people(50, (name) => `${name}!`);
    await account.sync();
    await account.sync();
    expect((await account.undo()).applied.updated).toBe(50);
    expect(account.nameOf(0)).toBe('[Home] Person 0 (cell)');
    expect((await account.undo()).applied.removed).toBe(50);
    expect(await account.undo()).toMatchObject({
      undone: null,
      plan: { add: 0, update: 0, remove: 0 },
    });
  });

  it('gives back what stood before the sync, though somebody changed it in the middle', async () => {
    begin();
    await account.sync();
    account.contacts = people(50, (name) => `${name}!`);
    let lost = false;
    account.onRosterSet = ({ jid, lose }) => {
      if (jid !== jidOf(3) || lost) return undefined;
      lost = true;
      lose();
      account.server.set(jid, { name: 'Annie', groups: ['Home'] });
      return silence();
    };
    expect((await account.sync()).applied.updated).toBe(50);
    account.onRosterSet = () => undefined;
    await account.undo();
    expect(account.nameOf(3)).toBe('[Home] Person 3 (cell)');
  });

  it('passes over a sync of which the server took nothing', async () => {
    begin();
    await account.sync();
    account.contacts = people(60);
    account.onRosterSet = () => refusal('service-unavailable', 'cancel');
    expect((await account.sync()).roster.kind).toBe('remote');
    account.onRosterSet = () => undefined;
    expect((await account.undo()).applied.removed).toBe(50);
  });

  it('that was cut off is completed by undoing again', async () => {
    begin();
    await account.sync();
    account.onRosterSet = ({ number, lose }) => {
      if (number !== 70) return undefined;
      lose();
      account.closed = new RolodialError('xmpp-unreachable', 'away');
      return silence();
    };
    await expect(account.undo()).rejects.toMatchObject({ code: 'xmpp-unreachable' });
    account.closed = undefined;
    expect(account.records.history.undone()).not.toBeNull();
    account.onRosterSet = () => undefined;
    const left = account.server.items.size;
    expect(left).toBeGreaterThan(0);
    expect(await account.undo()).toMatchObject({ applied: { removed: left }, left: [] });
    expect(account.server.items.size).toBe(0);
  });

  it('also takes back a sync that was cut off', async () => {
    begin();
    const cancel = new AbortController();
    account.onRosterSet = ({ number }) => {
      if (number === 20) cancel.abort();
      return undefined;
    };
    await expect(account.sync({}, cancel.signal)).rejects.toMatchObject({ code: 'cancelled' });
    account.onRosterSet = () => undefined;
    await account.undo();
    expect(account.server.items.size).toBe(0);
  });

  it('gets over a connection that had died unnoticed, and says so where the next one does, too', async () => {
    begin();
    await account.sync();
    account.deadLinks = 2;
    await expect(account.undo()).rejects.toMatchObject({ code: 'xmpp-stream' });
    account.deadLinks = 1;
    expect((await account.undo()).applied.removed).toBe(50);
  });

  it('is cancelled at once while it waits for the server, and has changed nothing then', async () => {
    begin();
    await account.sync();
    account.server.sets = 0;
    account.silent = true;
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 1_000);
    await expect(account.undo('ask', cancel.signal)).rejects.toMatchObject({ code: 'cancelled' });
    account.silent = false;
    expect(account.server.sets).toBe(0);
    expect(account.records.history.undone()).toBeNull();
    expect((await account.undo()).applied.removed).toBe(50);
  });
});
