/** A sync whose servers are away for a moment: what it waits for, for how long, and what it tells meanwhile. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StanzaError } from '../../../electron/core/xmpp/requests.ts';
import { RolodialError } from '../../../shared/errors.ts';
import { FakeAccount } from '../../support/sync/fake-account.ts';

let account: FakeAccount;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
  account = new FakeAccount();
});
afterEach(async () => {
  vi.useRealTimers();
  await account.close();
});

const caused = (cause: Error, name = 'Error') => ({ cause: Object.assign(cause, { name }) });
const withCode = (code: string) => caused(Object.assign(new Error(code), { code }));
const place = { host: 'xmpp.example.com:5222' };

const refused = new RolodialError('xmpp-unreachable', 'refused', place, withCode('ECONNREFUSED'));
const passing = [
  refused,
  new RolodialError('xmpp-unreachable', 'cut', place, withCode('ECONNRESET')),
  new RolodialError('xmpp-unreachable', 'closed', place, caused(new Error('was closed'))),
  new RolodialError('xmpp-stream', 'shutdown', { ...place, detail: 'system-shutdown' }),
  new RolodialError('xmpp-stream', 'ended', { ...place, detail: 'closed by the server' }),
  new RolodialError('xmpp-timeout', 'not yet', place, caused(new Error('x'), 'SASLError')),
];
const lasting = [
  new RolodialError('xmpp-unreachable', 'no such host', place, withCode('ENOTFOUND')),
  new RolodialError('xmpp-unreachable', 'no such service', place),
  new RolodialError('xmpp-stream', 'wrong', { ...place, detail: 'host-unknown' }),
  new RolodialError('xmpp-timeout', 'silent', place, caused(new Error('x'), 'TimeoutError')),
  new RolodialError('xmpp-authentication', 'refused', place),
  new RolodialError('xmpp-conflict', 'replaced', place),
  new RolodialError(
    'xmpp-stream',
    'no roster',
    { ...place, detail: 'internal-server-error' },
    { cause: new StanzaError('internal-server-error', 'wait', '') },
  ),
];

describe('a chat server that restarts', () => {
  it.each(
    passing,
  )('and says "$message" is waited for: the sync goes on when it is back', async (error) => {
    account.closed = error;
    setTimeout(() => {
      account.closed = undefined;
    }, 4_000);
    expect((await account.sync()).applied.added).toBe(50);
    const waiting = account.progress.flatMap((progress) => progress.waiting ?? []);
    expect(waiting[0]).toEqual({ server: 'account', ...place, secondsLeft: 15 });
    expect(waiting.at(-1)?.secondsLeft).toBeGreaterThan(8);
    const after = account.progress.slice(
      account.progress.findLastIndex((each) => each.waiting) + 1,
    );
    expect(after[0]).toEqual({ phase: 'connecting', done: 0, total: 0 });
  });

  it('while the address book was read is waited for, too', async () => {
    account.deadLinks = 1;
    const reading = account.sync();
    account.onLost = () => {
      account.closed = refused;
      setTimeout(() => {
        account.closed = undefined;
      }, 4_000);
    };
    expect((await reading).applied.added).toBe(50);
  });

  it('and stays away is given up after 15 seconds', async () => {
    account.closed = refused;
    const began = Date.now();
    await expect(account.sync()).rejects.toBe(refused);
    expect(Date.now() - began).toBeGreaterThanOrEqual(15_000);
    expect(Date.now() - began).toBeLessThan(16_000);
    expect(account.logins).toBeLessThan(12);
  });

  it('is waited for by an undo', async () => {
    await account.sync();
    account.lose();
    account.closed = refused;
    setTimeout(() => {
      account.closed = undefined;
    }, 4_000);
    expect((await account.undo()).applied.removed).toBe(50);
  });

  it('is not waited for any more once the user cancels', async () => {
    account.closed = refused;
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 2_000);
    const began = Date.now();
    await expect(account.sync({}, cancel.signal)).rejects.toMatchObject({ code: 'cancelled' });
    expect(Date.now() - began).toBeLessThan(2_500);
    const { logins } = account;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(account.logins).toBe(logins);
  });
});

describe('a login', () => {
  it.each(lasting)('that fails with "$message" is not tried again', async (error) => {
    account.closed = error;
    await expect(account.sync()).rejects.toBe(error);
    expect(account.logins).toBe(1);
  });
});

describe('an address book server that is waited for', () => {
  it('is told beside how far the reading has come', async () => {
    const params = { host: 'dav.example.com', status: 503 };
    const failure = new RolodialError('carddav-server-error', '503', params);
    account.bookWaits = [{ failure, secondsLeft: 9 }, null];
    await account.sync();
    const at = account.progress.findIndex(({ waiting }) => waiting);
    expect(account.progress.slice(at - 1, at + 2)).toEqual([
      { phase: 'reading', done: 0, total: 0 },
      {
        ...{ phase: 'reading', done: 0, total: 0 },
        waiting: { server: 'address-book', ...params, secondsLeft: 9 },
      },
      { phase: 'reading', done: 0, total: 0 },
    ]);
  });
});
