/**
 * Shared groups of a real ejabberd (mod_shared_roster). Members come with the full name of their vCard, and with nothing that
 * proves whose they are; a roster set would make real subscriptions, and the group would stand there twice.
 */
import { TLSSocket } from 'node:tls';
import { xml } from '@xmpp/client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Core, createCore } from '../../electron/core/core.ts';
import { headlessHost } from '../../electron/headless/host.ts';
import type { GroupsReport } from '../../shared/contract/groups-report.ts';
import { type EjabberdServer, startEjabberd } from '../servers/ejabberd.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { logIn, type SecondClient } from '../servers/second-client.ts';
import { card } from '../support/contact/cards.ts';
import {
  type CommandLine,
  johnsCommandLine,
  reconfigure,
} from '../support/headless/command-line.ts';

let ejabberd: EjabberdServer;
let radicale: RadicaleServer;
let line: CommandLine;
let core: Core;
let jane: SecondClient;

/** A contact of the address book whose JID the administrator has put into the group. */
const wantedAndShared = '+16135550000%+10345678901';
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** All that this process sends over TLS, before it is encrypted: the second clients' words, too. */
const sent = vi.spyOn(TLSSocket.prototype, 'write');

/** The roster sets that went out. */
function rosterSets(): string[] {
  return sent.mock.calls
    .map(([chunk]) => (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()))
    .flatMap((text) => text.match(/<iq[^>]* type="set"[^>]*>.*?<\/iq>/gs) ?? [])
    .filter((text) => text.includes('jabber:iq:roster'));
}

beforeAll(async () => {
  [ejabberd, radicale] = await Promise.all([startEjabberd(), startRadicale()]);
  await ejabberd.createSharedGroup('team', 'Team');
  for (const user of ['john', 'jane', 'mary', wantedAndShared]) {
    await ejabberd.addToSharedGroup(user, 'team');
  }
  await ejabberd.createSharedGroup('club', 'Club');
  for (const user of ['john', 'jane']) await ejabberd.addToSharedGroup(user, 'club');
  await ejabberd.createSharedGroup('everyone', 'Everyone');
  await ejabberd.addToSharedGroup('@all@', 'everyone');
  jane = await logIn(ejabberd, 'jane');
  await jane.set(vcard('Jane Q. Public'));
  await radicale.writeCards(
    new Map([
      ['desk.vcf', card('desk', 'Reception', '+16135550000')],
      ['mia.vcf', card('mia', 'Mia', '+16135550001')],
    ]),
  );
  line = johnsCommandLine(ejabberd, radicale);
  reconfigure(line, (profile) => {
    Object.assign(profile, { domain: 'localhost' });
    Object.assign(profile.xmpp, { presence: true });
  });
  core = createCore(
    headlessHost({ config: line.settingsFile, data: line.dataFolder, log: () => undefined }),
  );
});

afterAll(async () => {
  await core?.stop();
  sent.mockRestore();
  await jane?.close();
  await Promise.all([ejabberd?.stop(), radicale?.stop(), line?.remove()]);
});

function vcard(name: string) {
  const photo = xml('PHOTO', {}, xml('TYPE', {}, 'image/png'), xml('BINVAL', {}, picture));
  return xml('vCard', { xmlns: 'vcard-temp' }, xml('FN', {}, name), photo);
}

async function report(): Promise<GroupsReport> {
  await core.profile('john').groups.listWithNames();
  return await core.handlers.listGroups({ profile: 'john' });
}

async function member(group: string, jid: string) {
  const found = (await report()).groups.find(({ name }) => name === group);
  return found?.members.find((each) => each.jid === jid);
}

async function named(group: string) {
  const found = (await report()).groups.find(({ name }) => name === group);
  return Object.fromEntries(
    (found?.members ?? []).map(({ jid, name, nameFrom }) => [jid, [name, nameFrom]]),
  );
}

describe('the shared groups of ejabberd', () => {
  it('are perhaps shared, for want of any proof', async () => {
    const { groups } = await report();
    expect(
      groups.map(({ name, verdict, evidence }) => [
        name,
        verdict,
        evidence.map(({ kind }) => kind),
      ]),
    ).toEqual([
      ['Club', 'perhaps', ['both']],
      ['Everyone', 'perhaps', ['both']],
      ['Team', 'perhaps', ['both']],
    ]);
  });

  it('have members with the names that ejabberd takes from their vCards, else none', async () => {
    expect(await named('Team')).toEqual({
      'jane@localhost': ['Jane Q. Public', 'roster'],
      'mary@localhost': ['mary@localhost', 'jid'],
      [`${wantedAndShared}@localhost`]: [`${wantedAndShared}@localhost`, 'jid'],
    });
    // Through two groups, and through that of everyone.
    const janeAlone = { 'jane@localhost': ['Jane Q. Public', 'roster'] };
    expect(await named('Club')).toEqual(janeAlone);
    expect(await named('Everyone')).toEqual(janeAlone);
  });

  it('show the picture of a vCard, and who is there', async () => {
    await jane.show('At my desk');
    const shown = () => member('Team', 'jane@localhost');
    await expect
      .poll(async () => (await shown())?.presence, { timeout: 30_000 })
      .toEqual({ show: 'available', status: 'At my desk' });
    await expect
      .poll(async () => (await shown())?.avatar, { timeout: 30_000 })
      .toBe(`data:image/png;base64,${picture}`);
  });

  it('keep what is in them, and get no roster set', async () => {
    const sync = await core.handlers.syncNow({ profile: 'john' });
    expect(sync.applied).toEqual({ added: 3, updated: 0, removed: 0 });
    expect(sync.conflicts).toContainEqual({
      jid: `${wantedAndShared}@localhost`,
      reason: 'shared-group',
      name: '',
      others: ['[Home] Reception (cell)'],
    });
    expect(rosterSets()).toHaveLength(3);
    expect(rosterSets().join('\n')).not.toContain(`jid="${wantedAndShared}@`);
    const second = await logIn(ejabberd, 'john');
    const items = await second.roster();
    await second.close();
    const members = items.filter(({ groups }) => groups.includes('Team'));
    // A set would have doubled the group.
    expect(members.map(({ jid, groups, subscription }) => [jid, groups, subscription])).toEqual([
      [`${wantedAndShared}@localhost`, ['Team'], 'both'],
      ['jane@localhost', ['Club', 'Everyone', 'Team'], 'both'],
      ['mary@localhost', ['Team'], 'both'],
    ]);
    expect(items).toHaveLength(6);
    expect((await core.handlers.syncNow({ profile: 'john' })).applied.added).toBe(0);
    expect(rosterSets()).toHaveLength(3);
  });

  it('show the picture of who comes to them while Rolodial looks on', async () => {
    await ejabberd.addUser('noah', 'secret');
    const noah = await logIn(ejabberd, 'noah');
    await noah.set(vcard('Noah'));
    await noah.close();
    await ejabberd.addToSharedGroup('noah', 'team');
    await expect
      .poll(async () => (await member('Team', 'noah@localhost'))?.avatar, { timeout: 30_000 })
      .toBe(`data:image/png;base64,${picture}`);
    expect((await member('Team', 'noah@localhost'))?.name).toBe('Noah');
  });

  it('that have changed are shown by a refresh, which says what is new', async () => {
    await report();
    await ejabberd.addToSharedGroup('zoe', 'club');
    const { added, removed, renamed } = await core.handlers.refreshGroups({ profile: 'john' });
    const lines = added.map(({ group, jid, name }) => `${group}: ${name} ${jid}`);
    // Who has a new account is in the group of everyone, and ejabberd pushes that to nobody.
    expect(lines.sort()).toEqual([
      'Club: zoe@localhost zoe@localhost',
      'Everyone: Noah noah@localhost',
    ]);
    expect([...removed, ...renamed]).toEqual([]);
  });

  it('are the user’s own once the user says so', async () => {
    await core.handlers.markGroup({ profile: 'john', group: 'Team', mark: 'shared' });
    const team = (await report()).groups.find(({ name }) => name === 'Team');
    expect(team).toMatchObject({ verdict: 'shared', mark: 'shared' });
  });
});
