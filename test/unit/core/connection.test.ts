import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connection } from '../../../electron/core/xmpp/connection.ts';
import { RosterMirror } from '../../../electron/core/xmpp/roster.ts';
import type { Session } from '../../../electron/core/xmpp/session.ts';
import { type ErrorCode, RolodialError } from '../../../shared/errors.ts';

/** A server that lets in or refuses, and that can lose the stream. */
function server() {
  const sessions: { session: Session; lose: (reason: RolodialError) => void }[] = [];
  let refusal: RolodialError | undefined;
  const login = vi.fn(async (): Promise<Session> => {
    if (refusal) throw refusal;
    const { promise: ended, resolve: lose } = Promise.withResolvers<RolodialError>();
    const session: Session = {
      roster: new RosterMirror(),
      ended,
      requestRoster: async () => undefined,
      setItem: async () => ({ ok: true }),
      removeItem: async () => ({ ok: true }),
      close: async () => lose(new RolodialError('xmpp-stream', 'logged out')),
    };
    sessions.push({ session, lose });
    return session;
  });
  return {
    login,
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

  it.each([
    'xmpp-authentication',
    'xmpp-certificate',
    'xmpp-no-tls',
    'secret-unavailable',
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
    model.lose('xmpp-stream', 'conflict');
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(model.login).toHaveBeenCalledTimes(1);
    expect(connection.status).toBe('offline');
  });

  it('stays out once it is closed', async () => {
    const model = server();
    const connection = new Connection(model.login, () => undefined);
    connection.hold();
    await vi.advanceTimersByTimeAsync(0);
    await connection.close();
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
});
