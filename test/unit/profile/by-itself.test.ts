/** What runs by itself: nothing that was paused or undone meanwhile, and always another time. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RolodialError } from '../../../shared/errors.ts';
import { FakeCore } from '../../support/core/fake-core.ts';
import { Gate } from '../../support/core/fake-servers.ts';
import { contact } from '../../support/roster/samples.ts';

let fake: FakeCore;
const john = { profile: 'john' };
const handlers = () => fake.core.handlers;

beforeEach(async () => {
  fake = new FakeCore({
    dids: [{ number: '+16135550100', alias: 'Home' }],
    guard: { share: 1, count: 1_000 },
  });
  fake.servers.contacts = [contact('Anna', ['+16135550101', 'cell'])];
  fake.core.start();
  await vi.waitFor(() => expect(fake.outcome).toBe('ok'));
});
afterEach(async () => {
  vi.useRealTimers();
  await fake.close();
});

describe('a sync that is due while something else is under way', () => {
  it('is due another time where it was cancelled together with that', async () => {
    vi.useFakeTimers({ now: Date.now() });
    await fake.save({ syncIntervalSeconds: 600 });
    const read = new Gate();
    fake.servers.onRead = (signal) => read.pass(signal);
    const preview = handlers().previewSync(john);
    const cancelled = expect(preview).rejects.toMatchObject({ code: 'cancelled' });
    await vi.advanceTimersByTimeAsync(600_000);
    expect(fake.state.nextSyncAt).toBeNull();
    await handlers().cancelSync(john);
    await cancelled;
    await vi.advanceTimersByTimeAsync(0);
    expect(fake.state.nextSyncAt).not.toBeNull();
    const { reads } = fake.servers;
    read.open();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(fake.servers.reads).toBe(reads + 1);
  });

  it('does not do again what was undone meanwhile', async () => {
    const read = new Gate();
    fake.servers.onRead = (signal) => read.pass(signal);
    const preview = handlers().previewSync(john);
    await read.reached;
    const undo = handlers().undoLastSync({ ...john, confirmed: [] });
    await fake.save({ format: '%name' });
    read.open();
    await preview;
    expect(await undo).toMatchObject({ applied: { removed: 1 } });
    await handlers().previewSync(john);
    expect(fake.servers.roster.items.size).toBe(0);
    expect(fake.state).toMatchObject({ paused: true, lastAttempt: { what: 'undo' } });
  });

  it.each([false, true])('is done after a pause only where it was asked for: %s', async (asked) => {
    const read = new Gate();
    fake.servers.onRead = (signal) => read.pass(signal);
    const preview = handlers().previewSync(john);
    await read.reached;
    await fake.save({ format: '%name' });
    const sync = asked ? handlers().syncNow(john) : undefined;
    await handlers().setPaused({ ...john, paused: true });
    read.open();
    await preview;
    await sync;
    await handlers().previewSync(john);
    const name = [...fake.servers.roster.items.values()][0]?.name;
    expect(name).toBe(asked ? 'Anna' : '[Home] Anna (cell)');
    if (asked) expect(fake.state.lastAttempt?.bySchedule).toBe(false);
  });
});

it('leaves the question about an undo to be answered when other settings are saved', async () => {
  await fake.close();
  fake = new FakeCore({ dids: [{ number: '+16135550100', alias: 'Home' }] });
  fake.servers.contacts = Array.from({ length: 30 }, (_, index) =>
    contact(`Person ${index}`, [`+1613555${1000 + index}`, 'cell']),
  );
  fake.core.start();
  await vi.waitFor(() => expect(fake.outcome).toBe('ok'));
  expect((await handlers().undoLastSync(john)).guard).not.toBeNull();
  await fake.save({ format: '%name' });
  await handlers().previewSync(john);
  expect(fake.state.activity).toMatchObject({ kind: 'asking', question: { what: 'undo' } });
});

describe('a chat account that only the user can bring back', () => {
  const conflict = new RolodialError('xmpp-conflict', 'Another login took the place of this one.');

  it('is said to be lost also where a preview was under way', async () => {
    const read = new Gate();
    fake.servers.onRead = (signal) => read.pass(signal);
    const preview = handlers().previewSync(john);
    await read.reached;
    fake.servers.endSession(conflict);
    await vi.waitFor(() => expect(fake.state.nextSyncAt).toBeNull());
    await handlers().cancelSync(john);
    await expect(preview).rejects.toMatchObject({ code: 'cancelled' });
    expect(fake.state).toMatchObject({ connection: 'offline', problem: { code: 'xmpp-conflict' } });
  });

  it('lets the schedule go on once the user has logged in by asking for something else', async () => {
    fake.servers.endSession(conflict);
    await vi.waitFor(() => expect(fake.state.nextSyncAt).toBeNull());
    await handlers().listGroups(john);
    expect(fake.state).toMatchObject({ connection: 'online', problem: null });
    expect(fake.state.nextSyncAt).not.toBeNull();
  });

  it('is not logged in to by the schedule after an undo that was refused as well', async () => {
    fake.servers.onLogin = async () => {
      throw new RolodialError('xmpp-authentication', 'refused');
    };
    fake.servers.endSession(new RolodialError('xmpp-authentication', 'refused'));
    await vi.waitFor(() => expect(fake.state.nextSyncAt).toBeNull());
    await expect(handlers().undoLastSync(john)).rejects.toMatchObject({
      code: 'xmpp-authentication',
    });
    expect(fake.state).toMatchObject({
      nextSyncAt: null,
      problem: { code: 'xmpp-authentication' },
    });
  });
});

it('a remote roster is said to be one after a restart, and is tried when the machine wakes up', async () => {
  fake.servers.contacts = [contact('Bert', ['+16135550102', 'cell'])];
  fake.servers.onSet = async () => ({
    ...{ ok: false, condition: 'service-unavailable', type: 'cancel', text: '' },
  });
  await handlers().syncNow(john);
  await fake.restart();
  expect(fake.state).toMatchObject({ rosterKind: 'remote', problem: { code: 'roster-remote' } });
  fake.core.start();
  const { reads } = fake.servers;
  await vi.waitFor(() => expect(fake.state.nextSyncAt).not.toBeNull());
  await vi.waitFor(() => expect(fake.servers.reads).toBe(reads + 1));
  await vi.waitFor(() => expect(fake.state.activity.kind).toBe('idle'));
  fake.core.resumed();
  await vi.waitFor(() => expect(fake.servers.reads).toBe(reads + 2));
});

it('a question about a book that is not there any more does not hold up the schedule', async () => {
  const book = { url: 'https://example.com/shared/', name: 'Shared' };
  const bob = { ...contact('Bob', ['+16135550102', 'cell']), book: book.url };
  fake.servers.contacts = [...fake.servers.contacts, bob];
  await handlers().syncNow(john);
  vi.useFakeTimers({ now: Date.now() });
  await fake.save({ syncIntervalSeconds: 600 });
  fake.servers.reading = { goneBooks: [book] };
  await handlers().syncNow(john);
  for (const _ of ['first', 'second']) {
    expect(fake.state.activity).toMatchObject({ kind: 'asking', question: { why: 'book-gone' } });
    const { reads } = fake.servers;
    await vi.advanceTimersByTimeAsync(600_000);
    expect(fake.servers.reads).toBe(reads + 1);
  }
  expect(fake.servers.roster.items.size).toBe(2);
});
