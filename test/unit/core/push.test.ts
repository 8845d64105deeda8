import { describe, expect, it } from 'vitest';
import { type Change, push } from '../../../electron/core/sync/push.ts';
import type { SetResult } from '../../../electron/core/xmpp/session.ts';

function add(index: number): Change {
  const after = { name: `Person ${index}`, groups: ['Home'] };
  return { action: 'add', jid: `${index}@example.com`, before: null, after, original: null };
}

function removal(index: number): Change {
  const before = { name: '', groups: [] };
  return { action: 'remove', jid: `${index}@example.com`, before, after: null, original: null };
}

const changes = Array.from({ length: 50 }, (_, index) => add(index));
const ok: SetResult = { ok: true };

function refusal(condition: string, type: string): SetResult {
  return { ok: false, condition, type, text: '' };
}

/** A server that answers each set with what the test says, a little later. */
function server(answer: (jid: string) => SetResult) {
  let outstanding = 0;
  let most = 0;
  let sets = 0;
  const set = async (jid: string): Promise<SetResult> => {
    sets += 1;
    outstanding += 1;
    most = Math.max(most, outstanding);
    await new Promise((resolve) => setImmediate(resolve));
    outstanding -= 1;
    return answer(jid);
  };
  return { setItem: set, removeItem: set, most: () => most, sets: () => sets };
}

async function outcomes(...args: Parameters<typeof push>) {
  const results = [];
  for await (const result of push(...args)) results.push(result);
  return results;
}

describe('pushing', () => {
  it('sends everything once, never more than 16 at a time', async () => {
    const model = server(() => ok);
    const results = await outcomes(changes, model, new AbortController().signal);
    expect(results.map(({ change }) => change.jid).sort()).toEqual(
      changes.map(({ jid }) => jid).sort(),
    );
    expect(model.sets()).toBe(50);
    expect(model.most()).toBe(16);
  });

  it.each([
    'bad-request',
    'not-acceptable',
    'internal-server-error',
    'timeout',
  ])('goes on after one item failed with %s', async (condition) => {
    const model = server((jid) => (jid.startsWith('3@') ? refusal(condition, 'modify') : ok));
    const results = await outcomes(changes, model, new AbortController().signal);
    expect(results.filter(({ result }) => !result.ok)).toHaveLength(1);
    expect(results).toHaveLength(50);
  });

  it.each([
    ['service-unavailable', 'cancel'],
    ['not-authorized', 'auth'],
    ['disconnected', ''],
  ])('stops after %s, and waits for what is outstanding', async (condition, type) => {
    const model = server(() => refusal(condition, type));
    const results = await outcomes(changes, model, new AbortController().signal);
    expect(model.sets()).toBe(16);
    expect(results).toHaveLength(16);
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

  it('takes an item that is gone already for removed', async () => {
    const model = server(() => refusal('item-not-found', 'modify'));
    const [result] = await outcomes([removal(1)], model, new AbortController().signal);
    expect(result?.result).toEqual(ok);
  });
});
