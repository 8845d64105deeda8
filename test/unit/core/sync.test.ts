/** One sync, or the undoing of one, while the server has its moods; the records are real. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runSync, type SyncWish } from '../../../electron/core/sync/run.ts';
import { runUndo } from '../../../electron/core/sync/undo.ts';
import type { E164 } from '../../../shared/contact/contact.ts';
import { RolodialError } from '../../../shared/errors.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import { contact } from '../roster/samples.ts';
import { FakeAccount, refusal, silence } from './fake-account.ts';

const numberOf = (index: number): E164 => `+1613${5550000 + index}`;
const jidOf = (index: number) => `${numberOf(index)}%+10345678901@example.com`;
const people = (count: number, rename: (name: string) => string = (name) => name) =>
  Array.from({ length: count }, (_, index) =>
    contact(rename(`Person ${index}`), [numberOf(index), 'cell']),
  );

let account: FakeAccount;

function begin(change: Partial<Profile> = {}): void {
  account = new FakeAccount({ guard: { share: 1, count: 1_000 }, ...change });
  account.contacts = people(50);
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await account.close();
});

/** Runs it to its end, however long its clock has to run for it. */
async function toTheEnd<Result>(work: Promise<Result>): Promise<Result> {
  let over = false;
  const ended = work.finally(() => {
    over = true;
  });
  ended.catch(() => undefined);
  while (!over) await vi.advanceTimersByTimeAsync(250);
  return await ended;
}

async function sync(wish: Partial<SyncWish> = {}, signal = new AbortController().signal) {
  const running = runSync(account.work, { guard: 'ask', ...wish }, signal);
  return (await toTheEnd(running)).report;
}

const undo = (guard: 'ask' | 'apply' = 'ask') =>
  toTheEnd(runUndo(account.work, guard, new AbortController().signal));

const nameOf = (index: number) => account.server.items.get(jidOf(index))?.name;

/** The next sync has nothing to do, and sends nothing. */
async function expectSettled(): Promise<void> {
  account.mood = () => undefined;
  account.server.sets = 0;
  const report = await sync();
  expect(report.plan).toMatchObject({ add: 0, update: 0, remove: 0 });
  expect(report.failed).toEqual([]);
  expect(account.server.sets).toBe(0);
}

describe('an answer that never comes', () => {
  it('is settled by looking at the roster: what was applied is not sent again', async () => {
    begin();
    account.mood = ({ number, apply }) => {
      if (number !== 20) return undefined;
      apply();
      return silence();
    };
    const report = await sync();
    expect(report).toMatchObject({ applied: { added: 50 }, failed: [] });
    expect(account.server.sets).toBe(50);
    await expectSettled();
  });

  it('is settled by sending it again where it had not been applied, and counts once', async () => {
    begin();
    account.mood = ({ number }) => (number === 20 ? silence() : undefined);
    const report = await sync();
    expect(report).toMatchObject({ applied: { added: 50 }, failed: [] });
    expect(account.server.sets).toBe(51);
    await expectSettled();
  });

  it('fails that one item where it never comes for it, and not the sync', async () => {
    begin();
    account.mood = ({ jid }) => (jid === jidOf(3) ? silence() : undefined);
    const report = await sync();
    expect(report.applied.added).toBe(49);
    expect(report.failed).toEqual([{ jid: jidOf(3), condition: 'timeout', text: '' }]);
    expect(account.server.sets).toBeLessThan(60);
    await expectNext({ added: 1 });
  });

  it('ends the sync where none comes at all, after a bounded number of sets', async () => {
    begin();
    account.mood = silence;
    await expect(sync()).rejects.toMatchObject({ code: 'xmpp-timeout' });
    expect(account.server.sets).toBeLessThan(20);
    await expectNext({ added: 50 });
  });

  it('lets the roster be looked at within the sync, and says so', async () => {
    begin();
    account.mood = ({ number }) => (number === 20 ? silence() : undefined);
    await sync();
    const phases = account.activities.map((activity) =>
      activity.kind === 'syncing' ? activity.phase : activity.kind,
    );
    expect(phases).toContain('settling');
    expect(account.activities.at(-1)).toMatchObject({ phase: 'pushing', done: 50, total: 50 });
  });
});

describe('a stream that is lost in the middle of a push', () => {
  it('is opened again, and the push goes on without doing anything twice', async () => {
    begin();
    account.mood = ({ number, apply, lose }) => {
      if (number !== 20) return undefined;
      apply();
      lose();
      return silence();
    };
    const report = await sync();
    expect(report).toMatchObject({ applied: { added: 50, updated: 0 }, failed: [] });
    expect(account.server.sets).toBe(50);
    await expectSettled();
  });

  it('as often as the server likes, while it gets on', async () => {
    begin();
    account.mood = ({ number, lose }) => {
      if (number % 9 !== 0) return undefined;
      lose();
      return silence();
    };
    const report = await sync();
    expect(report).toMatchObject({ applied: { added: 50 }, failed: [] });
    await expectSettled();
  });

  it('waits for a server that restarts, and gives up where it stays away, with the books in order', async () => {
    begin();
    account.mood = ({ number, apply, lose }) => {
      if (number !== 20) return undefined;
      apply();
      lose();
      account.closed = new RolodialError('xmpp-unreachable', 'away');
      return silence();
    };
    setTimeout(() => {
      account.closed = undefined;
    }, 5_000);
    expect((await sync()).applied.added).toBe(50);

    account.contacts = people(80);
    account.mood = ({ number, lose }) => {
      if (number !== 60) return undefined;
      lose();
      account.closed = new RolodialError('xmpp-unreachable', 'away');
      return silence();
    };
    await expect(sync()).rejects.toMatchObject({ code: 'xmpp-unreachable' });
    account.closed = undefined;
    const done = account.server.items.size;
    await expectNext({ added: 80 - done });
  });

  it('finds what another client did meanwhile, and plans for it', async () => {
    begin();
    account.mood = ({ number, apply, lose }) => {
      if (number !== 20) return undefined;
      apply();
      lose();
      account.server.set(jidOf(40), { name: 'Mum', groups: ['Family'] });
      account.server.set(jidOf(0), null);
      return silence();
    };
    const report = await sync();
    expect(report.failed).toEqual([]);
    expect(account.server.items.get(jidOf(40))?.groups).toEqual(['Home', 'Family']);
    // What was done already in this sync is left to the next one.
    expect(account.server.items.size).toBe(49);
    await expectNext({ added: 1 });
  });

  it('never removes in a later round what nobody was asked about', async () => {
    begin();
    await sync();
    account.contacts = people(60);
    account.records.ledger.put([
      ...account.records.ledger.entries(),
      { ...entryOf('+1999@x'), state: 'confirmed' },
    ]);
    account.mood = ({ number, lose }) => {
      if (number !== 55) return undefined;
      lose();
      account.server.set('+1999@x', { name: 'Back again', groups: [] });
      return silence();
    };
    const report = await sync();
    expect(report.applied).toEqual({ added: 10, updated: 0, removed: 0 });
    expect(account.server.items.has('+1999@x')).toBe(true);
  });
});

function entryOf(jid: string) {
  return { jid, name: 'x', groups: [], original: null, pending: null, overruled: 0 };
}

/** The next sync completes what this one has left. */
async function expectNext(applied: { added: number }): Promise<void> {
  account.mood = () => undefined;
  expect(await sync()).toMatchObject({ applied, failed: [] });
  await expectSettled();
}

describe('a sync that is cancelled', () => {
  it('ends between two items, and leaves a ledger that the next one understands', async () => {
    begin();
    const cancel = new AbortController();
    account.mood = ({ number }) => {
      if (number === 20) cancel.abort();
      return undefined;
    };
    await expect(sync({}, cancel.signal)).rejects.toMatchObject({ code: 'cancelled' });
    const done = account.server.items.size;
    expect(done).toBeLessThan(40);
    expect(account.records.ledger.entries()).toHaveLength(done);
    await expectNext({ added: 50 - done });
  });
});

describe('an item that the server refuses', () => {
  const refuseThird = ({ jid }: { jid: string }) =>
    jid === jidOf(3) ? refusal('not-acceptable', 'modify') : undefined;

  it('is not sent again by the schedule before it changes, and stays listed', async () => {
    begin();
    account.mood = refuseThird;
    await sync();
    account.server.sets = 0;
    const report = await sync({ bySchedule: true });
    expect(account.server.sets).toBe(0);
    expect(report.failed).toEqual([{ jid: jidOf(3), condition: 'not-acceptable', text: '' }]);

    account.contacts = people(50, (name) => (name === 'Person 3' ? 'Other' : name));
    await sync({ bySchedule: true });
    expect(account.server.sets).toBe(1);
  });

  it('is sent again when a person asks for a sync', async () => {
    begin();
    account.mood = refuseThird;
    await sync();
    account.server.sets = 0;
    account.mood = () => undefined;
    expect((await sync()).applied.added).toBe(1);
    await expectSettled();
  });

  it('for trouble of its own is sent again by the schedule', async () => {
    begin();
    account.mood = ({ jid }) =>
      jid === jidOf(3) ? refusal('internal-server-error', 'cancel') : undefined;
    await sync();
    account.mood = () => undefined;
    expect((await sync({ bySchedule: true })).applied.added).toBe(1);
  });
});

describe('a server that takes no sets at all', () => {
  it('for want of rights ends the push, with nothing in the ledger', async () => {
    begin();
    account.mood = () => refusal('not-authorized', 'auth');
    const report = await sync();
    expect(report.applied.added).toBe(0);
    expect(account.server.sets).toBeLessThan(3);
    expect(account.records.ledger.entries()).toEqual([]);
  });

  it('as a remote service keeps the roster is told apart', async () => {
    begin();
    account.mood = () => refusal('service-unavailable', 'cancel');
    expect((await sync()).roster.kind).toBe('remote');
    expect(account.server.sets).toBeLessThan(3);
  });
});

describe('a chosen part of a plan', () => {
  it('is applied alone', async () => {
    begin();
    const report = await sync({ only: new Set([jidOf(3), jidOf(4)]) });
    expect(report.applied.added).toBe(2);
    expect([...account.server.items.keys()]).toEqual([jidOf(3), jidOf(4)]);
    await expectNext({ added: 48 });
  });

  it('makes a takeover that the settings want to be asked about; nothing else does', async () => {
    begin({ takeover: 'ask' });
    account.server.set(jidOf(3), { name: 'Mum', groups: ['Family'] });
    const report = await sync();
    expect(report).toMatchObject({
      plan: { add: 49, update: 0 },
      applied: { added: 49, updated: 0 },
    });
    expect(report.conflicts).toEqual([
      { jid: jidOf(3), reason: 'takeover', name: 'Mum', others: ['[Home] Person 3 (cell)'] },
    ]);
    expect(nameOf(3)).toBe('Mum');
    const approved = await sync({ only: new Set([jidOf(3)]) });
    expect(approved.applied.updated).toBe(1);
    expect(nameOf(3)).toBe('[Home] Person 3 (cell)');
    await expectSettled();
  });

  it('is stopped by the guard as the whole would be', async () => {
    begin({ guard: { share: 0.2, count: 10 } });
    await sync();
    account.contacts = people(20);
    const some = new Set(Array.from({ length: 12 }, (_, index) => jidOf(index + 30)));
    const stopped = await sync({ only: some });
    expect(stopped.guard).toMatchObject({ reason: 'many-removals', removals: 12, owned: 50 });
    expect(account.server.items.size).toBe(50);
    const few = new Set([...some].slice(0, 10));
    expect((await sync({ only: few })).applied.removed).toBe(10);
  });
});

describe('undoing the last sync', () => {
  it('gives back what it took over, removes what it added, and says what it did', async () => {
    begin();
    account.server.set(jidOf(3), { name: 'Mum', groups: ['Family'] });
    const { startedAt } = await sync();
    const report = await undo();
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
    await sync();
    account.server.set(jidOf(3), { name: 'Annie', groups: ['Home'] });
    const report = await undo();
    expect(report.left).toEqual([{ jid: jidOf(3), name: 'Annie' }]);
    expect([...account.server.items.keys()]).toEqual([jidOf(3)]);
  });

  it('is held until somebody says to go on: by resuming, or by syncing', async () => {
    begin();
    const { startedAt } = await sync();
    expect(account.records.history.undone()).toBeNull();
    await undo();
    expect(account.records.history.undone()).toBe(startedAt);
    account.records.history.release();
    expect(account.records.history.undone()).toBeNull();
    await sync();
    await undo();
    await sync();
    expect(account.records.history.undone()).toBeNull();
    expect(account.server.items.size).toBe(50);
  });

  it('is no sync: the last sync stays the last one', async () => {
    begin();
    const report = await sync();
    await undo();
    expect(account.records.history.lastReport()).toEqual(report);
  });

  it('stops at the guard where it would take most away, and holds nothing then', async () => {
    begin({ guard: { share: 0.2, count: 10 } });
    await sync();
    const stopped = await undo();
    expect(stopped.guard).toMatchObject({ reason: 'many-removals', removals: 50, owned: 50 });
    expect(account.server.items.size).toBe(50);
    expect(account.records.history.undone()).toBeNull();
    expect((await undo('apply')).applied.removed).toBe(50);
  });

  it('passes over syncs that changed nothing, and goes back further each time', async () => {
    begin();
    await sync();
    account.contacts = people(50, (name) => `${name}!`);
    await sync();
    await sync();
    expect((await undo()).applied.updated).toBe(50);
    expect(nameOf(0)).toBe('[Home] Person 0 (cell)');
    expect((await undo()).applied.removed).toBe(50);
    expect(await undo()).toMatchObject({ undone: null, plan: { add: 0, update: 0, remove: 0 } });
  });

  it('that was cut off is completed by undoing again', async () => {
    begin();
    await sync();
    account.mood = ({ number, lose }) => {
      if (number !== 70) return undefined;
      lose();
      account.closed = new RolodialError('xmpp-unreachable', 'away');
      return silence();
    };
    await expect(undo()).rejects.toMatchObject({ code: 'xmpp-unreachable' });
    account.closed = undefined;
    expect(account.records.history.undone()).not.toBeNull();
    account.mood = () => undefined;
    const left = account.server.items.size;
    expect(left).toBeGreaterThan(0);
    expect(await undo()).toMatchObject({ applied: { removed: left }, left: [] });
    expect(account.server.items.size).toBe(0);
  });

  it('also takes back a sync that was cut off', async () => {
    begin();
    const cancel = new AbortController();
    account.mood = ({ number }) => {
      if (number === 20) cancel.abort();
      return undefined;
    };
    await expect(sync({}, cancel.signal)).rejects.toMatchObject({ code: 'cancelled' });
    account.mood = () => undefined;
    await undo();
    expect(account.server.items.size).toBe(0);
  });
});
