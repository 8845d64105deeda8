/** Reading the roster over a session that may have died unnoticed. */
import { describe, expect, it, vi } from 'vitest';
import { readRoster } from '../../../electron/core/sync/read-roster.ts';
import type { Session } from '../../../electron/core/xmpp/session.ts';
import { type ErrorCode, RolodialError } from '../../../shared/errors.ts';

/** A session that gives the roster, or fails to. */
function session(failure?: ErrorCode) {
  const requestRoster = vi.fn(async () => {
    if (failure) throw new RolodialError(failure, failure);
  });
  return { requestRoster } as Partial<Session> as Session;
}

const go = () => new AbortController().signal;

describe('reading the roster', () => {
  it('asks once more over a new session where the old one was lost over it', async () => {
    const sessions = [session('xmpp-timeout'), session()];
    const [, second] = sessions;
    const read = await readRoster(async () => sessions.shift() ?? session(), go());
    expect(read).toBe(second);
  });

  it('does not ask a server again that stands and gives no roster', async () => {
    const standing = session('xmpp-stream');
    await expect(readRoster(async () => standing, go())).rejects.toMatchObject({
      code: 'xmpp-stream',
    });
    expect(standing.requestRoster).toHaveBeenCalledTimes(1);
  });

  it('does not log in again where another login has taken its place', async () => {
    const open = vi.fn(async () => session('xmpp-conflict'));
    await expect(readRoster(open, go())).rejects.toMatchObject({ code: 'xmpp-conflict' });
    expect(open).toHaveBeenCalledTimes(1);
  });

  it('ends as soon as it is cancelled, and does not begin when it was before', async () => {
    const cancel = new AbortController();
    const open = vi.fn(() => new Promise<Session>(() => undefined));
    const reading = readRoster(open, cancel.signal);
    cancel.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
    await expect(readRoster(open, cancel.signal)).rejects.toThrow('enough');
    expect(open).toHaveBeenCalledTimes(1);
  });
});
