/** A changed setting moves the items, on real servers: none is left behind, and nothing else changes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { syncReportSchema } from '../../shared/contract/report.ts';
import { startEjabberd } from '../servers/ejabberd.ts';
import { startProsody } from '../servers/prosody.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { logIn, type SecondClient } from '../servers/second-client.ts';
import { card } from '../support/contact/cards.ts';
import {
  type CommandLine,
  johnsCommandLine,
  reconfigure,
} from '../support/headless/command-line.ts';
import type { RestartableServer } from '../support/roster/roster-proof.ts';

interface Item {
  readonly jid: string;
  readonly name: string;
  readonly groups: readonly string[];
}

const home = { number: '+10345678901', alias: 'Home' };
const work = { number: '+10473828482', alias: 'Work' };
/** How a number without a country code reads, by country: France's mobile, Italy's landline. */
const lucs = { FR: '+33612345678', IT: '+390612345678' } as const;

/** As a person may type a domain, and as both servers give it back. */
const odd = {
  typed: 'SMS.Stra\u00DFe.bu\u0308cher.example.',
  kept: 'sms.strasse.b\u00FCcher.example',
};

const usual = {
  dids: [home, work],
  domain: 'sms.example.com',
  format: '[%alias] %name (%type)',
  defaultCountry: 'FR' as keyof typeof lucs,
};
type Settings = typeof usual;

const jidOf = (number: string, did: string, domain: string) =>
  `${number}%${did}@${domain === odd.typed ? odd.kept : domain}`;
const annasHome = jidOf('+16135550101', home.number, usual.domain);

/** What is not ours: a person, what looks like ours, and what we want and the user had made before. */
const friend = { jid: 'bob@example.org', name: 'Bob', groups: ['Friends'] };
const unclaimed = {
  jid: jidOf('+15145550123', home.number, usual.domain),
  ...{ name: 'Mine', groups: ['Home'] },
};
const mum = {
  jid: jidOf('+16135550102', work.number, usual.domain),
  ...{ name: 'Mum', groups: ['Family'] },
};

/** Said once more, by hand: what the roster must hold. */
function expected({ dids, domain, format, defaultCountry }: Settings): Item[] {
  const people = [
    ['Anna', '+16135550101'],
    ['Bob', '+16135550102'],
    ['Luc', lucs[defaultCountry]],
  ] as const;
  const items = new Map<string, Item>([friend, unclaimed, mum].map((item) => [item.jid, item]));
  for (const { number: did, alias } of dids) {
    for (const [name, number] of people) {
      const jid = jidOf(number, did, domain);
      const mine = items.get(jid)?.groups ?? (jid === annasHome ? ['Friends'] : []);
      items.set(jid, {
        jid,
        name: format.replace('%alias', alias).replace('%name', name).replace('%type', 'cell'),
        groups: [alias, ...mine].sort(),
      });
    }
  }
  return [...items.values()].sort((one, other) => (one.jid < other.jid ? -1 : 1));
}

describe.each([
  ['Prosody', () => startProsody()],
  ['ejabberd', () => startEjabberd()],
] as const)('on %s', (_, start: () => Promise<RestartableServer>) => {
  let server: RestartableServer;
  let radicale: RadicaleServer;
  let line: CommandLine;
  let second: SecondClient;

  beforeAll(async () => {
    [server, radicale] = await Promise.all([start(), startRadicale()]);
    await radicale.putCard('anna.vcf', card('anna', 'Anna', '+1 613-555-0101'));
    await radicale.putCard('bob.vcf', card('bob', 'Bob', '+1 613-555-0102'));
    await radicale.putCard('luc.vcf', card('luc', 'Luc', '06 12 34 56 78'));
    line = johnsCommandLine(server, radicale);
    second = await logIn(server, 'john');
    for (const item of [friend, unclaimed, mum]) await second.setItem(item);
    await sync(usual);
    const anna = (await second.roster()).find(({ jid }) => jid === annasHome);
    await second.setItem({ jid: annasHome, name: anna?.name ?? '', groups: ['Home', 'Friends'] });
  });

  afterAll(async () => {
    await second?.close();
    await Promise.all([server?.stop(), radicale?.stop(), line?.remove()]);
  });

  async function sync(settings: Settings) {
    reconfigure(line, (profile) => Object.assign(profile, settings));
    const outcome = await line.run('sync', '--json', '--allow-mass-removal');
    expect(outcome.code, outcome.stderr).toBe(0);
    const report = syncReportSchema.parse(outcome.json());
    expect(report.failed).toEqual([]);
    return report;
  }

  async function expectMoved(settings: Settings): Promise<void> {
    await sync(settings);
    const roster = (await second.roster()).map(({ jid, name, groups }) => ({ jid, name, groups }));
    expect(roster).toEqual(expected(settings));
    const { plan } = await sync(settings);
    expect(plan).toEqual({ add: 0, update: 0, remove: 0, keep: 3 * settings.dids.length });
  }

  it.each<[string, Partial<Settings>]>([
    ['a renamed alias', { dids: [{ ...home, alias: 'Maison' }, work] }],
    [
      'two aliases that changed places',
      {
        dids: [
          { ...home, alias: 'Work' },
          { ...work, alias: 'Home' },
        ],
      },
    ],
    ['another format', { format: '%name, %type: %alias' }],
    ['another default country', { defaultCountry: 'IT' }],
    ['another domain of the gateway', { domain: 'gateway.example.net' }],
    ['a domain that servers write otherwise', { domain: odd.typed }],
    ['a number of mine that is given up', { dids: [home] }],
    [
      'another number of mine under the same alias',
      { dids: [home, { ...work, number: '+16135550199' }] },
    ],
    [
      'all of that at once',
      {
        dids: [{ number: '+16135550199', alias: 'Maison' }],
        ...{ format: '%name', domain: 'gateway.example.net', defaultCountry: 'IT' },
      },
    ],
  ])('%s: the items move, and going back moves them back', async (_, change) => {
    await expectMoved({ ...usual, ...change });
    const { dids, domain } = { ...usual, ...change };
    // The group that the user had put on an item goes with the item.
    const stays = domain === usual.domain && dids.some(({ number }) => number === home.number);
    if (stays) await expectMoved(usual);
    else {
      await sync(usual);
      const anna = (await second.roster()).find(({ jid }) => jid === annasHome);
      expect(anna?.groups).toEqual(['Home']);
      await second.setItem({ jid: annasHome, name: anna?.name ?? '', groups: ['Home', 'Friends'] });
      await expectMoved(usual);
    }
  });
});
