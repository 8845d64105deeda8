/** The main job on a real Prosody and a real Radicale, through the command line. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  planItemSchema,
  planPreviewSchema,
  rosterReportSchema,
  syncReportSchema,
} from '../../shared/contract/report.ts';
import { type ProsodyServer, startProsody } from '../servers/prosody.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { logIn, type SecondClient } from '../servers/second-client.ts';
import { card, people } from '../support/contact/cards.ts';
import {
  type CommandLine,
  johnsCommandLine,
  reconfigure,
} from '../support/headless/command-line.ts';

/** Exactly the documented shapes: no field more, none less. */
const syncJson = z.strictObject(syncReportSchema.shape);
const planJson = z.strictObject({
  ...planPreviewSchema.shape,
  items: z.array(z.strictObject(planItemSchema.shape)),
});
const rosterJson = z.strictObject(rosterReportSchema.shape);

let prosody: ProsodyServer;
let radicale: RadicaleServer;
let line: CommandLine;
let second: SecondClient;

const annaHome = '+16135550101%+10345678901@sms.example.com';

beforeAll(async () => {
  [prosody, radicale] = await Promise.all([
    startProsody({
      groups: '[+Everyone]\njane@example.com\n\n[Team]\njohn@example.com\njane@example.com\n',
    }),
    startRadicale(),
  ]);
  await radicale.writeCards(people(30));
  await radicale.putCard('anna.vcf', card('anna', 'Anna <&> "O’Brien" 安娜', '613-555-0101'));
  line = johnsCommandLine(prosody, radicale);
  // Before another client changes the roster: from then on Prosody versions even what mod_groups adds to.
  await line.run('status');
  second = await logIn(prosody, 'john');
  await second.setItem({ jid: 'bob@example.org', name: 'Bob', groups: ['Friends'] });
});

afterAll(async () => {
  await second?.close();
  await Promise.all([prosody?.stop(), radicale?.stop(), line?.remove()]);
});

/** What Prosody itself has stored that is on the gateway's domain. */
async function gatewayItems() {
  const stored = await prosody.storedRoster('john');
  return stored.filter((item) => item.jid.endsWith('@sms.example.com'));
}

describe('from the address book to the roster', () => {
  it('plan says what would be done and does nothing', async () => {
    const outcome = await line.run('plan', '--json');
    expect(outcome.code, outcome.stderr).toBe(0);
    const plan = planJson.parse(outcome.json());
    expect(plan.plan).toEqual({ add: 62, update: 0, remove: 0, keep: 0 });
    expect(plan.items.find((item) => item.jid === annaHome)).toEqual({
      action: 'add',
      jid: annaHome,
      name: '[Home] Anna <&> "O’Brien" 安娜 (cell)',
      groups: ['Home'],
    });
    expect(await gatewayItems()).toEqual([]);
  });

  it('sync --dry-run does nothing either', async () => {
    const outcome = await line.run('sync', '--dry-run', '--json');
    expect(planJson.parse(outcome.json()).plan.add).toBe(62);
    expect(await gatewayItems()).toEqual([]);
  });

  it('the first sync makes one item for each number and DID, as Prosody itself has stored it', async () => {
    const plan = planJson.parse((await line.run('plan', '--json')).json());
    const outcome = await line.run('sync', '--json');
    expect(outcome.code, outcome.stderr).toBe(0);
    const report = syncJson.parse(outcome.json());
    expect(report).toMatchObject({
      profile: 'john',
      addressBook: { cards: 31, contacts: 31, numbers: 31 },
      roster: { kind: 'server' },
      plan: { add: 62, update: 0, remove: 0, keep: 0 },
      applied: { added: 62, updated: 0, removed: 0 },
      failed: [],
      guard: null,
    });
    expect(await gatewayItems()).toEqual(
      plan.items.map(({ jid, name, groups }) => ({ jid, name, groups, subscription: 'none' })),
    );
  });

  it('the second sync changes nothing', async () => {
    const report = syncJson.parse((await line.run('sync', '--json')).json());
    expect(report.plan).toEqual({ add: 0, update: 0, remove: 0, keep: 62 });
    expect(report.applied).toEqual({ added: 0, updated: 0, removed: 0 });
  });

  it('a person reads what happened without JSON', async () => {
    const outcome = await line.run('sync');
    expect(outcome.stdout).toContain('john: 0 added, 0 changed, 0 removed, 62 unchanged');
    expect(outcome.stderr).toContain('reading the address book');
  });

  it('a renamed contact is renamed in place, and keeps the group that I added elsewhere', async () => {
    const before = (await second.roster()).find((item) => item.jid === annaHome);
    await second.setItem({ jid: annaHome, name: before?.name ?? '', groups: ['Home', 'Family'] });
    await radicale.putCard('anna.vcf', card('anna', 'Anna B', '613-555-0101'));
    const report = syncJson.parse((await line.run('sync', '--json')).json());
    expect(report.applied).toEqual({ added: 0, updated: 2, removed: 0 });
    const after = (await second.roster()).find((item) => item.jid === annaHome);
    expect(after?.name).toBe('[Home] Anna B (cell)');
    expect([...(after?.groups ?? [])].sort()).toEqual(['Family', 'Home']);
  });

  it('a deleted contact goes, and nobody else', async () => {
    await radicale.deleteCard('anna.vcf');
    const report = syncJson.parse((await line.run('sync', '--json')).json());
    expect(report.applied).toEqual({ added: 0, updated: 0, removed: 2 });
    const stored = await prosody.storedRoster('john');
    expect(stored.map((item) => item.jid)).not.toContain(annaHome);
    expect(stored.find((item) => item.jid === 'bob@example.org')).toMatchObject({
      name: 'Bob',
      groups: ['Friends'],
    });
  });

  it('an item that I had made myself is taken over, and given back when its contact is deleted', async () => {
    await second.setItem({ jid: annaHome, name: 'Mum', groups: ['Family'] });
    await radicale.putCard('anna.vcf', card('anna', 'Anna', '613-555-0101'));
    const plan = planJson.parse((await line.run('plan', '--json')).json());
    expect(plan.items.find((item) => item.jid === annaHome)).toMatchObject({
      action: 'update',
      was: { name: 'Mum', groups: ['Family'] },
      takeover: true,
    });
    await line.run('sync');
    await radicale.deleteCard('anna.vcf');
    await line.run('sync');
    expect((await gatewayItems()).find((item) => item.jid === annaHome)).toMatchObject({
      name: 'Mum',
      groups: ['Family'],
    });
  });

  it('roster tells whose each item is', async () => {
    const outcome = await line.run('roster', '--json');
    const roster = rosterJson.parse(outcome.json());
    const classes = new Map(roster.items.map((item) => [item.jid, item.class]));
    expect(classes.get('+16135550001%+10473828482@sms.example.com')).toBe('ours');
    expect(classes.get(annaHome)).toBe('unclaimed');
    expect(classes.get('bob@example.org')).toBe('personal');
    expect(roster.items.find((item) => item.jid === 'jane@example.com')).toEqual({
      jid: 'jane@example.com',
      name: '',
      groups: ['Everyone', 'Team'],
      subscription: 'both',
      class: 'shared',
    });
    expect(roster.kind).toBe('server');
  });

  it('members of shared groups never reach the storage', async () => {
    const stored = await prosody.storedRoster('john');
    expect(stored.map((item) => item.jid)).not.toContain('jane@example.com');
  });

  it('status says how it stands', async () => {
    const outcome = await line.run('status', '--json');
    expect(outcome.json()).toMatchObject({
      profile: 'john',
      connection: 'online',
      problem: null,
      rosterKind: 'server',
      lastSync: { guard: null },
    });
  });

  it('a renamed alias moves the items to the new group and leaves none behind', async () => {
    reconfigure(line, (profile) => {
      profile.dids = [
        { number: '+10345678901', alias: 'Maison' },
        { number: '+10473828482', alias: 'Work' },
      ];
    });
    await line.run('sync');
    const items = await gatewayItems();
    const groups = new Set(
      items.filter((item) => item.jid !== annaHome).flatMap((item) => item.groups),
    );
    expect([...groups].sort()).toEqual(['Maison', 'Work']);
  });
});

describe('the guard', () => {
  it('stops with exit code 4 before most items would go, and changes nothing', async () => {
    for (let index = 0; index < 20; index++) await radicale.deleteCard(`person-${index}.vcf`);
    const before = await gatewayItems();
    const outcome = await line.run('sync', '--json');
    expect(outcome.code).toBe(4);
    expect(syncJson.parse(outcome.json())).toMatchObject({
      applied: { added: 0, updated: 0, removed: 0 },
      guard: { reason: 'many-removals', removals: 40, owned: 60 },
    });
    expect(await gatewayItems()).toEqual(before);
    expect((await line.run('sync')).stdout).toContain('--allow-mass-removal');
  });

  it('lets a person go on', async () => {
    const outcome = await line.run('sync', '--json', '--allow-mass-removal');
    expect(outcome.code).toBe(0);
    expect(syncJson.parse(outcome.json()).applied.removed).toBe(40);
  });

  it('stops before any removal when the address book came back empty', async () => {
    for (let index = 20; index < 30; index++) await radicale.deleteCard(`person-${index}.vcf`);
    const before = await gatewayItems();
    const outcome = await line.run('sync', '--json');
    expect(outcome.code).toBe(4);
    expect(syncJson.parse(outcome.json()).guard).toMatchObject({
      reason: 'empty-read',
      removals: 20,
    });
    expect(await gatewayItems()).toEqual(before);
  });
});
