/** The core as both hosts drive it: its state as servers and settings change. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Core, createCore } from '../../electron/core/core.ts';
import { headlessHost } from '../../electron/headless/host.ts';
import type { ProfileState } from '../../shared/contract/state.ts';
import { type ProsodyServer, startProsody } from '../servers/prosody.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { logIn, type SecondClient } from '../servers/second-client.ts';
import { card, people } from '../support/contact/cards.ts';
import {
  type CommandLine,
  johnsCommandLine,
  johnsProfile,
} from '../support/headless/command-line.ts';

let prosody: ProsodyServer;
let radicale: RadicaleServer;
let line: CommandLine;
let core: Core;
let second: SecondClient;

const first = '+16135550000%+10345678901@sms.example.com';

beforeAll(async () => {
  [prosody, radicale] = await Promise.all([startProsody(), startRadicale()]);
  await radicale.writeCards(people(5));
  line = johnsCommandLine(prosody, radicale);
  core = createCore(
    headlessHost({ config: line.settingsFile, data: line.dataFolder, log: () => undefined }),
  );
  second = await logIn(prosody, 'john');
  await second.roster();
});

afterAll(async () => {
  await core?.stop();
  await second?.close();
  await Promise.all([prosody?.stop(), radicale?.stop(), line?.remove()]);
});

function john(): ProfileState {
  const [profile] = core.state().profiles;
  if (!profile) throw new Error('there is no profile');
  return profile;
}

const rowOf = async (jid: string) =>
  (await core.handlers.listContacts({ profile: 'john' })).find((row) => row.jid === jid);

describe('the core', () => {
  it('syncs by itself after it was started, and says when it will again', async () => {
    const phases = new Set<string>();
    core.subscribe((event) => {
      const activity = event.event === 'profile' ? event.changed.activity : undefined;
      if (activity?.kind === 'syncing') phases.add(activity.phase);
    });
    expect(john()).toMatchObject({ connection: 'offline', lastSync: null });
    core.start();
    await expect.poll(() => john().lastSync?.applied.added).toBe(10);
    expect([...phases]).toEqual(['connecting', 'reading', 'planning', 'pushing']);
    expect(john()).toMatchObject({
      connection: 'online',
      activity: { kind: 'idle' },
      problem: null,
    });
    const next = Date.parse(john().nextSyncAt ?? '') - Date.now();
    expect(next).toBeGreaterThan(86_300_000);
    expect(next).toBeLessThanOrEqual(86_400_000);
    expect(await rowOf(first)).toMatchObject({ state: 'in-sync', name: '[Home] Person 0 (cell)' });
  });

  it('sees at once what another client changes, and shows it', async () => {
    const { contactsRevision } = john();
    await second.setItem({ jid: first, name: 'Renamed elsewhere', groups: ['Home'] });
    await expect.poll(async () => (await rowOf(first))?.state).toBe('to-change');
    expect(await rowOf(first)).toMatchObject({ currentName: 'Renamed elsewhere' });
    expect(john().contactsRevision).toBeGreaterThan(contactsRevision);

    await second.removeItem(first);
    await expect.poll(async () => (await rowOf(first))?.state).toBe('to-add');
  });

  it('syncs again when the computer wakes up', async () => {
    core.resumed();
    await expect.poll(async () => (await rowOf(first))?.state).toBe('in-sync');
    expect((await prosody.storedRoster('john')).map((item) => item.jid)).toContain(first);
  });

  it('previews without changing anything', async () => {
    await radicale.putCard('zoe.vcf', card('zoe', 'Zoé', '613-555-0199'));
    const preview = await core.handlers.previewSync({ profile: 'john' });
    expect(preview.plan).toEqual({ add: 2, update: 0, remove: 0, keep: 10 });
    expect(await prosody.storedRoster('john')).toHaveLength(10);
    expect(john().activity).toEqual({ kind: 'idle' });
  });

  it('does nothing by itself while it is paused, and goes on afterwards', async () => {
    await core.handlers.setPaused({ profile: 'john', paused: true });
    expect(john()).toMatchObject({ paused: true, nextSyncAt: null });
    core.resumed();
    expect(await prosody.storedRoster('john')).toHaveLength(10);
    await core.handlers.setPaused({ profile: 'john', paused: false });
    await expect.poll(async () => (await prosody.storedRoster('john')).length).toBe(12);
    // Whoever asks for a sync before this one has ended joins it, although it has read the book already.
    await expect.poll(() => john().activity).toEqual({ kind: 'idle' });
  });

  it('asks before it removes most, remembers what it showed, and does as it is told', async () => {
    for (const [name] of people(5)) await radicale.deleteCard(name);
    await radicale.deleteCard('zoe.vcf');
    const stopped = await core.handlers.syncNow({ profile: 'john' });
    expect(stopped.guard).toMatchObject({ reason: 'empty-read', removals: 12 });
    expect(john()).toMatchObject({ activity: { kind: 'asking' }, nextSyncAt: null });

    await core.handlers.answerGuard({ profile: 'john', answer: 'keep' });
    expect(await prosody.storedRoster('john')).toHaveLength(12);
    expect(john().activity).toEqual({ kind: 'idle' });

    await core.handlers.syncNow({ profile: 'john' });
    await core.handlers.answerGuard({ profile: 'john', answer: 'apply' });
    expect(await prosody.storedRoster('john')).toHaveLength(0);
  });

  it('comes back by itself when the server was away', async () => {
    await prosody.restart();
    await expect.poll(() => john().connection, { timeout: 20_000 }).toBe('online');
    expect(john().problem).toBeNull();
  });
});

describe('a password that is entered anew', () => {
  it('is used at once, although it is kept where the old one was', async () => {
    const enter = async (value: string) => {
      const [saved] = core.state().settings.profiles;
      if (!saved) throw new Error('there is no profile');
      await core.handlers.saveProfile({ ...saved, xmpp: { ...saved.xmpp, password: { value } } });
    };
    await enter('wrong');
    await expect.poll(() => john().problem?.code).toBe('xmpp-authentication');
    const { xmpp } = core.state().settings.profiles[0] ?? {};
    await enter(prosody.users['john'] ?? '');
    expect(core.state().settings.profiles[0]?.xmpp).toEqual(xmpp);
    await expect.poll(() => john().connection).toBe('online');
    await expect.poll(() => john().problem).toBeNull();
  });
});

describe('several profiles', () => {
  it('are synced one after the other, and one that fails does not stop the next', async () => {
    const several = johnsCommandLine(prosody, radicale);
    const profile = johnsProfile(prosody, radicale);
    const broken = {
      ...profile,
      id: 'broken',
      carddav: { ...profile.carddav, url: 'http://127.0.0.1:9/' },
    };
    const other = { ...profile, id: 'other', domain: 'other.example.com' };
    several.configure({ profiles: [broken, profile, other] });
    await radicale.putCard('zoe.vcf', card('zoe', 'Zoé', '613-555-0199'));
    const outcome = await several.run('sync', '--json');
    const reports = outcome.stdout
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(reports.map((report) => report.profile)).toEqual(['broken', 'john', 'other']);
    expect(reports[0].error.code).toBe('carddav-unreachable');
    expect(reports[1].applied.added).toBe(2);
    expect(reports[2].applied.added).toBe(2);
    expect(outcome.code).toBe(1);
    expect(await prosody.storedRoster('john')).toHaveLength(4);
    await several.remove();
  });

  it('of which one alone is meant leaves the others alone', async () => {
    const several = johnsCommandLine(prosody, radicale);
    const profile = johnsProfile(prosody, radicale);
    several.configure({
      profiles: [profile, { ...profile, id: 'other', domain: 'third.example.com' }],
    });
    const outcome = await several.run('sync', '--json', '--profile', 'other');
    expect(JSON.parse(outcome.stdout).profile).toBe('other');
    expect(outcome.code).toBe(0);
    await several.remove();
  });
});

describe('a folder that cannot be used', () => {
  it('is named, with what to do', async () => {
    const unusable = path.join(line.settingsFile, 'below-a-file');
    const outcome = await line.run('sync', '--data', unusable);
    expect(outcome.stderr).toContain(unusable);
    expect(outcome.stderr).toContain('--data');
    expect(outcome.code).toBe(2);
  });
});
