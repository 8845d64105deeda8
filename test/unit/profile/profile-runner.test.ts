/** A profile at work on a made-up account: what may run beside what, and what ends it. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AddressBookReading } from '../../../electron/core/carddav/address-book.ts';
import { ProfileRunner } from '../../../electron/core/profile-runner.ts';
import { StanzaError } from '../../../electron/core/xmpp/requests.ts';
import { RosterMirror } from '../../../electron/core/xmpp/roster.ts';
import type { Session } from '../../../electron/core/xmpp/session.ts';
import { RolodialError } from '../../../shared/errors.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import { type TemporaryFolder, temporaryFolder } from '../../servers/temporary-folders.ts';
import { sampleProfile } from '../../support/core-double/sample-profile.ts';

const emptyBook: AddressBookReading = {
  ...{ contacts: [], skipped: [], cards: 0 },
  ...{ requests: 1, bytes: 1, followsChanges: true },
};

let folder: TemporaryFolder;
let runner: ProfileRunner;
let logins: number;
let changes: number;
let tellPresence: (() => void) | undefined;
/** Answers as a login does. */
let openSession: (signal: AbortSignal) => Promise<Session>;
let endSession: (reason: RolodialError) => void;
/** Answers as the address book does; the signal is the sync's. */
let readBook: (signal: AbortSignal) => Promise<AddressBookReading>;
let reads: number;

beforeEach(() => {
  folder = temporaryFolder('profile-runner');
  [logins, reads, changes] = [0, 0, 0];
  openSession = async () => session();
  readBook = async () => emptyBook;
});
afterEach(async () => {
  await runner.stop();
  await folder.remove();
});

function run(profile: Profile = sampleProfile): void {
  runner = new ProfileRunner(
    profile,
    {
      dataFolder: folder.path,
      settingsFolder: folder.path,
      login: async (_profile, signal, { onPresence }) => {
        tellPresence = onPresence;
        logins += 1;
        return await openSession(signal);
      },
      readBook: async (_profile, _cache, signal) => {
        reads += 1;
        return await readBook(signal);
      },
      cachedBook: async () => null,
      secret: async () => 'secret',
      log: () => undefined,
    },
    () => {
      changes += 1;
      // As the core does, which tells the window.
      void runner.state;
    },
  );
}

function session(): Session {
  const { promise: ended, resolve } = Promise.withResolvers<RolodialError>();
  endSession = resolve;
  return {
    roster: new RosterMirror(),
    ended,
    requestRoster: async () => undefined,
    setItem: async () => ({ ok: true }),
    removeItem: async () => ({ ok: true }),
    query: async () => {
      throw new StanzaError('service-unavailable', 'cancel', '');
    },
    // The server says goodbye later, or never.
    close: async () => undefined,
  };
}

/** Reads until it is told to stop. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(new RolodialError('cancelled', 'Cancelled.'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

describe('cancelling', () => {
  it('ends a sync, whatever was begun beside it', async () => {
    run({
      ...sampleProfile,
      remoteRoster: { ...sampleProfile.remoteRoster, refresh: { url: 'http://127.0.0.1:1/' } },
    });
    readBook = untilAborted;
    const sync = runner.sync('ask');
    sync.catch(() => undefined);
    await vi.waitFor(() => expect(reads).toBe(1));
    expect(await runner.remote.refresh([])).toMatchObject({ ok: false });
    runner.cancel();
    await expect(sync).rejects.toMatchObject({ code: 'cancelled' });
    expect(runner.state).toMatchObject({ activity: { kind: 'idle' }, problem: null });
  });

  it('is told as such, wherever the work stands', async () => {
    run();
    openSession = untilAborted;
    const preview = runner.preview();
    runner.cancel();
    await expect(preview).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('leaves alone what is asked beside it, and an interruption ends both at once', async () => {
    run();
    openSession = untilAborted;
    const questions = [
      () => runner.groups.list(),
      () => runner.groups.listWithNames(),
      () => runner.groups.refresh(),
      () => runner.remote.report(),
      () => runner.roster(),
    ];
    const answers = Promise.allSettled(questions.map((ask) => ask()));
    const sync = runner.sync('ask');
    runner.cancel();
    await expect(sync).rejects.toMatchObject({ code: 'cancelled' });
    expect(await Promise.race([answers, pause(20)])).toBeUndefined();
    runner.interrupt();
    const ended = await answers;
    expect(ended.map((each) => each.status === 'rejected' && each.reason.code)).toEqual(
      questions.map(() => 'cancelled'),
    );
  });

  it('is no reason not to sync again', async () => {
    run();
    runner.cancel();
    expect(await runner.sync('ask')).toMatchObject({ applied: { added: 0 } });
  });
});

describe('stopping', () => {
  it('tells nobody of what the server says last', async () => {
    run();
    await runner.groups.list();
    await runner.stop();
    const told = changes;
    expect(told).toBeGreaterThan(0);
    tellPresence?.();
    endSession(new RolodialError('xmpp-stream', 'closed by the server'));
    await pause(700);
    expect(changes).toBe(told);
  });

  it.each([
    ['to read', 1],
    ['to log in', 0],
  ] as const)('begins nothing that waited for who is about %s', async (_, readsOfTheFirst) => {
    if (readsOfTheFirst === 0) openSession = untilAborted;
    readBook = untilAborted;
    run();
    const preview = runner.preview();
    await vi.waitFor(() => expect([logins, reads]).toEqual([1, readsOfTheFirst]));
    const waiting = [runner.sync('ask'), runner.undo('ask')];
    const ended = Promise.allSettled([preview, ...waiting]);
    await runner.stop();
    expect((await ended).map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
    expect([logins, reads]).toEqual([1, readsOfTheFirst]);
  });
});

describe('a profile that has stopped', () => {
  it('begins nothing, whoever asks', async () => {
    run();
    await runner.stop();
    const asked = [runner.sync('ask'), runner.preview(), runner.groups.list(), runner.roster()];
    const codes = (await Promise.allSettled(asked)).map(
      (each) => each.status === 'rejected' && each.reason.code,
    );
    expect(codes).toEqual(asked.map(() => 'cancelled'));
    expect([logins, reads]).toEqual([0, 0]);
  });
});

describe('a stream that ends', () => {
  beforeEach(async () => {
    run();
    runner.start();
    await vi.waitFor(() => expect(runner.state.lastSync).not.toBeNull());
    expect(runner.state.nextSyncAt).not.toBeNull();
  });

  it('stops the schedule where only the user can help, also when the machine wakes up', async () => {
    endSession(new RolodialError('xmpp-conflict', 'another login took the place of this one'));
    await vi.waitFor(() => expect(runner.state.problem?.code).toBe('xmpp-conflict'));
    expect(runner.state.nextSyncAt).toBeNull();
    runner.resumed();
    expect(runner.state.nextSyncAt).toBeNull();
    expect(logins).toBe(1);
  });

  it('leaves the schedule as it is where it may pass', async () => {
    const { nextSyncAt } = runner.state;
    endSession(new RolodialError('xmpp-unreachable', 'the network is gone'));
    await vi.waitFor(() => expect(runner.state.problem?.code).toBe('xmpp-unreachable'));
    expect(runner.state.nextSyncAt).toBe(nextSyncAt);
  });
});
