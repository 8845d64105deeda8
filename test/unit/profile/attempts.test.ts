/** Every attempt leaves a trace, with its time and how it ended, also over a restart. */
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { profileStatus } from '../../../shared/contract/status.ts';
import { RolodialError } from '../../../shared/errors.ts';
import { FakeCore } from '../../support/core/fake-core.ts';
import { Gate } from '../../support/core/fake-servers.ts';
import { contact } from '../../support/roster/samples.ts';

let fake: FakeCore;
const john = { profile: 'john' };

beforeEach(() => {
  fake = new FakeCore({ dids: [{ number: '+16135550100', alias: 'Home' }] });
  fake.servers.contacts = [contact('Anna', ['+16135550101', 'cell'])];
});
afterEach(async () => {
  await fake.close();
});

const sync = () => fake.core.handlers.syncNow(john);
const away = new RolodialError('carddav-unreachable', 'The address book cannot be reached.');

function bookIsAway(): void {
  fake.servers.onRead = async () => {
    throw away;
  };
}

it('says what was done, and that nothing was to be done', async () => {
  expect(fake.state.lastAttempt).toBeNull();
  await sync();
  expect(fake.state.lastAttempt).toMatchObject({ what: 'sync', outcome: 'ok', bySchedule: false });
  await sync();
  expect(fake.outcome).toBe('nothing');
});

it('says that items failed', async () => {
  fake.servers.onSet = async () => ({
    ...{ ok: false, condition: 'not-allowed', type: 'cancel', text: '' },
  });
  expect((await sync()).failed).toHaveLength(1);
  expect(fake.outcome).toBe('partly');
});

describe('a sync that fails', () => {
  it('is the last attempt, beside the last sync, with its reason and its time', async () => {
    await sync();
    const { lastSync } = fake.state;
    bookIsAway();
    await expect(sync()).rejects.toMatchObject({ code: 'carddav-unreachable' });
    expect(fake.state).toMatchObject({
      lastSync,
      lastAttempt: { outcome: 'failed', problem: { code: 'carddav-unreachable' } },
      problem: { code: 'carddav-unreachable' },
    });
    expect(Date.parse(fake.state.lastAttempt?.endedAt ?? '')).toBeGreaterThan(
      Date.parse(lastSync?.startedAt ?? ''),
    );
    expect(profileStatus({ ...fake.state, connection: 'online' })).toBe('retrying');
  });

  it('is known after a restart, as the past that it is', async () => {
    bookIsAway();
    await expect(sync()).rejects.toThrow();
    await fake.restart();
    expect(fake.outcome).toBe('failed');
    // Whether it is still away, nobody has tried.
    expect(fake.state.problem).toBeNull();
    expect(profileStatus({ ...fake.state, connection: 'online' })).toBe('retrying');
  });

  it('is followed by another at the time that the state says', async () => {
    fake.core.start();
    await vi.waitFor(() => expect(fake.outcome).toBe('ok'));
    bookIsAway();
    await expect(sync()).rejects.toThrow();
    const seconds = (Date.parse(fake.state.nextSyncAt ?? '') - Date.now()) / 1_000;
    expect(seconds).toBeGreaterThan(28);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(fake.state.lastAttempt?.bySchedule).toBe(false);
  });
});

it('says that it was cancelled, which is no problem, but not up to date either', async () => {
  const read = new Gate();
  fake.servers.onRead = (signal) => read.pass(signal);
  const running = sync();
  await read.reached;
  await fake.core.handlers.cancelSync(john);
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  expect(fake.state).toMatchObject({ problem: null, lastAttempt: { outcome: 'cancelled' } });
  expect(profileStatus(fake.state)).not.toBe('current');
});

it('says that the program ended in the middle of it', async () => {
  const { attempts } = await openedAttempts();
  attempts.begin('sync', true);
  await fake.restart();
  expect(fake.state.lastAttempt).toMatchObject({
    outcome: 'interrupted',
    bySchedule: true,
    endedAt: null,
  });
});

it('takes nothing for interrupted while another process is at it', async () => {
  const { lockProfile } = await import('../../../electron/core/store/lock.ts');
  const { attempts } = await openedAttempts();
  attempts.begin('sync', true);
  const unlock = lockProfile(fake.folder.path, 'john');
  await fake.restart();
  unlock();
  expect(fake.state.lastAttempt).toBeNull();
});

it('records an undo as well', async () => {
  await sync();
  await fake.core.handlers.undoLastSync(john);
  expect(fake.state.lastAttempt).toMatchObject({ what: 'undo', outcome: 'ok' });
});

it.each(['INSERT', 'UPDATE'])('goes on where an %s of the record fails', async (statement) => {
  fake.core.start();
  await vi.waitFor(() => expect(fake.outcome).toBe('ok'));
  const database = new DatabaseSync(path.join(fake.folder.path, 'profiles', 'john.sqlite'));
  database.exec(`CREATE TRIGGER full BEFORE ${statement} ON attempt
    BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END`);
  database.close();
  bookIsAway();
  await expect(sync()).rejects.toMatchObject({ code: 'carddav-unreachable' });
  expect(fake.state).toMatchObject({
    activity: { kind: 'idle' },
    lastAttempt: { outcome: 'failed', problem: { code: 'carddav-unreachable' } },
  });
  expect(Date.parse(fake.state.nextSyncAt ?? '') - Date.now()).toBeLessThanOrEqual(60_000);
});

async function openedAttempts() {
  const { openRecords } = await import('../../../electron/core/store/records.ts');
  const records = openRecords(fake.folder.path, fake.saved);
  // The process that has these open is killed.
  return { attempts: records.attempts };
}
