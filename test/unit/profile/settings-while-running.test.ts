/** Settings that are changed while a profile is at work: what is wanted is done, and nothing is lost by it. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RolodialError } from '../../../shared/errors.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import { FakeCore } from '../../support/core/fake-core.ts';
import { Gate } from '../../support/core/fake-servers.ts';
import { contact } from '../../support/roster/samples.ts';

let fake: FakeCore;

const john = { profile: 'john' };
const anna = '+16135550101%+16135550100@sms.example.com';
const home = { number: '+16135550100' as const, alias: 'Home' };
const noGuard = { guard: { share: 1, count: 1_000 } };

beforeEach(() => {
  fake = new FakeCore({ dids: [home], ...noGuard });
  fake.servers.contacts = [contact('Anna', ['+16135550101', 'cell'])];
});
afterEach(async () => {
  await fake.close();
});

const handlers = () => fake.core.handlers;
const mark = (group: string) => handlers().markGroup({ ...john, group, mark: 'personal' });
const nameOf = (jid: string) => fake.servers.roster.items.get(jid)?.name;

describe('a pause stays as the user set it last', () => {
  it.each([
    true,
    false,
  ])('when a group is marked afterwards (started paused: %s)', async (paused) => {
    await fake.close();
    fake = new FakeCore({ dids: [home], paused });
    fake.core.start();
    await handlers().setPaused({ ...john, paused: !paused });
    await mark('Team');
    expect(fake.saved).toMatchObject({
      paused: !paused,
      sharedGroups: { marks: { Team: 'personal' } },
    });
    expect(fake.state.paused).toBe(!paused);
  });

  it('when a form that was opened before is saved afterwards', async () => {
    const form = fake.saved;
    await handlers().setPaused({ ...john, paused: true });
    await mark('Team');
    await handlers().saveProfile({ ...form, format: '%name' });
    expect(fake.saved).toMatchObject({
      format: '%name',
      paused: true,
      sharedGroups: { marks: { Team: 'personal' } },
    });
  });

  it('when several things are changed at once', async () => {
    await Promise.all([
      mark('Team'),
      handlers().setPaused({ ...john, paused: true }),
      mark('Friends'),
      handlers().setLanguage({ language: 'fr' }),
    ]);
    expect(fake.saved).toMatchObject({
      paused: true,
      sharedGroups: { marks: { Team: 'personal', Friends: 'personal' } },
    });
    expect(fake.core.state().settings.language).toBe('fr');
  });
});

describe('while a sync runs', () => {
  let push: Gate;
  let running: Promise<unknown>;

  beforeEach(async () => {
    push = new Gate();
    fake.servers.onSet = async () => {
      await push.pass();
      return undefined;
    };
    fake.core.start();
    running = handlers().syncNow(john);
    await push.reached;
  });
  afterEach(() => push.open());

  const changes: readonly (readonly [string, Partial<Profile>, string])[] = [
    ['the alias', { dids: [{ ...home, alias: 'House' }] }, '[House] Anna (cell)'],
    ['the format', { format: '%name' }, 'Anna'],
    ['the labels', { labels: { cell: 'mobile' } }, '[Home] Anna (mobile)'],
    ['the interval', { syncIntervalSeconds: 600 }, '[Home] Anna (cell)'],
  ];

  it.each(
    changes,
  )('another value of %s logs nobody out, and is what the roster gets', async (_, change, name) => {
    await fake.save(change);
    expect(fake.state.activity.kind).toBe('syncing');
    push.open();
    expect(await running).toMatchObject({ applied: { added: 1 } });
    await vi.waitFor(() => expect(nameOf(anna)).toBe(name));
    expect(fake.servers).toMatchObject({ logins: 1, logouts: 0 });
  });

  it('a filter that is set then takes the item off again', async () => {
    await fake.save({ onlyTypes: ['home'] });
    push.open();
    expect(await running).toMatchObject({ applied: { added: 1 } });
    await vi.waitFor(() => expect(fake.servers.roster.items.size).toBe(0));
    expect(fake.servers).toMatchObject({ logins: 1, logouts: 0 });
  });

  it('marking a group lets it end, and then syncs with the mark', async () => {
    await mark('Team');
    push.open();
    expect(await running).toMatchObject({ applied: { added: 1 } });
    await vi.waitFor(() => expect(fake.servers.reads).toBe(2));
    expect(fake.servers).toMatchObject({ logins: 1, logouts: 0 });
  });

  it('other settings of the account log in anew, and the sync goes on over the new session', async () => {
    const { xmpp } = fake.saved;
    await fake.save({ xmpp: { ...xmpp, presence: true } });
    await vi.waitFor(() => expect(fake.servers).toMatchObject({ logins: 2, logouts: 1 }));
    push.open();
    expect(await running).toMatchObject({ applied: { added: 1 }, failed: [] });
    expect(nameOf(anna)).toBe('[Home] Anna (cell)');
  });

  it('a wrong password is not tried once more by the sync that waits', async () => {
    fake.servers.onLogin = async () => {
      throw new RolodialError('xmpp-authentication', 'refused');
    };
    const xmpp = { ...fake.saved.xmpp, password: { value: 'wrong' } };
    const failed = expect(running).rejects.toMatchObject({ code: 'xmpp-authentication' });
    await handlers().saveProfile({ ...fake.saved, xmpp });
    await vi.waitFor(() => expect(fake.state.connection).toBe('offline'));
    push.open();
    await failed;
    const { logins } = fake.servers;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(fake.servers.logins).toBe(logins);
    expect(fake.state).toMatchObject({
      nextSyncAt: null,
      problem: { code: 'xmpp-authentication' },
      lastAttempt: { bySchedule: false },
    });
  });

  it('another account ends it, and gets a sync of its own', async () => {
    const ended = expect(running).rejects.toMatchObject({ code: 'cancelled' });
    const saved = fake.save({ xmpp: { ...fake.saved.xmpp, jid: 'jane@example.com' } });
    push.open();
    await Promise.all([ended, saved]);
    expect(fake.state.jid).toBe('jane@example.com');
    await vi.waitFor(() => expect(fake.state.lastSync).not.toBeNull());
  });
});

describe('the end of the program while a profile is exchanged', () => {
  it('waits for the old one, and leaves none of the new one open', async () => {
    const set = new Gate();
    fake.servers.onSet = async () => {
      await set.pass();
      return undefined;
    };
    const cancelled = expect(handlers().syncNow(john)).rejects.toMatchObject({ code: 'cancelled' });
    await set.reached;
    const saved = fake.save({ xmpp: { ...fake.saved.xmpp, jid: 'jane@example.com' } });
    await vi.waitFor(() => expect(fake.core.state().profiles).toEqual([]));
    let isStopped = false;
    const stopped = fake.core.stop().finally(() => {
      isStopped = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isStopped).toBe(false);
    set.open();
    await Promise.all([stopped, saved, cancelled]);
    await expect(handlers().syncNow(john)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

it('nothing is planned before a groups file that was just named has been read', async () => {
  await writeFile(
    path.join(fake.folder.path, 'sharedgroups.txt'),
    `[Team]\njohn@example.com=John\n${anna}=Anna\n`,
  );
  fake.servers.roster.set(anna, { name: 'Anna', groups: ['Team'] });
  await handlers().listGroups(john);
  await fake.save({ sharedGroups: { ...fake.saved.sharedGroups, file: 'sharedgroups.txt' } });
  expect(await handlers().syncNow(john)).toMatchObject({ applied: { added: 0, updated: 0 } });
  expect(nameOf(anna)).toBe('Anna');
});

describe('a new interval', () => {
  it('moves the next sync, and syncs nothing by itself', async () => {
    fake.core.start();
    await vi.waitFor(() => expect(fake.state.lastSync).not.toBeNull());
    await fake.save({ syncIntervalSeconds: 600 });
    const minutes = (Date.parse(fake.state.nextSyncAt ?? '') - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(9);
    expect(minutes).toBeLessThanOrEqual(10);
    expect(fake.servers.reads).toBe(1);
  });
});

describe('while it is paused', () => {
  it('other settings sync nothing, but what is asked for is done', async () => {
    await fake.close();
    fake = new FakeCore({ dids: [home], paused: true });
    fake.servers.contacts = [contact('Anna', ['+16135550101', 'cell'])];
    fake.core.start();
    await fake.save({ format: '%name' });
    expect(fake.servers).toMatchObject({ logins: 0, reads: 0 });
    expect(await handlers().syncNow(john)).toMatchObject({ applied: { added: 1 } });
    expect(fake.state).toMatchObject({ paused: true, nextSyncAt: null });
    expect(nameOf(anna)).toBe('Anna');
  });

  it('what was wrong with the settings before is not said of the new ones', async () => {
    fake.servers.onRead = async () => {
      throw new RolodialError('carddav-authentication', 'refused');
    };
    await handlers().setPaused({ ...john, paused: true });
    await expect(handlers().syncNow(john)).rejects.toMatchObject({
      code: 'carddav-authentication',
    });
    expect(fake.state.problem?.code).toBe('carddav-authentication');
    const carddav = { ...fake.saved.carddav, password: { value: 'new' } };
    await handlers().saveProfile({ ...fake.saved, carddav });
    expect(fake.state).toMatchObject({ problem: null, lastAttempt: { outcome: 'failed' } });
  });

  it('contacts that were read with the settings before are shown with the new ones', async () => {
    await handlers().setPaused({ ...john, paused: true });
    const read = new Gate();
    fake.servers.onRead = (signal) => read.pass(signal);
    const running = handlers().syncNow(john);
    await read.reached;
    await fake.save({ format: '%name' });
    read.open();
    await running;
    expect(await handlers().listContacts(john)).toMatchObject([
      { state: 'to-change', name: 'Anna', currentName: '[Home] Anna (cell)' },
    ]);
  });
});

describe('a roster that Rolodial keeps itself', () => {
  const served = (keepOthers: boolean) => ({ checkAtLogin: true, serve: true, keepOthers });

  beforeEach(async () => {
    await fake.save({ remoteRoster: served(false) });
    fake.core.start();
    await vi.waitFor(() => expect(fake.outcome).toBe('ok'));
  });

  it('gets the others at once when they are to be kept from now on', async () => {
    fake.servers.roster.set('jane@example.com', { name: 'Jane', groups: [] });
    await fake.save({ remoteRoster: served(true) });
    await vi.waitFor(() => expect(fake.servers.reads).toBe(2));
    const report = await handlers().servedReport(john);
    expect(report.others).toMatchObject([{ jid: 'jane@example.com' }]);
  });

  it('is written no more once the program has ended', async () => {
    await fake.save({ remoteRoster: { ...served(false), checkAtLogin: false } });
    await fake.core.profile('john').stop();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(fake.log).toEqual(['Started with 1 profile(s).']);
  });

  it('gets what is wanted although the password of the account is refused', async () => {
    fake.servers.onLogin = async () => {
      throw new RolodialError('xmpp-authentication', 'refused');
    };
    fake.servers.endSession(new RolodialError('xmpp-authentication', 'refused'));
    await vi.waitFor(() => expect(fake.state.problem?.code).toBe('xmpp-authentication'));
    await fake.save({ format: '%name' });
    await vi.waitFor(() => expect(fake.servers.reads).toBe(2));
  });
});

describe('a refused password', () => {
  it('is not tried again because a format was changed, but at once when it was entered anew', async () => {
    fake.servers.onLogin = async () => {
      throw new RolodialError('xmpp-authentication', 'refused');
    };
    fake.core.start();
    await vi.waitFor(() => expect(fake.state.problem?.code).toBe('xmpp-authentication'));
    const { logins } = fake.servers;
    await fake.save({ format: '%name' });
    expect(fake.state.nextSyncAt).toBeNull();
    expect(fake.servers.logins).toBe(logins);

    fake.servers.onLogin = async () => undefined;
    const xmpp = { ...fake.saved.xmpp, password: { value: 'new' } };
    await handlers().saveProfile({ ...fake.saved, xmpp });
    await vi.waitFor(() => expect(fake.outcome).toBe('ok'));
    expect(fake.state.problem).toBeNull();
  });
});
