/** Telling the server of new documents: once per burst, again where it failed, and never twice of the same. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Announcer } from '../../../electron/core/roster-service/announcer.ts';
import type { RefreshOutcome } from '../../../shared/contract/remote-report.ts';

/** A store whose document has this tag, and which the server was told of. */
function store(tag: string | null, told: string | null = null) {
  const state = { tag, told };
  return {
    state,
    publishedTag: () => state.tag,
    isAnnounced: () => state.tag === null || state.tag === state.told,
    announced: (now: string) => {
      state.told = now;
    },
  };
}

const outcome = (ok: boolean): RefreshOutcome => ({
  at: '2026-11-20T08:00:00.000Z',
  users: ['john'],
  ok,
  status: 200,
  answer: null,
  problem: null,
  durationMs: 1,
});

let answers: (RefreshOutcome | Error)[];
let posts: number;
let failures: unknown[];

function announcer(kept: ReturnType<typeof store>): Announcer {
  const refresh = async () => {
    posts += 1;
    const answer = answers.shift() ?? outcome(true);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return new Announcer(kept, refresh, (failure) => failures.push(failure));
}

beforeEach(() => {
  vi.useFakeTimers();
  answers = [];
  posts = 0;
  failures = [];
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the server', () => {
  it('is told once of a burst of changes', async () => {
    const kept = store('one');
    const telling = announcer(kept);
    telling.schedule();
    await vi.advanceTimersByTimeAsync(500);
    kept.state.tag = 'two';
    telling.schedule();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(posts).toBe(1);
    expect(kept.state.told).toBe('two');
  });

  it('is not told of what it knows, or where there is no document', async () => {
    for (const kept of [store('one', 'one'), store(null)]) {
      const telling = announcer(kept);
      telling.schedule();
      expect(await telling.now()).toBeNull();
      await vi.advanceTimersByTimeAsync(10_000);
    }
    expect(posts).toBe(0);
  });

  it('is told again where it failed, later each time, until it has worked', async () => {
    answers = [outcome(false), outcome(false), outcome(false)];
    const kept = store('one');
    announcer(kept).schedule();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(posts).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(posts).toBe(4);
    expect(kept.state.told).toBe('one');
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(posts).toBe(4);
    expect(failures).toEqual([null, null, null, null]);
  });

  it('is told of what changed while it was told', async () => {
    const kept = store('one');
    const telling = announcer(kept);
    const first = telling.now();
    kept.state.tag = 'two';
    await first;
    expect(kept.state.told).toBe('one');
    await vi.advanceTimersByTimeAsync(1_000);
    expect([posts, kept.state.told]).toEqual([2, 'two']);
  });

  it('is told by one at a time', async () => {
    const telling = announcer(store('one'));
    const [one, other] = await Promise.all([telling.now(), telling.now()]);
    expect(posts).toBe(1);
    expect(other).toBe(one);
  });

  it('is told no more once Rolodial ends, and what it was not told stays to be told', async () => {
    answers = [outcome(false)];
    const kept = store('one');
    const telling = announcer(kept);
    await telling.now();
    telling.stop();
    telling.schedule();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect([posts, kept.state.told]).toEqual([1, null]);
  });

  it('is not told again by a try that was cancelled, but of the next change', async () => {
    answers = [outcome(false)];
    const telling = announcer(store('one'));
    await telling.now();
    telling.cancel();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(posts).toBe(1);
    telling.schedule();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(posts).toBe(2);
  });

  it('a secret that cannot be read is told, and the next change is another occasion', async () => {
    answers = [new Error('no keychain')];
    const kept = store('one');
    const telling = announcer(kept);
    telling.schedule();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(failures).toEqual([new Error('no keychain')]);
    telling.schedule();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(kept.state.told).toBe('one');
  });
});
