/** Two computers with a Rolodial each on one account: they settle on one roster, and never fight over it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SyncReport, syncReportSchema } from '../../shared/contract/report.ts';
import { type ProsodyServer, startProsody } from '../servers/prosody.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { card, people } from '../support/contact/cards.ts';
import {
  type CommandLine,
  johnsCommandLine,
  reconfigure,
} from '../support/headless/command-line.ts';

let prosody: ProsodyServer;
let radicale: RadicaleServer;
let here: CommandLine;
let there: CommandLine;

const books = ['here', 'there'] as const;
const annas = '+16135550101%+10345678901@sms.example.com';

beforeAll(async () => {
  [prosody, radicale] = await Promise.all([
    startProsody({ storage: 'sqlite' }),
    startRadicale({ books }),
  ]);
  for (const book of books) await radicale.writeCards(people(100), book);
  [here, there] = books.map((book) => {
    const line = johnsCommandLine(prosody, radicale);
    reconfigure(line, (profile) => {
      profile.carddav.url = radicale.bookUrl(book);
    });
    return line;
  }) as [CommandLine, CommandLine];
});

afterAll(async () => {
  await Promise.all([prosody?.stop(), radicale?.stop(), here?.remove(), there?.remove()]);
});

async function sync(line: CommandLine): Promise<SyncReport> {
  const outcome = await line.run('sync', '--json');
  expect(outcome.code, outcome.stderr).toBe(0);
  const report = syncReportSchema.parse(outcome.json());
  expect(report.failed).toEqual([]);
  return report;
}

/** How many items a sync has changed. */
const changed = async (line: CommandLine) => {
  const { added, updated, removed } = (await sync(line)).applied;
  return added + updated + removed;
};

const stored = async () => await prosody.storedRoster('john');
const nameOf = async (jid: string) => (await stored()).find((item) => item.jid === jid)?.name;

describe('two computers with the same address book', () => {
  it('may both sync for the first time at the same moment', async () => {
    await Promise.all([sync(here), sync(there)]);
    expect(await stored()).toHaveLength(200);
    expect([await changed(here), await changed(there)]).toEqual([0, 0]);
  });

  it('make a change that both have read once', async () => {
    for (const book of books)
      await radicale.putCard('anna.vcf', card('anna', 'Anna', '613-555-0101'), book);
    expect([await changed(here), await changed(there), await changed(here)]).toEqual([2, 0, 0]);
    expect(await nameOf(annas)).toBe('[Home] Anna (cell)');
  });
});

describe('two computers of which one has read the address book later', () => {
  it('keep a contact until both have seen that it is gone, and do not fight over it meanwhile', async () => {
    await radicale.deleteCard('anna.vcf', 'here');
    expect(await changed(here)).toBe(2);
    // There, it is wanted still; here, it is not ours any more.
    expect([await changed(there), await changed(here), await changed(there)]).toEqual([2, 0, 0]);
    await radicale.deleteCard('anna.vcf', 'there');
    expect([await changed(there), await changed(here)]).toEqual([2, 0]);
    expect(await stored()).toHaveLength(200);
  });

  it('agree on a new name when both have read it', async () => {
    await radicale.putCard('person-1.vcf', card('person-1', 'Renamed', '+16135550001'), 'here');
    expect([await changed(here), await changed(there)]).toEqual([2, 2]);
    await radicale.putCard('person-1.vcf', card('person-1', 'Renamed', '+16135550001'), 'there');
    expect([await changed(there), await changed(here), await changed(there)]).toEqual([2, 0, 0]);
  });
});

describe('two computers whose address books never agree', () => {
  it('come to rest after a few syncs, and list the name as contested', async () => {
    await radicale.putCard('anna.vcf', card('anna', 'Anna', '613-555-0101'), 'here');
    await radicale.putCard('anna.vcf', card('anna', 'Annie', '613-555-0101'), 'there');
    let sets = 0;
    for (let day = 0; day < 4; day += 1) sets += (await changed(here)) + (await changed(there));
    // For each of two items: made, taken over, and three times replaced by each.
    expect(sets).toBeLessThanOrEqual(2 * 8);
    const reports = [await sync(here), await sync(there)];
    expect(reports.map(({ applied }) => applied)).toEqual([
      { added: 0, updated: 0, removed: 0 },
      { added: 0, updated: 0, removed: 0 },
    ]);
    const contested = reports.flatMap(({ conflicts }) => conflicts);
    expect(contested.map(({ reason }) => reason)).toEqual(['contested', 'contested']);
    expect(contested.map(({ jid }) => jid)).toContain(annas);
  });
});
