import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pace } from '../../../electron/core/sync/pace.ts';
import { push } from '../../../electron/core/sync/push.ts';
import { type Verdict, verdictOf } from '../../../electron/core/sync/verdict.ts';
import type { SetResult } from '../../../electron/core/xmpp/session.ts';
import { addition, removal } from '../../support/sync/changes.ts';

const additions = (count: number) => Array.from({ length: count }, (_, index) => addition(index));
const changes = additions(50);
const ok: SetResult = { ok: true };

function refusal(condition: string, type: string): SetResult {
  return { ok: false, condition, type, text: '' };
}

/** A server that answers each set with what the test says, after so long. */
function server(answer: (jid: string, times: number) => SetResult, tookMs = 1) {
  const times = new Map<string, number>();
  let outstanding = 0;
  let most = 0;
  let sets = 0;
  const set = async (jid: string): Promise<SetResult> => {
    sets += 1;
    times.set(jid, (times.get(jid) ?? 0) + 1);
    outstanding += 1;
    most = Math.max(most, outstanding);
    await new Promise((resolve) => setTimeout(resolve, tookMs));
    outstanding -= 1;
    return answer(jid, times.get(jid) ?? 0);
  };
  return { setItem: set, removeItem: set, most: () => most, sets: () => sets, times };
}

/**
 * A server that works through its sets one after the other, as one behind a rate limit does.
 * @param burst so many are let through at once before the limit is felt
 */
function slowServer(tookMs: number, burst = 0) {
  let idleAt = performance.now();
  let longest = 0;
  let sets = 0;
  const set = async (): Promise<SetResult> => {
    const sentAt = performance.now();
    sets += 1;
    idleAt = Math.max(idleAt, sentAt) + (sets <= burst ? 1 : tookMs);
    await new Promise((resolve) => setTimeout(resolve, idleAt - sentAt));
    longest = Math.max(longest, performance.now() - sentAt);
    return ok;
  };
  return { setItem: set, removeItem: set, longest: () => longest };
}

/** Runs a push to its end, however long its clock has to run for it. */
async function outcomes(...args: Parameters<typeof push>) {
  const results: { jid: string; verdict: Verdict }[] = [];
  const pushing = (async () => {
    for await (const { change, verdict } of push(...args))
      results.push({ jid: change.jid, verdict });
  })();
  let over = false;
  pushing.finally(() => {
    over = true;
  });
  while (!over) await vi.advanceTimersByTimeAsync(100);
  await pushing;
  return results;
}

const go = () => new AbortController().signal;
const failed = (results: { jid: string; verdict: Verdict }[]) =>
  results.filter(({ verdict }) => verdict !== 'done');

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('pushing', () => {
  it('sends everything once, never more than 64 at a time', async () => {
    const model = server(() => ok);
    const many = additions(200);
    const results = await outcomes(many, model, go());
    expect(results.map(({ jid }) => jid).sort()).toEqual(many.map(({ jid }) => jid).sort());
    expect(model.sets()).toBe(200);
    expect(model.most()).toBe(64);
  });

  it.each([
    ['bad-request', 'modify'],
    ['forbidden', 'cancel'],
    ['not-allowed', 'cancel'],
    ['not-acceptable', 'modify'],
    ['item-not-found', 'cancel'],
    ['jid-malformed', 'modify'],
    ['policy-violation', 'modify'],
    ['internal-server-error', 'cancel'],
  ])('goes on after one item failed with %s', async (condition, type) => {
    const model = server((jid) => (jid.startsWith('3@') ? refusal(condition, type) : ok));
    const results = await outcomes(changes, model, go());
    expect(failed(results).map(({ jid }) => jid)).toEqual(['3@example.com']);
    expect(results).toHaveLength(50);
    expect(model.times.get('3@example.com')).toBe(1);
  });

  it.each([
    ['service-unavailable', 'cancel', 'remote'],
    ['not-authorized', 'auth', 'denied'],
    ['forbidden', 'auth', 'denied'],
    ['disconnected', '', 'unsure'],
    ['timeout', '', 'unsure'],
  ])('stops after %s of type "%s", and waits for what is outstanding', async (condition, type, verdict) => {
    const model = server((jid) => (jid.startsWith('7@') ? refusal(condition, type) : ok));
    const results = await outcomes(changes, model, go());
    expect(failed(results)).toEqual([{ jid: '7@example.com', verdict }]);
    expect(results).toHaveLength(model.sets());
    expect(model.sets()).toBeLessThan(30);
  });

  it('sends an item again later that the server asked to wait for', async () => {
    const model = server((jid, times) =>
      jid.startsWith('3@') && times < 3 ? refusal('resource-constraint', 'wait') : ok,
    );
    const startedAt = performance.now();
    const results = await outcomes(changes, model, go());
    expect(failed(results)).toEqual([]);
    expect(results).toHaveLength(50);
    expect(model.times.get('3@example.com')).toBe(3);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(3_000);
  });

  it('sends an item that has rested before those that were not sent yet', async () => {
    const model = server(
      (jid, times) =>
        jid.startsWith('3@') && times < 2 ? refusal('resource-constraint', 'wait') : ok,
      400,
    );
    const results = await outcomes(changes, model, go());
    const at = results.findIndex(({ jid }) => jid.startsWith('3@'));
    expect(at).toBeGreaterThan(3);
    expect(at).toBeLessThan(40);
  });

  it.each([
    ['wait', refusal('resource-constraint', 'wait')],
    ['', refusal('timeout', '')],
  ])('begins anew with one at a time after an answer of type "%s"', async (_, answer) => {
    const pace = new Pace();
    const restart = vi.spyOn(pace, 'restart');
    const model = server((jid, times) => (jid.startsWith('3@') && times < 2 ? answer : ok));
    await outcomes(changes, model, go(), pace);
    expect(restart).toHaveBeenCalledTimes(1);
  });

  it('gives an item up that the server asks to wait for every time', async () => {
    const model = server((jid) =>
      jid.startsWith('3@') ? refusal('internal-server-error', 'wait') : ok,
    );
    const results = await outcomes(changes, model, go());
    expect(failed(results)).toEqual([{ jid: '3@example.com', verdict: 'later' }]);
    expect(model.times.get('3@example.com')).toBe(4);
  });

  it('stops between two items when it is cancelled', async () => {
    const cancel = new AbortController();
    const model = server((jid) => {
      if (jid.startsWith('5@')) cancel.abort();
      return ok;
    });
    const results = await outcomes(changes, model, cancel.signal);
    expect(results.length).toBe(model.sets());
    expect(results.length).toBeLessThan(50);
  });

  it('is cancelled at once while an item rests', async () => {
    const cancel = new AbortController();
    const model = server(() => refusal('resource-constraint', 'wait'));
    setTimeout(() => cancel.abort(), 500);
    const startedAt = performance.now();
    const results = await outcomes(changes, model, cancel.signal);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(results).toHaveLength(model.sets());
  });

  it('takes an item that is gone already for removed', async () => {
    const model = server(() => refusal('item-not-found', 'cancel'));
    expect(await outcomes([removal(1)], model, go())).toEqual([
      { jid: '1@example.com', verdict: 'done' },
    ]);
  });

  it.each([
    [30, 0],
    [200, 0],
    [1_500, 0],
    [9_000, 0],
    // ejabberd's 3 kB/s after its 20 kB at once.
    [100, 60],
    [250, 200],
  ])('lets no set wait for 30 seconds at a server that takes %i ms for each, after %i at once', async (tookMs, burst) => {
    const model = slowServer(tookMs, burst);
    expect(failed(await outcomes(additions(burst + 60), model, go()))).toEqual([]);
    expect(model.longest()).toBeLessThan(20_000);
  });
});

describe('the pace', () => {
  it('grows with quick answers to 64, and halves once for each time that they slow down', () => {
    const pace = new Pace();
    expect(pace.window).toBe(1);
    for (let answers = 0; answers < 100; answers += 1) pace.answered(0, 5);
    expect(pace.window).toBe(64);
    // Sets that were sent at the same time, answered slower and slower: one slowing down.
    for (let answers = 0; answers < 64; answers += 1) pace.answered(100, 3_000 + answers * 200);
    expect(pace.window).toBe(32);
    pace.answered(3_100, 6_000);
    expect(pace.window).toBe(16);
  });

  it('begins anew with one at a time after an answer that never came, and grows again', () => {
    const pace = new Pace();
    for (let answers = 0; answers < 40; answers += 1) pace.answered(0, 5);
    pace.restart();
    expect(pace.window).toBe(1);
    pace.answered(10, 15);
    expect(pace.window).toBe(2);
  });

  it('never stands still', () => {
    const pace = new Pace();
    for (let now = 0; now < 100_000; now += 10_000) pace.answered(now, now + 10_000);
    expect(pace.window).toBe(1);
  });
});

describe('an answer to a roster set', () => {
  const table: [condition: string, type: string, set: Verdict, removal: Verdict][] = [
    ['bad-request', 'modify', 'refused', 'refused'],
    ['forbidden', 'auth', 'denied', 'denied'],
    ['not-allowed', 'cancel', 'refused', 'refused'],
    ['not-acceptable', 'modify', 'refused', 'refused'],
    ['item-not-found', 'cancel', 'refused', 'done'],
    ['item-not-found', 'modify', 'refused', 'done'],
    ['internal-server-error', 'cancel', 'failed', 'failed'],
    ['internal-server-error', 'wait', 'later', 'later'],
    ['service-unavailable', 'cancel', 'remote', 'remote'],
    ['service-unavailable', 'wait', 'later', 'later'],
    ['not-authorized', 'auth', 'denied', 'denied'],
    ['jid-malformed', 'modify', 'refused', 'refused'],
    ['resource-constraint', 'wait', 'later', 'later'],
    ['resource-constraint', 'cancel', 'refused', 'refused'],
    ['policy-violation', 'modify', 'refused', 'refused'],
    ['policy-violation', 'wait', 'later', 'later'],
    ['undefined-condition', 'cancel', 'refused', 'refused'],
    ['undefined-condition', 'continue', 'failed', 'failed'],
    ['undefined-condition', '', 'failed', 'failed'],
    ['timeout', '', 'unsure', 'unsure'],
    ['disconnected', '', 'unsure', 'unsure'],
  ];

  it.each(table)('%s of type "%s" is %s, and for a removal %s', (condition, type, set, gone) => {
    expect(verdictOf(refusal(condition, type), false)).toBe(set);
    expect(verdictOf(refusal(condition, type), true)).toBe(gone);
  });
});
