/**
 * Shared groups of a real ejabberd (mod_shared_roster). Members come with the full name of their vCard, and with nothing that
 * proves whose they are; a roster set would make real subscriptions, and the group would stand there twice.
 */
import { xml } from '@xmpp/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Core, createCore } from '../../electron/core/core.ts';
import { headlessHost } from '../../electron/headless/host.ts';
import { type EjabberdServer, startEjabberd } from '../servers/ejabberd.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { logIn, type SecondClient } from '../servers/second-client.ts';
import { card } from './support/cards.ts';
import { type CommandLine, johnsCommandLine, reconfigure } from './support/command-line.ts';

let ejabberd: EjabberdServer;
let radicale: RadicaleServer;
let line: CommandLine;
let core: Core;
let jane: SecondClient;

/** A contact of the address book whose JID the administrator has put into the group. */
const wantedAndShared = '+16135550000%+10345678901';

beforeAll(async () => {
  [ejabberd, radicale] = await Promise.all([startEjabberd(), startRadicale()]);
  await ejabberd.createSharedGroup('team', 'Team');
  for (const user of ['john', 'jane', 'mary', wantedAndShared]) {
    await ejabberd.addToSharedGroup(user, 'team');
  }
  jane = await logIn(ejabberd, 'jane');
  await jane.set(xml('vCard', { xmlns: 'vcard-temp' }, xml('FN', {}, 'Jane Q. Public')));
  await radicale.writeCards(
    new Map([
      ['desk.vcf', card('desk', 'Reception', '+16135550000')],
      ['mia.vcf', card('mia', 'Mia', '+16135550001')],
    ]),
  );
  line = johnsCommandLine(ejabberd, radicale);
  reconfigure(line, (profile) => Object.assign(profile, { domain: 'localhost' }));
  core = createCore(
    headlessHost({ config: line.settingsFile, data: line.dataFolder, log: () => undefined }),
  );
});

afterAll(async () => {
  await core?.stop();
  await jane?.close();
  await Promise.all([ejabberd?.stop(), radicale?.stop(), line?.remove()]);
});

async function report() {
  await core.runner('john').groupsWithNames();
  return await core.handlers.listGroups({ profile: 'john' });
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
    ).toEqual([['Team', 'perhaps', ['both']]]);
  });

  it('have members with the names that ejabberd takes from their vCards, else none', async () => {
    const [team] = (await report()).groups;
    expect(
      Object.fromEntries(
        (team?.members ?? []).map(({ jid, name, nameFrom }) => [jid, [name, nameFrom]]),
      ),
    ).toEqual({
      'jane@localhost': ['Jane Q. Public', 'roster'],
      'mary@localhost': ['mary@localhost', 'jid'],
      [`${wantedAndShared}@localhost`]: [`${wantedAndShared}@localhost`, 'jid'],
    });
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
    const second = await logIn(ejabberd, 'john');
    const items = await second.roster();
    await second.close();
    const members = items.filter(({ groups }) => groups.includes('Team'));
    // A set would have doubled the group.
    expect(members.map(({ groups, subscription }) => [groups, subscription])).toEqual(
      Array(3).fill([['Team'], 'both']),
    );
    expect(items).toHaveLength(6);
    expect((await core.handlers.syncNow({ profile: 'john' })).applied.added).toBe(0);
  });

  it('are the user’s own once the user says so', async () => {
    await core.handlers.markGroup({ profile: 'john', group: 'Team', mark: 'shared' });
    expect((await report()).groups[0]).toMatchObject({ verdict: 'shared', mark: 'shared' });
  });
});
