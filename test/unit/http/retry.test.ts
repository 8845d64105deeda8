import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isTemporary } from '../../../electron/core/carddav/errors.ts';
import {
  briefRetries,
  defaultRetries,
  retryTime,
  withRetries,
} from '../../../electron/core/http/retry.ts';
import { RolodialError } from '../../../shared/errors.ts';
import { type FaultyServer, startFaultyServer } from '../../servers/dav-faults.ts';
import { answerWith, cutAtOnce, send } from '../../servers/dav-faults-kinds.ts';
import { failureOf, john, noon, testClient } from '../../support/carddav/test-client.ts';

let server: FaultyServer;
beforeEach(async () => {
  server = await startFaultyServer();
});
afterEach(() => server.stop());

/** An HTTP date so many seconds from the noon of these tests. */
const httpDate = (seconds: number) => new Date(noon.getTime() + seconds * 1000).toUTCString();

/** A clock that moves while something is waited for, as far as is waited or several times that. */
function movingClock(times = 1) {
  let now = noon.getTime();
  return {
    now: () => now,
    async wait(milliseconds: number) {
      now += times * milliseconds;
    },
  };
}

describe('a busy server', () => {
  it.each([
    [429, '3', [3_000]],
    [503, '3', [3_000]],
    [503, httpDate(7), [7_000]],
    [503, '0', [500]],
    [503, httpDate(-100), [500]],
    [503, undefined, [500]],
    [503, 'soon', [500]],
    [502, undefined, [500]],
    [504, undefined, [500]],
  ])('%i with Retry-After %j is waited for as long as it asks', async (status, retryAfter, expected) => {
    const date = noon.toUTCString();
    server.fault(answerWith(status, { date, ...(retryAfter && { 'retry-after': retryAfter }) }));
    const { ask, waits } = testClient();
    expect((await ask(server.bookUrl)).status).toBe(207);
    expect(waits).toEqual(expected);
  });

  it('whose clock is wrong is waited for by its own clock', async () => {
    const date = httpDate(-86_400);
    server.fault(answerWith(503, { date, 'retry-after': httpDate(-86_400 + 5) }));
    const { ask, waits } = testClient();
    await ask(server.bookUrl);
    expect(waits).toEqual([5_000]);
  });

  it('that asks for a long time is not waited for: the user is told until when', async () => {
    server.fault(answerWith(429, { 'retry-after': '3600' }), { times: 9 });
    const { ask, waits } = testClient();
    const error = await failureOf(ask(server.bookUrl));
    expect(waits).toEqual([]);
    expect(server.requests).toHaveLength(1);
    expect(error.code).toBe('carddav-server-error');
    expect(error.params).toMatchObject({ status: 429, retryAt: '2026-11-20T13:00:00.000Z' });
    expect(error.message).toContain('is busy (HTTP 429)');
    expect(error.message).toContain('until 2026-11-20 13:00:00 UTC');
  });

  it('that asks for a moment again and again is waited for half a minute, never more', async () => {
    server.fault(answerWith(503, { 'retry-after': '12' }), { times: 9 });
    const { ask, waits } = testClient();
    const error = await failureOf(ask(server.bookUrl));
    expect(waits).toEqual([12_000, 12_000]);
    expect(error.params['retryAt']).toBe('2026-11-20T12:00:36.000Z');
  });

  it('that stays busy is asked for 15 seconds, and at their end for the last time', async () => {
    server.fault(answerWith(502), { times: 99 });
    const { ask, waits } = testClient();
    expect((await failureOf(ask(server.bookUrl))).params).not.toHaveProperty('retryAt');
    expect(waits).toEqual([500, 1_000, 2_000, 3_000, 3_000, 3_000, 2_500]);
    expect(server.requests).toHaveLength(8);
  });

  it.each([
    ['unreachable', cutAtOnce],
    ['answering 502', answerWith(502)],
    ['answering 503', answerWith(503)],
    ['answering 504', answerWith(504)],
    ['asking for 2 s', answerWith(503, { 'retry-after': '2' })],
  ])('that is %s for 4 seconds is read in the end', async (_, fault) => {
    const clock = movingClock();
    const back = clock.now() + 4_000;
    server.fault(
      (right, response) => (clock.now() < back ? fault(right, response) : send(right, response)),
      {
        times: 99,
      },
    );
    const { ask } = testClient(john, { clock });
    expect((await ask(server.bookUrl)).status).toBe(207);
  });

  it('is given up after 15 seconds also where each try takes its time', async () => {
    const clock = movingClock();
    server.fault(
      async (_, response) => {
        await clock.wait(4_000);
        cutAtOnce(_, response);
      },
      { times: 99 },
    );
    await failureOf(testClient(john, { clock }).ask(server.bookUrl));
    expect(clock.now() - noon.getTime()).toBeLessThan(24_000);
  });

  it('is given up although the clock of this computer is set back meanwhile', async () => {
    const clock = movingClock(-10);
    server.fault(answerWith(502), { times: 99 });
    await failureOf(testClient(john, { clock }).ask(server.bookUrl));
    expect(server.requests).toHaveLength(8);
  });

  it('is told of every second, with what is left, and of its coming back', async () => {
    server.fault(answerWith(503), { times: 3 });
    const told: unknown[] = [];
    const { ask, waits } = testClient(john, {
      onWaiting: (waiting) =>
        told.push(waiting && [waiting.failure.params['status'], waiting.secondsLeft]),
    });
    await ask(server.bookUrl);
    expect(waits).toEqual([500, 1_000, 1_000, 1_000]);
    expect(told).toEqual([[503, 15], [503, 15], [503, 14], [503, 13], null]);
  });

  it('is not spoken of where there is nothing to wait for', async () => {
    server.fault(answerWith(404));
    const told: unknown[] = [];
    const { ask } = testClient(john, { onWaiting: (waiting) => told.push(waiting) });
    await failureOf(ask(server.bookUrl));
    await ask(server.bookUrl);
    expect(told).toEqual([]);
  });

  it('is tried for a few seconds alone where a person tests an address', async () => {
    server.fault(answerWith(502), { times: 99 });
    const { ask, waits } = testClient(john, { retries: briefRetries });
    await failureOf(ask(server.bookUrl));
    expect(waits.reduce((sum, each) => sum + each)).toBe(4_000);
  });

  it('is asked again at a random time, so that not all clients come at once', async () => {
    const spread = new Set<number>();
    for (const random of [0, 0.5, 1]) {
      server.fault(answerWith(503));
      const { ask } = testClient(john, {
        clock: { random: () => random, wait: async (wait) => void spread.add(wait) },
      });
      await ask(server.bookUrl);
      server.heal();
    }
    expect([...spread]).toEqual([250, 375, 500]);
  });
});

describe('a request', () => {
  it.each(['GET', 'OPTIONS', 'PROPFIND', 'REPORT'])('%s is sent again', async (method) => {
    server.fault(answerWith(503));
    await testClient()
      .ask(server.bookUrl, { method })
      .catch(() => undefined);
    expect(server.requests).toHaveLength(2);
  });

  it.each(['PUT', 'POST', 'DELETE', 'PROPPATCH'])('%s is never sent twice', async (method) => {
    server.fault(answerWith(503));
    server.fault(cutAtOnce);
    const { ask, waits } = testClient();
    expect((await failureOf(ask(server.bookUrl, { method }))).code).toBe('carddav-server-error');
    expect((await failureOf(ask(server.bookUrl, { method }))).code).toBe('carddav-unreachable');
    expect(waits).toEqual([]);
    expect(server.requests).toHaveLength(2);
  });

  it.each([401, 403, 404, 500])('is not sent again after %i', async (status) => {
    server.fault(answerWith(status), { times: 9 });
    await failureOf(testClient().ask(server.bookUrl));
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['ENOTFOUND', 1],
    ['EPROTO', 1],
    ['HPE_INVALID_CONSTANT', 1],
    ['EAI_AGAIN', 8],
    ['ECONNREFUSED', 8],
  ])('that failed with %s is sent %i times', async (code, times) => {
    let sent = 0;
    const attempt = async () => {
      sent += 1;
      const cause = Object.assign(new Error(code), { code });
      throw new RolodialError('carddav-unreachable', 'Not there.', {}, { cause });
    };
    const clock = { now: () => 0, random: () => 1, wait: async () => undefined };
    const { signal } = new AbortController();
    const retrying = { policy: defaultRetries, clock, signal, isTemporary };
    await failureOf(withRetries('GET', attempt, retrying));
    expect(sent).toBe(times);
  });
});

describe('waiting', () => {
  it('ends at once when the user cancels', async () => {
    server.fault(answerWith(503, { 'retry-after': '25' }));
    const controller = new AbortController();
    const { waits: _, ...clockless } = testClient(
      john,
      { clock: { wait: waitUntilAborted } },
      controller.signal,
    );
    const asked = failureOf(clockless.ask(server.bookUrl));
    await expect.poll(() => server.requests.length).toBe(1);
    controller.abort();
    expect((await asked).code).toBe('cancelled');
    expect(server.requests).toHaveLength(1);
  });
});

/** As node:timers/promises waits, but without an end. */
function waitUntilAborted(_: number, signal: AbortSignal): Promise<void> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

describe('Retry-After', () => {
  it.each([
    '99999999999999999999',
    httpDate(10 * 365 * 86_400),
  ])('%s, which must be a mistake, is a day', (value) => {
    const at = retryTime(new Headers({ 'retry-after': value }), noon.getTime());
    expect(at?.toISOString()).toBe('2026-11-21T12:00:00.000Z');
  });
});
