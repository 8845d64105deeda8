/** What happens to the roster when the address book server fails, and when Rolodial tries again. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Core, createCore } from '../../electron/core/core.ts';
import { headlessHost } from '../../electron/headless/host.ts';
import type { RolodialError } from '../../shared/errors.ts';
import { answerWith } from '../servers/dav-faults-kinds.ts';
import { bearerLogin } from '../servers/dav-faults-login.ts';
import { type ProsodyServer, startProsody } from '../servers/prosody.ts';
import { faults } from '../support/carddav/fault-cases.ts';
import { type FaultyReading, faultyReading } from '../support/carddav/faulty-reading.ts';
import {
  type CommandLine,
  johnsCommandLine,
  johnsProfile,
} from '../support/headless/command-line.ts';

let prosody: ProsodyServer;
let book: FaultyReading;
let line: CommandLine;
let core: Core;

beforeAll(async () => {
  prosody = await startProsody();
});
afterAll(() => prosody?.stop());

beforeEach(async () => {
  book = await faultyReading();
  line = johnsCommandLine(prosody, { url: book.server.bookUrl, username: 'john', password: 'x' });
  core = program();
});
afterEach(async () => {
  await core.stop();
  await Promise.all([book.close(), line.remove()]);
});

/** Rolodial over the settings as they are. */
function program(): Core {
  const { settingsFile: config, dataFolder: data } = line;
  return createCore(headlessHost({ config, data, log: () => undefined }));
}

function john() {
  const [profile] = core.state().profiles;
  if (!profile) throw new Error('there is no profile');
  return profile;
}

const sync = () => core.handlers.syncNow({ profile: 'john' });
const always = { method: 'REPORT', times: Number.POSITIVE_INFINITY };
const everything = { times: Number.POSITIVE_INFINITY };

/** How long until the next try that the user is told of, in ms. */
const untilNextTry = () => Date.parse(john().nextSyncAt ?? '') - Date.now();

describe('the roster', () => {
  it('keeps every item, whatever the address book server does', async () => {
    expect((await sync()).applied).toEqual({ added: 60, updated: 0, removed: 0 });
    const before = await prosody.storedRoster('john');
    book.change();
    // What an empty list lacks is looked for by other requests.
    const failing = faults.filter(({ until, name }) => !until && name !== 'an empty list');
    for (const { name, fault, code } of failing) {
      book.server.fault(fault, always);
      const failed = await sync().catch((error: RolodialError) => error.code);
      expect([name, failed]).toEqual([name, code]);
      expect(john().problem?.code).toBe(code);
      expect(await prosody.storedRoster('john')).toEqual(before);
      book.server.heal();
    }
    expect((await sync()).applied).toEqual({ added: 2, updated: 2, removed: 2 });
  });

  it('is filled from an address book behind a token that stands in a file', async () => {
    await core.stop();
    const { carddav, ...profile } = johnsProfile(prosody, {
      ...{ url: book.server.bookUrl, username: '', password: '' },
    });
    const token = { file: 'token.secret' };
    line.configure({
      profiles: [{ ...profile, domain: 'token.example.com', carddav: { url: carddav.url, token } }],
    });
    writeFileSync(path.join(line.folder, token.file), 'abc.def\n', { mode: 0o600 });
    book.login = bearerLogin('abc.def');
    core = program();
    expect((await sync()).applied).toEqual({ added: 60, updated: 0, removed: 0 });
    const sent = new Set(book.server.requests.map(({ authorization }) => authorization));
    expect(sent).toEqual(new Set(['Bearer abc.def']));
  });
});

describe('after a failure, the next try', () => {
  it.each([429, 503])('is when the server has asked for it (%i)', async (status) => {
    book.server.fault(answerWith(status, { 'retry-after': '7200' }), everything);
    core.start();
    await expect.poll(() => john().problem?.code).toBe('carddav-server-error');
    const retryAt = Date.parse(String(john().problem?.params['retryAt']));
    expect(john().problem?.message).toContain('asks to be left alone until');
    await expect.poll(() => john().nextSyncAt).not.toBeNull();
    const next = Date.parse(john().nextSyncAt ?? '');
    // Never before the server's time; and what stands there to the second is rounded down.
    expect(next).toBeGreaterThanOrEqual(retryAt - 1_000);
    expect(next - retryAt).toBeLessThan(60_000);
    expect(book.server.requests).toHaveLength(1);
  });

  it('is soon where the server says nothing, and the user is told when', async () => {
    book.server.fault(answerWith(500), everything);
    core.start();
    await expect.poll(() => john().problem?.code).toBe('carddav-server-error');
    await expect.poll(() => john().nextSyncAt).not.toBeNull();
    expect(untilNextTry()).toBeLessThan(3_600_000);
  });

  it.each([
    [401, 'carddav-authentication'],
    [403, 'carddav-forbidden'],
  ])('waits for the user after %i, also when the computer wakes up', async (status, code) => {
    book.server.fault(answerWith(status), everything);
    core.start();
    await expect.poll(() => john().problem?.code).toBe(code);
    await expect.poll(() => john().activity.kind).toBe('idle');
    core.resumed();
    expect(john().nextSyncAt).toBeNull();
    expect(book.server.requests).toHaveLength(1);
    // Until somebody asks.
    book.server.heal();
    await sync();
    expect(john().problem).toBeNull();
    expect(untilNextTry()).toBeGreaterThan(3_600_000);
  });
});
