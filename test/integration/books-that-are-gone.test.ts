/** Address books that are deleted on a real Radicale while others stay, and the answers of the command line. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planPreviewSchema, syncReportSchema } from '../../shared/contract/report.ts';
import { type ProsodyServer, startProsody } from '../servers/prosody.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { card } from '../support/contact/cards.ts';
import {
  type CommandLine,
  johnsCommandLine,
  reconfigure,
} from '../support/headless/command-line.ts';

let prosody: ProsodyServer;
let radicale: RadicaleServer;
let line: CommandLine;

beforeAll(async () => {
  [prosody, radicale] = await Promise.all([
    startProsody(),
    startRadicale({ books: ['contacts', 'club', 'family'] }),
  ]);
  await radicale.putCard('anna.vcf', card('anna', 'Anna', '613-555-0101'), 'contacts');
  await radicale.putCard('bob.vcf', card('bob', 'Bob', '613-555-0102'), 'club');
  await radicale.putCard('carl.vcf', card('carl', 'Carl', '613-555-0103'), 'family');
  line = johnsCommandLine(prosody, radicale);
  reconfigure(line, ({ carddav }) => {
    carddav.url = radicale.rootUrl;
  });
  const first = await line.run('sync', '--json');
  expect(first.code, first.stderr).toBe(0);
  expect(await names()).toEqual(['Anna', 'Bob', 'Carl']);
});
afterAll(() => Promise.all([prosody?.stop(), radicale?.stop(), line?.remove()]));

/** Who is on the roster under the first of John's numbers. */
async function names(): Promise<(string | undefined)[]> {
  const items = await prosody.storedRoster('john');
  return items
    .map(({ name }) => /^\[Home\] (\w+)/.exec(name)?.[1])
    .filter((name) => name !== undefined)
    .sort();
}

async function deleteBook(book: string): Promise<void> {
  const { username, password } = radicale;
  const login = Buffer.from(`${username}:${password}`).toString('base64');
  const headers = { authorization: `Basic ${login}` };
  const answer = await fetch(radicale.bookUrl(book), { method: 'DELETE', headers });
  expect(answer.ok).toBe(true);
}

describe('a book that was deleted while others stay', () => {
  beforeAll(() => deleteBook('club'));

  it('is told with the ways to answer, and its items stay; the rest is synced', async () => {
    await radicale.putCard('dora.vcf', card('dora', 'Dora', '613-555-0104'), 'contacts');
    const outcome = await line.run('sync');
    expect(outcome.code, outcome.stderr).toBe(3);
    expect(outcome.stdout).toContain('2 added, 0 changed, 0 removed');
    expect(outcome.stdout).toContain('the server does not list "club" any more. 2 of ');
    expect(outcome.stdout).toContain('--allow-mass-removal');
    expect(outcome.stdout).toContain('--keep-gone-books');
    expect(await names()).toEqual(['Anna', 'Bob', 'Carl', 'Dora']);
  });

  it('is in the plan and the status, too', async () => {
    const plan = await line.run('plan', '--full', '--json');
    expect(plan.code).toBe(3);
    const { absentBooks, unread } = planPreviewSchema.parse(plan.json());
    expect(absentBooks?.jids).toHaveLength(2);
    expect(unread).toMatchObject([{ name: 'club', reason: 'gone', isKnown: true }]);
    const status = await line.run('status');
    expect(status.stdout).toContain('needs your attention');
    expect(status.stdout).toContain('--keep-gone-books');
  });

  it('is not asked about any more once its items are to stay', async () => {
    const outcome = await line.run('sync', '--keep-gone-books');
    expect(outcome.code, outcome.stderr).toBe(0);
    expect((await line.run('sync')).code).toBe(0);
    expect((await line.run('status')).stdout).toContain('is up to date');
    expect(await names()).toEqual(['Anna', 'Bob', 'Carl', 'Dora']);
  });

  it('takes its items with it where it is told so', async () => {
    await deleteBook('family');
    expect((await line.run('sync')).code).toBe(3);
    const outcome = await line.run('sync', '--allow-mass-removal', '--json');
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(syncReportSchema.parse(outcome.json())).toMatchObject({ applied: { removed: 2 } });
    expect(await names()).toEqual(['Anna', 'Bob', 'Dora']);
  });
});

describe('sync', () => {
  it('reads everything again with --full, and finds nothing that had been missed', async () => {
    const usual = syncReportSchema.parse((await line.run('sync', '--json')).json());
    const full = syncReportSchema.parse((await line.run('sync', '--full', '--json')).json());
    expect(full.addressBook.bytes).toBeGreaterThan(usual.addressBook.bytes);
    expect(full.addressBook).toMatchObject({ cards: usual.addressBook.cards, missed: 0 });
    expect(full.applied).toEqual({ added: 0, updated: 0, removed: 0 });
  });

  it('takes one answer about books that are gone, not both', async () => {
    const outcome = await line.run('sync', '--keep-gone-books', '--allow-mass-removal');
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('cannot be used with');
  });
});
