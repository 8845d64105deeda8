/** A profile at work on made-up servers: what may run beside what, what ends it, and what other settings do. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RunningProfile } from '../../../electron/core/profile/profile.ts';
import { RolodialError } from '../../../shared/errors.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import { type TemporaryFolder, temporaryFolder } from '../../servers/temporary-folders.ts';
import { FakeServers, Gate } from '../../support/core/fake-servers.ts';
import { sampleProfile } from '../../support/core-double/sample-profile.ts';

let folder: TemporaryFolder;
let runner: RunningProfile;
let servers: FakeServers;
let changes: number;

beforeEach(() => {
  folder = temporaryFolder('running-profile');
  servers = new FakeServers();
  changes = 0;
});
afterEach(async () => {
  await runner.stop();
  await folder.remove();
});

function run(profile: Profile = sampleProfile): void {
  const host = {
    dataFolder: folder.path,
    settingsFolder: folder.path,
    servers,
    secret: async () => 'secret',
    log: () => undefined,
  };
  runner = new RunningProfile(profile, host, {
    onState: () => {
      changes += 1;
    },
    onProgress: () => undefined,
    onSynced: () => undefined,
  });
}

/** Waits until it is told to stop. */
function untilAborted(signal: AbortSignal): Promise<void> {
  return new Gate().pass(signal);
}

describe('cancelling', () => {
  it('ends a sync, whatever was begun beside it', async () => {
    run({
      ...sampleProfile,
      remoteRoster: { ...sampleProfile.remoteRoster, refresh: { url: 'http://127.0.0.1:1/' } },
    });
    servers.onRead = untilAborted;
    const sync = runner.syncs.sync();
    sync.catch(() => undefined);
    await vi.waitFor(() => expect(servers.reads).toBe(1));
    expect(await runner.remote.refresh([])).toMatchObject({ ok: false });
    runner.cancel();
    await expect(sync).rejects.toMatchObject({ code: 'cancelled' });
    expect(runner.state).toMatchObject({ activity: { kind: 'idle' }, problem: null });
  });

  it('is told as such, wherever the work stands', async () => {
    run();
    servers.onLogin = untilAborted;
    const preview = runner.syncs.preview();
    runner.cancel();
    await expect(preview).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('leaves alone what is asked beside it, and an interruption ends both at once', async () => {
    run();
    servers.onLogin = untilAborted;
    const questions = [
      () => runner.groups.list(),
      () => runner.groups.listWithNames(),
      () => runner.groups.refresh(),
      () => runner.remote.report(),
      () => runner.roster(),
    ];
    const answers = Promise.allSettled(questions.map((ask) => ask()));
    const sync = runner.syncs.sync();
    runner.cancel();
    await expect(sync).rejects.toMatchObject({ code: 'cancelled' });
    expect(await Promise.race([answers, pause(20)])).toBeUndefined();
    runner.interrupt();
    const ended = await answers;
    expect(ended.map((each) => each.status === 'rejected' && each.reason.code)).toEqual(
      questions.map(() => 'cancelled'),
    );
  });

  it.each([
    ['takes items for ours', () => runner.syncs.adopt(['jane@example.com'])],
    ['checks who keeps the roster', () => runner.remote.check()],
  ] as const)('by an interruption also ends what %s, without waiting for the login', async (_, ask) => {
    run();
    servers.onLogin = untilAborted;
    const answer = ask().then(
      () => 'done',
      (error) => error.code,
    );
    runner.interrupt();
    expect(await Promise.race([answer, pause(200)])).toBe('cancelled');
  });

  it('is no reason not to sync again', async () => {
    run();
    runner.cancel();
    expect(await runner.syncs.sync()).toMatchObject({ applied: { added: 0 } });
  });
});

describe('stopping', () => {
  it('tells nobody of what the server says last', async () => {
    run();
    await runner.groups.list();
    await runner.stop();
    const told = changes;
    expect(told).toBeGreaterThan(0);
    servers.listeners.onPresence?.();
    servers.endSession(new RolodialError('xmpp-stream', 'closed by the server'));
    await pause(700);
    expect(changes).toBe(told);
  });

  it.each([
    ['to read', 1],
    ['to log in', 0],
  ] as const)('begins nothing that waited for who is about %s', async (_, readsOfTheFirst) => {
    if (readsOfTheFirst === 0) servers.onLogin = untilAborted;
    servers.onRead = untilAborted;
    run();
    const preview = runner.syncs.preview();
    await vi.waitFor(() => expect([servers.logins, servers.reads]).toEqual([1, readsOfTheFirst]));
    const waiting = [runner.syncs.sync(), runner.syncs.undo('ask')];
    const ended = Promise.allSettled([preview, ...waiting]);
    await runner.stop();
    expect((await ended).map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
    expect([servers.logins, servers.reads]).toEqual([1, readsOfTheFirst]);
  });
});

describe('a profile that has stopped', () => {
  it('takes no other settings, and cannot be resumed', async () => {
    run();
    await runner.stop();
    const remoteRoster = { ...sampleProfile.remoteRoster, checkAtLogin: false };
    runner.apply({ ...sampleProfile, format: '%name', paused: true, remoteRoster });
    runner.release();
    servers.endSession(new RolodialError('xmpp-stream', 'closed by the server'));
    expect([servers.logins, servers.reads]).toEqual([0, 0]);
  });

  it('begins nothing, whoever asks', async () => {
    run();
    await runner.stop();
    const asked = [
      runner.syncs.sync(),
      runner.syncs.preview(),
      runner.groups.list(),
      runner.roster(),
    ];
    const codes = (await Promise.allSettled(asked)).map(
      (each) => each.status === 'rejected' && each.reason.code,
    );
    expect(codes).toEqual(asked.map(() => 'cancelled'));
    expect([servers.logins, servers.reads]).toEqual([0, 0]);
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
    servers.endSession(
      new RolodialError('xmpp-conflict', 'another login took the place of this one'),
    );
    await vi.waitFor(() => expect(runner.state.problem?.code).toBe('xmpp-conflict'));
    expect(runner.state.nextSyncAt).toBeNull();
    runner.resumed();
    expect(runner.state.nextSyncAt).toBeNull();
    expect(servers.logins).toBe(1);
  });

  it('leaves the schedule as it is where it may pass', async () => {
    const { nextSyncAt } = runner.state;
    servers.endSession(new RolodialError('xmpp-unreachable', 'the network is gone'));
    await vi.waitFor(() => expect(runner.state.problem?.code).toBe('xmpp-unreachable'));
    expect(runner.state.nextSyncAt).toBe(nextSyncAt);
  });
});
