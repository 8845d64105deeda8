/**
 * Shared groups of a real Prosody with mod_groups: who is in them, under which name, what a refresh shows,
 * and that nothing is ever sent for their members. What is sent, Prosody itself writes down.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { xml } from '@xmpp/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Core, createCore } from '../../electron/core/core.ts';
import { headlessHost } from '../../electron/headless/host.ts';
import type { GroupsReport } from '../../shared/contract/groups-report.ts';
import { type ProsodyServer, startProsody } from '../servers/prosody.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { logIn, type SecondClient } from '../servers/second-client.ts';
import { card } from '../support/contact/cards.ts';
import {
  type CommandLine,
  johnsCommandLine,
  reconfigure,
} from '../support/headless/command-line.ts';

/** A gateway contact of the address book that the administrator has put into a group, too. */
const wantedAndShared = '+16135550000%+10345678901@sms.example.com';
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const groupsFile = `[Team]
john@example.com
jane@example.com
mary@example.com
nick@example.com
bob@example.com=Bob the Builder
${wantedAndShared}=Front desk

[Club]
john@example.com=John
jane@example.com

[+Everyone]
support@example.com=Support
`;

const users = { john: 'secret', jane: 'secret', mary: 'secret', nick: 'secret', bob: 'secret' };

let prosody: ProsodyServer;
let radicale: RadicaleServer;
let line: CommandLine;
let core: Core;
const clients: SecondClient[] = [];

beforeAll(async () => {
  [prosody, radicale] = await Promise.all([
    startProsody({
      users,
      groups: groupsFile,
      modules: ['stanza_debug'],
      configuration: 'log = { debug = "*console" }',
    }),
    startRadicale(),
  ]);
  await radicale.writeCards(
    new Map([
      ['desk.vcf', card('desk', 'Reception', '+16135550000')],
      ['mia.vcf', card('mia', 'Mia', '+16135550001')],
    ]),
  );
  const logInAs = async (user: string) => {
    const made = await logIn(prosody, user);
    clients.push(made);
    return made;
  };
  const jane = await logInAs('jane');
  await jane.set(
    xml(
      'vCard',
      { xmlns: 'vcard-temp' },
      xml('FN', {}, 'Jane Q. Public'),
      xml('NICKNAME', {}, 'Janey'),
      xml('PHOTO', {}, xml('TYPE', {}, 'image/png'), xml('BINVAL', {}, picture)),
    ),
  );
  const nick = await logInAs('nick');
  await nick.set(
    xml(
      'pubsub',
      { xmlns: 'http://jabber.org/protocol/pubsub' },
      xml(
        'publish',
        { node: 'http://jabber.org/protocol/nick' },
        xml(
          'item',
          { id: 'current' },
          xml('nick', { xmlns: 'http://jabber.org/protocol/nick' }, 'Nicky'),
        ),
      ),
    ),
  );
  line = johnsCommandLine(prosody, radicale);
  reconfigure(line, (profile) => Object.assign(profile.xmpp, { presence: true }));
  core = createCore(
    headlessHost({ config: line.settingsFile, data: line.dataFolder, log: () => undefined }),
  );
});

afterAll(async () => {
  await core?.stop();
  await Promise.all(clients.map((each) => each.close()));
  await Promise.all([prosody?.stop(), radicale?.stop(), line?.remove()]);
});

async function report(): Promise<GroupsReport> {
  await core.profile('john').groups.listWithNames();
  return await core.handlers.listGroups({ profile: 'john' });
}

async function members(group: string) {
  const found = (await report()).groups.find(({ name }) => name === group);
  return Object.fromEntries(
    (found?.members ?? []).map(({ jid, name, nameFrom }) => [jid, [name, nameFrom]]),
  );
}

/** The roster sets that John's server has received, as they came over the wire. */
function rosterSets(): string[] {
  return readFileSync(prosody.logFile, 'utf8')
    .split('\n')
    .filter((text) => text.includes('jabber:iq:roster') && /<iq[^>]*type=['"]set['"]/.test(text))
    .filter((text) => /RECV|received|Received/.test(text));
}

describe('the shared groups of Prosody', () => {
  it('are told from others, with the reasons', async () => {
    const { groups } = await report();
    expect(groups.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['Club', 'shared'],
      ['Everyone', 'shared'],
      ['Team', 'shared'],
    ]);
    expect(groups[0]?.evidence.map(({ kind }) => kind)).toEqual(['unversioned', 'both']);
  });

  it('have members with names: the group’s, a vCard’s, a nickname, else none', async () => {
    expect(await members('Team')).toEqual({
      'jane@example.com': ['Janey', 'vcard4'],
      'mary@example.com': ['mary@example.com', 'jid'],
      'nick@example.com': ['Nicky', 'vcard'],
      'bob@example.com': ['Bob the Builder', 'roster'],
      [wantedAndShared]: ['Front desk', 'roster'],
    });
    expect(await members('Club')).toEqual({ 'jane@example.com': ['Janey', 'vcard4'] });
    expect(await members('Everyone')).toEqual({ 'support@example.com': ['Support', 'roster'] });
  });

  it('show the picture of a vCard, and who is there', async () => {
    await clients[0]?.show('At my desk');
    const jane = async () =>
      (await report()).groups[0]?.members.find(({ jid }) => jid === 'jane@example.com');
    await expect
      .poll(async () => (await jane())?.presence, { timeout: 30_000 })
      .toEqual({ show: 'available', status: 'At my desk' });
    expect((await jane())?.avatar).toBe(`data:image/png;base64,${picture}`);
  });

  it('keep what is in them: a wanted item is a conflict, and is never pushed', async () => {
    const sync = await core.handlers.syncNow({ profile: 'john' });
    expect(sync.applied).toEqual({ added: 3, updated: 0, removed: 0 });
    expect(sync.conflicts).toContainEqual({
      jid: wantedAndShared,
      reason: 'shared-group',
      name: 'Front desk',
      others: ['[Home] Reception (cell)'],
    });
    expect(rosterSets()).toHaveLength(3);
    expect(rosterSets().join('\n')).not.toContain(wantedAndShared);
  });

  it('are compared with the file of the administrator, to the letter', async () => {
    const run = await line.run('groups', '--json', '--file', `${prosody.folder}/sharedgroups.txt`);
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    const { checks } = run.json() as { checks: { verdict: string }[] };
    expect(checks.map(({ verdict }) => verdict)).toEqual(Array(7).fill('ok'));
  });

  it('that the file changes are shown by a refresh, which says what is new', async () => {
    const before = await members('Team');
    expect(Object.keys(before)).toContain('bob@example.com');
    await prosody.writeGroups(
      groupsFile.replace('bob@example.com=Bob the Builder\n', 'zoe@example.com=Zoë\n'),
    );
    for (const each of clients.splice(0)) await each.close();
    await prosody.restart();
    const changes = await core.handlers.refreshGroups({ profile: 'john' });
    expect(changes).toEqual({
      added: [{ group: 'Team', jid: 'zoe@example.com', name: 'Zoë' }],
      removed: [{ group: 'Team', jid: 'bob@example.com', name: 'Bob the Builder' }],
      renamed: [],
    });
    expect(Object.keys(await members('Team'))).toContain('zoe@example.com');
    expect(Object.keys(await members('Team'))).not.toContain('bob@example.com');
    const checked = await core.handlers.checkGroupsFile({
      profile: 'john',
      path: `${prosody.folder}/sharedgroups.txt`,
    });
    expect(checked.checks.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
  });

  it('are not changed by a refresh that finds nothing new', async () => {
    expect(await core.handlers.refreshGroups({ profile: 'john' })).toEqual({
      added: [],
      removed: [],
      renamed: [],
    });
  });

  it('are what the user says they are', async () => {
    const verdict = async () =>
      (await report()).groups.find(({ name }) => name === 'Club')?.verdict;
    await core.handlers.markGroup({ profile: 'john', group: 'Club', mark: 'personal' });
    expect(await verdict()).toBe('personal');
    await core.handlers.markGroup({ profile: 'john', group: 'Club', mark: null });
    expect(await verdict()).toBe('shared');
  });

  it('are printed by the command line, with names and reasons', async () => {
    const run = await line.run('groups');
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('[Team] shared by the server: the server adds items to rosters');
    expect(run.stdout).toContain('"Zoë" zoe@example.com');
    expect(run.stdout).toContain('"Janey" jane@example.com');
  });

  it('are refreshed by the command line, too, and differ from another file in words', async () => {
    const refreshed = await line.run('groups', '--refresh');
    expect([refreshed.code, refreshed.stdout]).toEqual([
      0,
      'john: the shared groups are as they were.\n',
    ]);
    const other = path.join(line.folder, 'other.txt');
    writeFileSync(other, '# ours\n[Team]\njohn@example.com\nnoah@example.com=Noah\n');
    const compared = await line.run('groups', '--file', other);
    expect(compared.code).toBe(3);
    expect(compared.stdout).toContain('line 1: "# ours": looks like a comment');
    expect(compared.stdout).toContain('[Team] noah@example.com: missing from the roster');
    expect(compared.stdout).toContain('[Team] zoe@example.com: in the roster, not in the file');
  });

  it('have left nothing in the roster that Prosody stores, and got no set in all this time', async () => {
    await core.handlers.syncNow({ profile: 'john' });
    const stored = (await prosody.storedRoster('john')).map(({ jid }) => jid);
    expect(stored).toHaveLength(3);
    for (const text of rosterSets()) {
      expect(text).toMatch(/jid=['"]\+1613555000[01]%/);
      expect(text).not.toContain(wantedAndShared);
    }
  });
});
