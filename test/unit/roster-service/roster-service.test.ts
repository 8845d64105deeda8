/** When the service listens, what it says of itself, and what it does where it cannot listen. */
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findServedAccount } from '../../../electron/core/roster-service/find-account.ts';
import { RosterService } from '../../../electron/core/roster-service/roster-service.ts';
import type { ServedProfile } from '../../../electron/core/roster-service/served-profile.ts';
import { RolodialError } from '../../../shared/errors.ts';
import { readSettings, type ServiceSettings } from '../../../shared/settings/schema.ts';
import { freeLoopbackPorts } from '../../servers/ports.ts';

let service: RosterService;
let changes: number;
let log: string[];
/** Users who were asked for with the right secret. */
let asked: string[];
/** What the vault holds. */
let stored: string;
let port: number;
/** Keeps the port for itself. */
let other: Server | undefined;

beforeEach(async () => {
  asked = [];
  stored = 'the-first-secret';
  changes = 0;
  log = [];
  other = undefined;
  [port = 0] = await freeLoopbackPorts(1);
  service = new RosterService(
    {
      settingsFolder: '/nowhere',
      async find(user) {
        asked.push(user);
        return undefined;
      },
      async secret(source) {
        if ('env' in source) return source.env;
        if ('stored' in source) return stored;
        throw new RolodialError('secret-unavailable', 'service.secret: there is none.', {});
      },
      log: (line) => log.push(line),
    },
    () => {
      changes += 1;
    },
  );
});
afterEach(async () => {
  vi.useRealTimers();
  await service.stop();
  other?.close();
});

const settings = (changed: Partial<ServiceSettings> = {}): ServiceSettings => ({
  ...{ enabled: true, address: '127.0.0.1', port },
  ...changed,
});

const status = async () =>
  await fetch(`http://127.0.0.1:${port}/contacts/john`).then(
    (answer) => answer.status,
    () => null,
  );

describe('the service', () => {
  it('is off unless the settings say otherwise', async () => {
    await service.apply(settings({ enabled: false }));
    expect(service.state).toEqual({ status: 'off', url: null, problem: null, requests: [] });
    expect(await status()).toBeNull();
  });

  it('listens from when the settings say so, at once where they say now, and no more afterwards', async () => {
    await service.apply(settings());
    expect(service.state).toMatchObject({
      status: 'listening',
      url: `http://127.0.0.1:${port}/contacts/%s`,
    });
    expect(await status()).toBe(404);
    const before = port;
    [port = 0] = await freeLoopbackPorts(1);
    await service.apply(settings());
    expect(await status()).toBe(404);
    port = before;
    expect(await status()).toBeNull();
    await service.apply(settings({ enabled: false }));
    expect(service.state.status).toBe('off');
  });

  it('does nothing where the same settings come again', async () => {
    await service.apply(settings());
    const before = changes;
    await service.apply(settings());
    expect(changes).toBe(before);
  });

  it('remembers the last 50 requests, newest first', async () => {
    await service.apply(settings());
    for (let asked = 0; asked < 52; asked += 1) await status();
    const { requests } = service.state;
    expect(requests).toHaveLength(50);
    expect(requests.map(({ account }) => account)).toEqual(Array(50).fill(null));
    const times = requests.map(({ at }) => at);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('says who else may be at its port, and comes by itself once it is free', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
    other = taken;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await service.apply(settings());
    expect(service.state).toMatchObject({
      status: 'failed',
      problem: {
        code: 'service-failed',
        params: { detail: 'another program listens there, perhaps another Rolodial' },
      },
    });
    await new Promise((resolve) => taken.close(resolve));
    vi.runOnlyPendingTimers();
    vi.useRealTimers();
    await expect
      .poll(() => service.state.status, { timeout: 20_000, interval: 20 })
      .toBe('listening');
    expect(service.state.problem).toBeNull();
  });

  it('says that an address is none of this computer', async () => {
    await service.apply(
      settings({ address: '192.0.2.1', secret: { env: 'long-enough-a-secret' } }),
    );
    expect(service.state.problem?.params['detail']).toBe('this is no address of this computer');
  });
});

describe('its secret', () => {
  const secret = { env: 'long/enough a secret' };

  it('is in the address for the user alone, and in no state or log', async () => {
    await service.apply(settings({ secret }));
    expect(service.state.url).toBe(`http://127.0.0.1:${port}/SECRET/contacts/%s`);
    expect(await service.url()).toBe(
      `http://127.0.0.1:${port}/long%2Fenough%20a%20secret/contacts/%s`,
    );
    expect(JSON.stringify([service.state, log])).not.toContain('enough');
  });

  it('that is replaced is asked for at once, although it is kept in the same place', async () => {
    const kept = settings({ secret: { stored: 'service' } });
    const ask = (shown: string, user: string) =>
      fetch(`http://127.0.0.1:${port}/${shown}/contacts/${user}`);
    await service.apply(kept);
    await ask('the-first-secret', 'before');
    stored = 'the-second-secret';
    await service.apply(kept, true);
    await ask('the-first-secret', 'after-by-old');
    await ask('the-second-secret', 'after-by-new');
    expect(asked).toEqual(['before', 'after-by-new']);
  });

  it.each([
    ['is too short', { env: 'short' }, 'settings-invalid'],
    ['cannot be read', { file: 'none' }, 'secret-unavailable'],
  ])('that %s keeps it from listening at all', async (_, unusable, code) => {
    await service.apply(settings({ secret: unusable }));
    expect(service.state).toMatchObject({ status: 'failed', problem: { code } });
    expect(await status()).toBeNull();
  });

  it('is asked for by the settings where other computers can reach the address', () => {
    const read = (address: string, more: object = {}) =>
      readSettings({ service: { enabled: true, address, ...more } });
    for (const address of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) {
      expect(read(address).ok).toBe(true);
    }
    for (const address of ['0.0.0.0', '::', '192.168.1.5', 'roster.example.com']) {
      expect(read(address)).toEqual({
        ok: false,
        issues: [
          {
            field: 'service.secret',
            message: 'other computers can reach this address: a secret is needed',
          },
        ],
      });
      expect(read(address, { secret: { env: 'X' } }).ok).toBe(true);
    }
  });
});

describe('the account that a request means', () => {
  const profile = (account: string, isServing = true) => ({ account, isServing }) as ServedProfile;
  const john = profile('john@example.com');
  const otherJohn = profile('john@example.net');
  const jane = profile('jane@example.com', false);

  it('is found by user name or bare JID, in any case', () => {
    for (const user of ['john', 'JOHN', 'john@example.com', 'John@Example.Com']) {
      expect(findServedAccount([john, jane], user)).toBe(john);
    }
    const jurgen = profile('jürgen@strasse.example');
    for (const user of ['ju\u0308rgen', 'JÜRGEN', 'jürgen@straße.example']) {
      expect(findServedAccount([john, jurgen], user)).toBe(jurgen);
    }
  });

  it('is none where it is not served, not known, or not the only one of that name', () => {
    expect(findServedAccount([john, jane], 'jane')).toBeUndefined();
    expect(findServedAccount([john, jane], 'example.com')).toBeUndefined();
    expect(findServedAccount([john, jane], '')).toBeUndefined();
    expect(findServedAccount([john, otherJohn], 'john')).toBeUndefined();
    expect(findServedAccount([john, otherJohn], 'john@example.net')).toBe(otherJohn);
  });
});
