/** Debian's Prosody reads 10 kB/s of each client: a first push takes its time, and no set may time out. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { syncReportSchema } from '../../shared/ipc/report.ts';
import { type ProsodyServer, startProsody } from '../servers/prosody.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { people } from './support/cards.ts';
import { type CommandLine, johnsCommandLine } from './support/command-line.ts';

let prosody: ProsodyServer;
let radicale: RadicaleServer;
let line: CommandLine;

beforeAll(async () => {
  [prosody, radicale] = await Promise.all([
    startProsody({ storage: 'sqlite', rateLimit: true }),
    startRadicale(),
  ]);
  await radicale.writeCards(people(500));
  line = johnsCommandLine(prosody, radicale);
});

afterAll(async () => {
  await Promise.all([prosody?.stop(), radicale?.stop(), line?.remove()]);
});

describe('under the limit of 10 kB/s', () => {
  it('1,000 items are pushed without one answer missing', async () => {
    const outcome = await line.run('sync', '--json');
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(syncReportSchema.parse(outcome.json())).toMatchObject({
      applied: { added: 1_000, updated: 0, removed: 0 },
      failed: [],
    });
    // It would have looked at the roster again for want of an answer, and said so.
    expect(outcome.stderr).toContain('pushing 100% of 1000');
    expect(outcome.stderr).not.toContain('checking the roster');
    expect(await prosody.storedRoster('john')).toHaveLength(1_000);
  });
});
