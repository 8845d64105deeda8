/** What a push of many items tells the window: small events, few of them, and the report once. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CoreEvent } from '../../../shared/contract/contract.ts';
import { FakeCore } from '../../support/core/fake-core.ts';
import { Gate } from '../../support/core/fake-servers.ts';
import { contact } from '../../support/roster/samples.ts';

const items = 2_000;
const perSecond = 400;
let fake: FakeCore;
let heard: { at: number; event: CoreEvent }[];

beforeEach(() => {
  vi.useFakeTimers();
  fake = new FakeCore({ dids: [{ number: '+16135550100', alias: 'Home' }] });
  fake.servers.contacts = Array.from({ length: items }, (_, index) =>
    contact(`Person ${index}`, [`+1613${5570000 + index}`, 'cell']),
  );
  heard = [];
  fake.core.subscribe((event) => heard.push({ at: Date.now(), event }));
});
afterEach(async () => {
  vi.useRealTimers();
  await fake.close();
});

it('is told of progress at most ten times a second, and of the report when it is there', async () => {
  fake.servers.onSet = async (jid) => {
    await new Promise((resolve) => setTimeout(resolve, 64_000 / perSecond));
    // As a server does, which pushes each set to every session.
    fake.servers.listeners.onPush?.({ jid, before: undefined, after: undefined });
    return undefined;
  };
  const sync = fake.core.handlers.syncNow({ profile: 'john' });
  let isOver = false;
  void sync.finally(() => {
    isOver = true;
  });
  const startedAt = Date.now();
  while (!isOver) await vi.advanceTimersByTimeAsync(50);
  const tookMs = Date.now() - startedAt;
  expect((await sync).applied.added).toBe(items);

  const progress = heard.filter(({ event }) => event.event === 'progress');
  expect(progress.length).toBeGreaterThan(10);
  expect(progress.length).toBeLessThanOrEqual(tookMs / 100 + 1);
  const gaps = progress.slice(1).map(({ at }, index) => at - (progress[index]?.at ?? 0));
  expect(Math.min(...gaps.slice(0, -1))).toBeGreaterThanOrEqual(100);
  const withinASecond = progress.map(
    ({ at }) => progress.filter((other) => other.at >= at && other.at < at + 1_000).length,
  );
  expect(Math.max(...withinASecond)).toBeLessThanOrEqual(10);
  expect(progress.at(-1)?.event).toMatchObject({ progress: { done: items, total: items } });

  const withReport = heard.filter(
    ({ event }) => event.event === 'profile' && event.changed.lastSync !== undefined,
  );
  expect(withReport).toHaveLength(1);
  expect(heard.length - progress.length).toBeLessThan(20);
});

it('is told who comes and goes also while the address book is read', async () => {
  const read = new Gate();
  fake.servers.onRead = (signal) => read.pass(signal);
  const sync = fake.core.handlers.syncNow({ profile: 'john' });
  await read.reached;
  fake.servers.listeners.onPresence?.();
  heard = [];
  await vi.advanceTimersByTimeAsync(1_000);
  expect(heard.map(({ event }) => event)).toMatchObject([
    { event: 'profile', changed: { groupsRevision: expect.any(Number) } },
  ]);
  await fake.core.handlers.cancelSync({ profile: 'john' });
  await expect(sync).rejects.toMatchObject({ code: 'cancelled' });
});
