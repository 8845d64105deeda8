import { xml } from '@xmpp/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connection } from '../../../electron/core/xmpp/connection.ts';
import { RosterMirror } from '../../../electron/core/xmpp/roster.ts';
import type { Session } from '../../../electron/core/xmpp/session.ts';
import { type ErrorCode, RolodialError } from '../../../shared/errors.ts';

/** A server that lets in or refuses, and that can lose the stream. */
function server() {
  const sessions: {
    session: Session;
    lose: (reason: RolodialError) => void;
    interrupt: (problem: RolodialError | null) => void;
  }[] = [];
  const retries = vi.fn();
  let refusal: RolodialError | undefined;
  const login = vi.fn(async (): Promise<Session> => {
    if (refusal) throw refusal;
    const { promise: ended, resolve: lose } = Promise.withResolvers<RolodialError>();
    let told: (problem: RolodialError | null) => void = () => undefined;
    let up = true;
    const interrupt = (problem: RolodialError | null) => {
      up = problem === null;
      told(problem);
    };
    const session: Session = {
      link: {
        get up() {
          return up;
        },
        onChange(listener) {
          told = listener;
        },
        retryNow: retries,
      },
      roster: new RosterMirror(),
      ended,
      requestRoster: async () => undefined,
      setItem: async () => ({ ok: true }),
      removeItem: async () => ({ ok: true }),
      query: async () => xml('iq', { type: 'result' }),
      close: async () => lose(new RolodialError('xmpp-stream', 'logged out')),
    };
    sessions.push({ session, lose, interrupt });
    return session;
  });
  return {
    login,
    retries,
    sessions,
    interrupt: (problem: RolodialError | null) => sessions.at(-1)?.interrupt(problem),
    refuse(code: ErrorCode | null) {
      refusal = code === null ? undefined : new RolodialError(code, code);
    },
    lose: (code: ErrorCode, detail = '') =>
      sessions.at(-1)?.lose(new RolodialError(code, code, { detail })),
  };
}

describe('a connection that is held', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('comes back by itself, later each time, and at once when the network is back', async () => {
    const model = server();
    const connection = new Connection(model.login, () => undefined);
    connection.hold();
    await vi.advanceTimersByTimeAsync(0);
    expect(connection.status).toBe('online');

    model.refuse('xmpp-unreachable');
    model.lose('xmpp-stream');
    await vi.advanceTimersByTimeAsync(60_000);
    const afterAMinute = model.login.mock.calls.length;
    expect(afterAMinute).toBeGreaterThan(3);
    expect(afterAMinute).toBeLessThan(12);
    expect(connection.status).toBe('offline');

    model.refuse(null);
    connection.retryNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(connection.status).toBe('online');
  });

  it('does not come back later because somebody asked several times meanwhile', async () => {
    const model = server();
    model.refuse('xmpp-unreachable');
    const connection = new Connection(model.login, () => undefined);
    connection.hold();
    for (let asked = 0; asked < 8; asked += 1) {
      await vi.advanceTimersByTimeAsync(900);
      await connection.open().catch(() => undefined);
    }
    model.refuse(null);
    await vi.advanceTimersByTimeAsync(4_500);
    expect(connection.status).toBe('online');
  });

  it.each([
    'xmpp-authentication',
    'xmpp-certificate',
    'xmpp-no-tls',
    'xmpp-conflict',
    'secret-unavailable',
    'settings-invalid',
  ] as const)('waits for the user after %s', async (code) => {
    const model = server();
    model.refuse(code);
    const problems: (string | undefined)[] = [];
    const connection = new Connection(model.login, (problem) => problems.push(problem?.code));
    connection.hold();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(model.login).toHaveBeenCalledTimes(1);
    expect(problems).toContain(code);
  });

  it('gives way when another login took its place', async () => {
    const model = server();
    const connection = new Connection(model.login, () => undefined);
    connection.hold();
    await vi.advanceTimersByTimeAsync(0);
    model.lose('xmpp-conflict');
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(model.login).toHaveBeenCalledTimes(1);
    expect(connection.status).toBe('offline');
  });

  it.each([
    'xmpp-authentication',
    'xmpp-certificate',
  ] as const)('does not try again after %s because the network is back, but when the user asks', async (code) => {
    const model = server();
    model.refuse(code);
    const connection = new Connection(model.login, () => undefined);
    connection.hold();
    await vi.advanceTimersByTimeAsync(0);
    connection.retryNow();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(model.login).toHaveBeenCalledTimes(1);
    model.refuse(null);
    await connection.open();
    expect(connection.status).toBe('online');
  });

  it('does not come back after a conflict because the network is back', async () => {
    const model = server();
    const connection = new Connection(model.login, () => undefined);
    connection.hold();
    await vi.advanceTimersByTimeAsync(0);
    model.lose('xmpp-conflict');
    await vi.advanceTimersByTimeAsync(0);
    connection.retryNow();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(model.login).toHaveBeenCalledTimes(1);
  });

  it('waits ever longer for a server that lets it in and throws it out, up to five minutes', async () => {
    const model = server();
    const connection = new Connection(model.login, () => undefined);
    connection.hold();
    const times: number[] = [];
    for (let day = 0; times.length < 14 && day < 3_000; day += 1) {
      await vi.advanceTimersByTimeAsync(1_000);
      if (connection.status !== 'online') continue;
      times.push(Date.now());
      model.lose('xmpp-stream');
      await vi.advanceTimersByTimeAsync(0);
    }
    const waits = times.slice(1).map((time, at) => time - (times[at] ?? 0));
    expect(Math.max(...waits.slice(0, 2))).toBeLessThan(6_000);
    expect(Math.min(...waits.slice(-3))).toBeGreaterThan(140_000);
    expect(Math.max(...waits)).toBeLessThan(305_000);
  });

  it('begins anew after a login that held for a while', async () => {
    const model = server();
    const connection = new Connection(model.login, () => undefined);
    connection.hold();
    for (let time = 0; time < 10; time += 1) {
      await vi.advanceTimersByTimeAsync(0);
      while (connection.status !== 'online') await vi.advanceTimersByTimeAsync(1_000);
      model.lose('xmpp-stream');
    }
    await vi.advanceTimersByTimeAsync(0);
    while (connection.status !== 'online') await vi.advanceTimersByTimeAsync(1_000);
    await vi.advanceTimersByTimeAsync(120_000);
    const logins = model.login.mock.calls.length;
    model.lose('xmpp-stream');
    await vi.advanceTimersByTimeAsync(2_500);
    expect(model.login.mock.calls.length).toBe(logins + 1);
  });

  it('does not wait for a login over the old network when there is a new one', async () => {
    const model = server();
    const signals: AbortSignal[] = [];
    const login = vi.fn(async (signal: AbortSignal) => {
      signals.push(signal);
      if (signals.length > 1) return await model.login();
      return await new Promise<Session>((_, reject) => {
        signal.addEventListener('abort', () => reject(new RolodialError('cancelled', 'x')));
      });
    });
    const said: (string | null)[] = [];
    const connection = new Connection(login, (problem) => said.push(problem?.code ?? null));
    connection.hold();
    const opened = connection.open();
    await vi.advanceTimersByTimeAsync(100);
    connection.retryNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(connection.status).toBe('online');
    expect(await opened).toBe(connection.session);
    expect(login).toHaveBeenCalledTimes(2);
    expect(said.every((code) => code === null)).toBe(true);
    expect(signals[1]?.aborted).toBe(false);
  });

  it('begins anew, too, when the network is back: what it waited for before counts no more', async () => {
    const model = server();
    model.refuse('xmpp-unreachable');
    const connection = new Connection(model.login, () => undefined);
    connection.hold();
    await vi.advanceTimersByTimeAsync(3_600_000);
    connection.retryNow();
    await vi.advanceTimersByTimeAsync(0);
    const logins = model.login.mock.calls.length;
    await vi.advanceTimersByTimeAsync(2_500);
    expect(model.login.mock.calls.length).toBe(logins + 1);
    await connection.close();
  });

  it('says each time why it is not online', async () => {
    const model = server();
    const said: (string | null)[] = [];
    const connection = new Connection(model.login, (problem) => said.push(problem?.code ?? null));
    connection.hold();
    await vi.advanceTimersByTimeAsync(0);
    model.refuse('xmpp-unreachable');
    model.lose('xmpp-stream');
    await vi.advanceTimersByTimeAsync(2_000);
    model.refuse('xmpp-timeout');
    await vi.advanceTimersByTimeAsync(4_000);
    expect(said.filter((code) => code !== null)).toEqual([
      'xmpp-stream',
      'xmpp-unreachable',
      'xmpp-timeout',
    ]);
  });

  it('shows an interruption that the session itself gets over, and hurries it', async () => {
    const model = server();
    const said: (string | null)[] = [];
    const connection = new Connection(model.login, (problem) => said.push(problem?.code ?? null));
    connection.hold();
    await vi.advanceTimersByTimeAsync(0);
    said.length = 0;
    model.interrupt(new RolodialError('xmpp-unreachable', 'cut'));
    expect(connection.status).toBe('connecting');
    expect(connection.session).toBeDefined();
    connection.retryNow();
    expect(model.retries).toHaveBeenCalledTimes(1);
    model.interrupt(null);
    expect(connection.status).toBe('online');
    expect(said).toEqual(['xmpp-unreachable', null]);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(model.login).toHaveBeenCalledTimes(1);
  });

  it('stays out once it is closed, though the network comes back', async () => {
    const model = server();
    const connection = new Connection(model.login, () => undefined);
    connection.retryNow();
    expect(model.login).not.toHaveBeenCalled();
    connection.hold();
    await vi.advanceTimersByTimeAsync(0);
    await connection.close();
    connection.retryNow();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(connection.status).toBe('offline');
    expect(model.login).toHaveBeenCalledTimes(1);
  });

  it('logs in once for several who ask at the same time', async () => {
    const model = server();
    const connection = new Connection(model.login, () => undefined);
    const sessions = await Promise.all([connection.open(), connection.open(), connection.open()]);
    expect(new Set(sessions).size).toBe(1);
    expect(model.login).toHaveBeenCalledTimes(1);
  });

  it('logs out and in again when asked, and tells of no problem, for there is none', async () => {
    const model = server();
    const said: (string | null)[] = [];
    const connection = new Connection(model.login, (problem) => said.push(problem?.code ?? null));
    connection.hold();
    await vi.advanceTimersByTimeAsync(0);
    const first = connection.session;
    const second = await connection.reopen();
    expect(second).not.toBe(first);
    expect(connection.session).toBe(second);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(connection.status).toBe('online');
    expect(model.login).toHaveBeenCalledTimes(2);
    expect(said.every((code) => code === null)).toBe(true);
  });

  it('closed in the middle of a login leaves nobody logged in, whatever comes of it', async () => {
    const model = server();
    const { promise: slow, resolve: goOn } = Promise.withResolvers<void>();
    const login = vi.fn(async () => {
      await slow;
      return await model.login();
    });
    const connection = new Connection(login, () => undefined);
    connection.hold();
    connection.retryNow();
    const closing = connection.close();
    goOn();
    await closing;
    expect(login).toHaveBeenCalledTimes(1);
    const [opened] = await Promise.all(model.login.mock.results.map(({ value }) => value));
    expect(await opened.ended).toMatchObject({ message: 'logged out' });
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(connection.status).toBe('offline');
  });

  it('closed in the middle of a login over a new network does not begin anew', async () => {
    const login = vi.fn(
      (signal: AbortSignal) =>
        new Promise<Session>((_, reject) => {
          signal.addEventListener('abort', () => reject(new RolodialError('cancelled', 'x')));
        }),
    );
    const connection = new Connection(login, () => undefined);
    connection.hold();
    connection.retryNow();
    await connection.close();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(login).toHaveBeenCalledTimes(1);
    expect(connection.status).toBe('offline');
  });
});

describe('a connection that is not held', () => {
  it('tells of a lost stream to whoever asks next, does not come back, and troubles nobody', async () => {
    vi.useFakeTimers();
    try {
      const model = server();
      const said: (string | null)[] = [];
      const connection = new Connection(model.login, (problem) => said.push(problem?.code ?? null));
      await connection.open();
      model.lose('xmpp-stream');
      await vi.advanceTimersByTimeAsync(3_600_000);
      expect(model.login).toHaveBeenCalledTimes(1);
      expect(said.every((code) => code === null)).toBe(true);
      model.refuse('xmpp-unreachable');
      await expect(connection.open()).rejects.toMatchObject({ code: 'xmpp-unreachable' });
      model.refuse(null);
      await connection.open();
      expect(connection.status).toBe('online');
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('other settings of the account', () => {
  const held = async (login: () => Promise<Session>) => {
    const connection = new Connection(login, () => undefined);
    connection.hold();
    return connection;
  };

  it('log in anew where a login with the ones before is too far to be cancelled', async () => {
    const model = server();
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const login = vi.fn(async () => {
      const session = await model.login();
      await answered;
      return session;
    });
    const connection = await held(login);
    const closed = vi.fn();
    await vi.waitFor(() => expect(model.sessions).toHaveLength(1));
    model.sessions[0]?.session.ended.then(closed);
    connection.renew();
    answer();
    await vi.waitFor(() => expect(connection.status).toBe('online'));
    expect(login).toHaveBeenCalledTimes(2);
    expect(closed).toHaveBeenCalledTimes(1);
    expect(connection.session).toBe(model.sessions[1]?.session);
    await connection.close();
  });

  it('log in no more once it is closed, also while the session before is still closing', async () => {
    const model = server();
    const connection = await held(model.login);
    await vi.waitFor(() => expect(connection.status).toBe('online'));
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    Object.assign(model.sessions[0]?.session ?? {}, { close: () => ended });
    connection.renew();
    let isClosed = false;
    const closing = connection.close().then(() => {
      isClosed = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(isClosed).toBe(false);
    end();
    await closing;
    await expect(connection.open()).rejects.toMatchObject({ code: 'cancelled' });
    expect(model.login).toHaveBeenCalledTimes(1);
    expect(connection.status).toBe('offline');
  });
});
