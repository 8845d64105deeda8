/** One sync, however the server answers its roster sets; the records are real. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RolodialError } from '../../../shared/errors.ts';
import { newEntry } from '../../../shared/roster/ledger.ts';
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

/** The next sync has nothing to do, and sends nothing. */
async function expectSettled(): Promise<void> {
  account.onRosterSet = () => undefined;
  account.server.sets = 0;
  const report = await account.sync();
  expect(report.plan).toMatchObject({ add: 0, update: 0, remove: 0 });
  expect(report.failed).toEqual([]);
  expect(account.server.sets).toBe(0);
}

describe('an answer that never comes', () => {
  it('is settled by looking at the roster: what was applied is not sent again', async () => {
    begin();
    account.onRosterSet = ({ number, apply }) => {
      if (number !== 20) return undefined;
      apply();
      return silence();
    };
    const report = await account.sync();
    expect(report).toMatchObject({ applied: { added: 50 }, failed: [] });
    expect(account.server.sets).toBe(50);
    await expectSettled();
  });

  it('is settled by sending it again where it had not been applied, and counts once', async () => {
    begin();
    account.onRosterSet = ({ number }) => (number === 20 ? silence() : undefined);
    const report = await account.sync();
    expect(report).toMatchObject({ applied: { added: 50 }, failed: [] });
    expect(account.server.sets).toBe(51);
    await expectSettled();
  });

  it('fails that one item where it never comes for it, and not the sync', async () => {
    begin();
    account.onRosterSet = ({ jid }) => (jid === jidOf(3) ? silence() : undefined);
    const report = await account.sync();
    expect(report.applied.added).toBe(49);
    expect(report.failed).toEqual([{ jid: jidOf(3), condition: 'timeout', text: '' }]);
    expect(account.server.sets).toBeLessThan(60);
    await expectNext({ added: 1 });
  });

  it('fails that one item even where it is the first of all', async () => {
    begin();
    account.onRosterSet = ({ jid }) => (jid === jidOf(0) ? silence() : undefined);
    const report = await account.sync();
    expect(report.applied.added).toBe(49);
    expect(report.failed).toEqual([{ jid: jidOf(0), condition: 'timeout', text: '' }]);
    await expectNext({ added: 1 });
  });

  it('for an item that arrives long after is ours all the same, and goes with its contact', async () => {
    begin();
    account.onRosterSet = ({ jid }) => (jid === jidOf(3) ? silence() : undefined);
    expect((await account.sync()).failed).toHaveLength(1);
    account.onRosterSet = () => undefined;
    account.server.set(jidOf(3), { name: '[Home] Person 3 (cell)', groups: ['Home'] });
    account.contacts = people(50).filter(({ name }) => name !== 'Person 3');
    expect((await account.sync()).applied).toEqual({ added: 0, updated: 0, removed: 1 });
    expect(account.server.items.has(jidOf(3))).toBe(false);
  });

  it('ends the sync where none comes at all, after a bounded number of sets', async () => {
    begin();
    account.onRosterSet = silence;
    await expect(account.sync()).rejects.toMatchObject({ code: 'xmpp-timeout' });
    expect(account.server.sets).toBeLessThan(20);
    await expectNext({ added: 50 });
  });

  it('lets the roster be looked at within the sync, and says so', async () => {
    begin();
    account.onRosterSet = ({ number }) => (number === 20 ? silence() : undefined);
    await account.sync();
    expect(account.progress.map(({ phase }) => phase)).toContain('settling');
    expect(account.progress.at(-1)).toMatchObject({ phase: 'pushing', done: 50, total: 50 });
  });
});

describe('before the push', () => {
  it('a connection that had died unnoticed is opened again, and nobody hears of it', async () => {
    begin();
    account.deadLinks = 1;
    expect((await account.sync()).applied.added).toBe(50);
    expect(account.logins).toBe(2);
  });

  it('a server that is away does not hold up who cancels', async () => {
    begin();
    account.silent = true;
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 1_000);
    await expect(account.sync({}, cancel.signal)).rejects.toMatchObject({ code: 'cancelled' });
    account.silent = false;
    await expectNext({ added: 50 });
  });
});

describe('a stream that is lost in the middle of a push', () => {
  it('is opened again, and the push goes on without doing anything twice', async () => {
    begin();
    account.onRosterSet = ({ number, apply, lose }) => {
      if (number !== 20) return undefined;
      apply();
      lose();
      return silence();
    };
    const report = await account.sync();
    expect(report).toMatchObject({ applied: { added: 50, updated: 0 }, failed: [] });
    expect(account.server.sets).toBe(50);
    await expectSettled();
  });

  it('as often as the server likes, while it gets on', async () => {
    begin();
    account.onRosterSet = ({ number, lose }) => {
      if (number % 9 !== 0) return undefined;
      lose();
      return silence();
    };
    const report = await account.sync();
    expect(report).toMatchObject({ applied: { added: 50 }, failed: [] });
    await expectSettled();
  });

  it('waits for a server that restarts, and gives up where it stays away, with its records correct', async () => {
    begin();
    account.onRosterSet = ({ number, apply, lose }) => {
      if (number !== 20) return undefined;
      apply();
      lose();
      account.closed = new RolodialError('xmpp-unreachable', 'away');
      return silence();
    };
    setTimeout(() => {
      account.closed = undefined;
    }, 5_000);
    expect((await account.sync()).applied.added).toBe(50);

    account.contacts = people(80);
    account.onRosterSet = ({ number, lose }) => {
      if (number !== 60) return undefined;
      lose();
      account.closed = new RolodialError('xmpp-unreachable', 'away');
      return silence();
    };
    await expect(account.sync()).rejects.toMatchObject({ code: 'xmpp-unreachable' });
    account.closed = undefined;
    const done = account.server.items.size;
    await expectNext({ added: 80 - done });
  });

  it('finds what another client did meanwhile, and plans for it', async () => {
    begin();
    account.onRosterSet = ({ number, apply, lose }) => {
      if (number !== 20) return undefined;
      apply();
      lose();
      account.server.set(jidOf(40), { name: 'Mum', groups: ['Family'] });
      account.server.set(jidOf(0), null);
      return silence();
    };
    const report = await account.sync();
    expect(report.failed).toEqual([]);
    expect(account.server.items.get(jidOf(40))?.groups).toEqual(['Home', 'Family']);
    // What was done already in this sync is left to the next one.
    expect(account.server.items.size).toBe(49);
    await expectNext({ added: 1 });
  });

  it('is not opened again and again with a password that the server refuses by now', async () => {
    begin();
    account.onRosterSet = ({ number, lose }) => {
      if (number !== 20) return undefined;
      account.closed = new RolodialError('xmpp-authentication', 'refused');
      lose();
      return silence();
    };
    await expect(account.sync()).rejects.toMatchObject({ code: 'xmpp-authentication' });
    expect(account.logins).toBe(2);
    account.closed = undefined;
    await expectNext({ added: 50 - account.server.items.size });
  });

  it('to another login in its place is not opened again: the two would never rest', async () => {
    begin();
    account.onRosterSet = ({ number, lose }) => {
      if (number !== 20) return undefined;
      lose(new RolodialError('xmpp-conflict', 'replaced'));
      return silence();
    };
    await expect(account.sync()).rejects.toMatchObject({ code: 'xmpp-conflict' });
    expect(account.logins).toBe(1);
    await expectNext({ added: 50 - account.server.items.size });
  });

  it('never removes in a later round what nobody was asked about', async () => {
    begin();
    await account.sync();
    account.contacts = people(60);
    const adopted = { name: 'From before', groups: [] };
    account.server.set('+1999@x', adopted);
    account.server.sets = 0;
    account.onRosterSet = ({ number, lose }) => {
      if (number !== 5) return undefined;
      lose();
      // The user adopts an item while the sync runs: it is ours by now, and nobody wants it.
      account.records.ledger.put([newEntry('+1999@x', adopted)]);
      return silence();
    };
    const report = await account.sync();
    expect(report.applied).toEqual({ added: 10, updated: 0, removed: 0 });
    expect(account.server.items.has('+1999@x')).toBe(true);
    account.onRosterSet = () => undefined;
    expect((await account.sync()).applied.removed).toBe(1);
  });
});

/** The next sync completes what this one has left. */
async function expectNext(applied: { added: number }): Promise<void> {
  account.onRosterSet = () => undefined;
  expect(await account.sync()).toMatchObject({ applied, failed: [] });
  await expectSettled();
}

describe('a sync that is cancelled', () => {
  it('ends between two items, and leaves a ledger that the next one understands', async () => {
    begin();
    const cancel = new AbortController();
    account.onRosterSet = ({ number }) => {
      if (number === 20) cancel.abort();
      return undefined;
    };
    await expect(account.sync({}, cancel.signal)).rejects.toMatchObject({ code: 'cancelled' });
    const done = account.server.items.size;
    expect(done).toBeLessThan(40);
    expect(account.records.ledger.entries()).toHaveLength(done);
    await expectNext({ added: 50 - done });
  });

  it('does not wait for a server that went away in the middle of the push', async () => {
    begin();
    const cancel = new AbortController();
    account.onRosterSet = ({ number, lose }) => {
      if (number !== 20) return undefined;
      account.silent = true;
      lose();
      setTimeout(() => cancel.abort(), 1_000);
      return silence();
    };
    await expect(account.sync({}, cancel.signal)).rejects.toMatchObject({ code: 'cancelled' });
    account.silent = false;
    await expectNext({ added: 50 - account.server.items.size });
  });
});

describe('an item that the server refuses', () => {
  const refuseThird = ({ jid }: { jid: string }) =>
    jid === jidOf(3) ? refusal('not-acceptable', 'modify') : undefined;

  it('is not sent again by the schedule before it changes, and stays listed', async () => {
    begin();
    account.onRosterSet = refuseThird;
    await account.sync();
    account.server.sets = 0;
    const report = await account.sync({ bySchedule: true });
    expect(account.server.sets).toBe(0);
    expect(report.failed).toEqual([{ jid: jidOf(3), condition: 'not-acceptable', text: '' }]);

    account.contacts = people(50, (name) => (name === 'Person 3' ? 'Other' : name));
    await account.sync({ bySchedule: true });
    expect(account.server.sets).toBe(1);
  });

  it('is sent again when a person asks for a sync', async () => {
    begin();
    account.onRosterSet = refuseThird;
    await account.sync();
    account.server.sets = 0;
    account.onRosterSet = () => undefined;
    expect((await account.sync()).applied.added).toBe(1);
    await expectSettled();
  });

  it('and took after all is sent again by the schedule when it has gone', async () => {
    begin();
    account.onRosterSet = refuseThird;
    await account.sync();
    account.onRosterSet = () => undefined;
    await account.sync();
    account.server.set(jidOf(3), null);
    expect(await account.sync({ bySchedule: true })).toMatchObject({
      ...{ applied: { added: 1 }, failed: [] },
    });
  });

  it('for trouble of its own is sent again by the schedule', async () => {
    begin();
    account.onRosterSet = ({ jid }) =>
      jid === jidOf(3) ? refusal('internal-server-error', 'cancel') : undefined;
    await account.sync();
    account.onRosterSet = () => undefined;
    expect((await account.sync({ bySchedule: true })).applied.added).toBe(1);
  });
});

describe('a server that takes no sets at all', () => {
  it('for want of rights ends the push, with nothing in the ledger', async () => {
    begin();
    account.onRosterSet = () => refusal('not-authorized', 'auth');
    const report = await account.sync();
    expect(report.applied.added).toBe(0);
    expect(account.server.sets).toBeLessThan(3);
    expect(account.records.ledger.entries()).toEqual([]);
  });

  it('as a remote service keeps the roster is told apart', async () => {
    begin();
    account.onRosterSet = () => refusal('service-unavailable', 'cancel');
    expect((await account.sync()).roster.kind).toBe('remote');
    expect(account.server.sets).toBe(1);
    expect(account.records.remoteRefusal.get()).toEqual({
      at: expect.stringMatching(/Z$/),
      condition: 'service-unavailable',
    });
  });

  it('is not tried where it is not to be, and says so all the same', async () => {
    begin();
    account.records.remoteRefusal.note('service-unavailable');
    account.mayPush = false;
    const report = await account.sync();
    expect(report).toMatchObject({ roster: { kind: 'remote' }, applied: { added: 0 }, failed: [] });
    expect(account.server.sets).toBe(0);
    expect(account.records.ledger.entries()).toEqual([]);
  });

  it('and takes one again keeps the roster itself from then on', async () => {
    begin();
    account.records.remoteRefusal.note('service-unavailable');
    const report = await account.sync();
    expect(report.roster.kind).not.toBe('remote');
    expect(account.records.remoteRefusal.get()).toBeNull();
    await expectNext({ added: 0 });
  });
});

describe('an item that stands already as it is wanted', () => {
  it('is adopted without a set, and goes when its contact goes', async () => {
    begin();
    account.server.set(jidOf(3), { name: '[Home] Person 3 (cell)', groups: ['Home'] });
    account.server.sets = 0;
    expect((await account.sync()).applied.added).toBe(49);
    expect(account.server.sets).toBe(49);
    account.contacts = people(50).filter(({ name }) => name !== 'Person 3');
    expect((await account.sync()).applied).toEqual({ added: 0, updated: 0, removed: 1 });
  });
});

describe('a chosen part of a plan', () => {
  it('is applied alone', async () => {
    begin();
    const report = await account.sync({ only: new Set([jidOf(3), jidOf(4)]) });
    expect(report.applied.added).toBe(2);
    expect([...account.server.items.keys()]).toEqual([jidOf(3), jidOf(4)]);
    await expectNext({ added: 48 });
  });

  it('makes a takeover that the settings want to be asked about; nothing else does', async () => {
    begin({ takeover: 'ask' });
    account.server.set(jidOf(3), { name: 'Mum', groups: ['Family'] });
    const report = await account.sync();
    expect(report).toMatchObject({
      plan: { add: 49, update: 0 },
      applied: { added: 49, updated: 0 },
    });
    expect(report.conflicts).toEqual([
      { jid: jidOf(3), reason: 'takeover', name: 'Mum', others: ['[Home] Person 3 (cell)'] },
    ]);
    expect(account.nameOf(3)).toBe('Mum');
    const approved = await account.sync({ only: new Set([jidOf(3)]) });
    expect(approved.applied.updated).toBe(1);
    expect(account.nameOf(3)).toBe('[Home] Person 3 (cell)');
    await expectSettled();
  });

  it('is stopped by the guard as the whole would be', async () => {
    begin({ guard: { share: 0.2, count: 10 } });
    await account.sync();
    account.contacts = people(20);
    const some = new Set(Array.from({ length: 12 }, (_, index) => jidOf(index + 30)));
    const stopped = await account.sync({ only: some });
    expect(stopped.guard).toMatchObject({ reason: 'many-removals', removals: 12, owned: 50 });
    expect(account.server.items.size).toBe(50);
    const few = new Set([...some].slice(0, 10));
    expect((await account.sync({ only: few })).applied.removed).toBe(10);
  });
});

describe('an answer to the guard', () => {
  beforeEach(async () => {
    begin({ guard: { share: 0.2, count: 10 } });
    await account.sync();
    account.contacts = people(30, (name) => (name === 'Person 0' ? 'Other' : name));
  });

  it('to keep them leaves what would go, and does everything else', async () => {
    expect((await account.sync({ guard: 'keep' })).applied).toEqual({
      ...{ added: 0, updated: 1, removed: 0 },
    });
    expect(account.server.items.size).toBe(50);
    expect((await account.sync()).guard).toMatchObject({ removals: 20 });
  });

  it('to keep them leaves what would be given back, too', async () => {
    await account.sync({ guard: 'apply' });
    account.server.set(jidOf(60), { name: 'Mum', groups: ['Family'] });
    account.contacts = people(61);
    await account.sync();
    account.contacts = people(30);
    expect((await account.sync({ guard: 'keep' })).applied).toMatchObject({ updated: 0 });
    expect(account.nameOf(60)).toBe('[Home] Person 60 (cell)');
  });

  it('is for the items that it showed: where more would go by now, it asks again', async () => {
    const shown = new Set((await account.sync()).guard?.jids);
    account.contacts = account.contacts.slice(0, 29);
    expect((await account.sync({ guard: shown })).guard).toMatchObject({ removals: 21 });
    expect(account.server.items.size).toBe(50);
    account.contacts = people(30);
    expect((await account.sync({ guard: shown })).applied.removed).toBe(20);
  });
});
