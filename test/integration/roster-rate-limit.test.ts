/**
 * Debian's servers read so much of a client and no more: Prosody 10 kB/s, ejabberd 3 kB/s. A push takes its
 * time then, and no set may time out.
 */
import { describe, expect, it } from 'vitest';
import { syncReportSchema } from '../../shared/contract/report.ts';
import { startEjabberd } from '../servers/ejabberd.ts';
import { startProsody } from '../servers/prosody.ts';
import { startRadicale } from '../servers/radicale.ts';
import { card } from '../support/contact/cards.ts';
import { johnsCommandLine } from '../support/headless/command-line.ts';
import { proveRoster } from '../support/roster/roster-proof.ts';

describe.each([
  'sqlite',
  'internal',
] as const)('on Prosody with %s storage and 10 kB/s', (storage) => {
  proveRoster(() => startProsody({ storage, rateLimit: true }));
});

describe('on ejabberd with 3 kB/s', () => {
  it('60 items with the longest names are pushed without one answer missing', async () => {
    const [server, radicale] = await Promise.all([
      startEjabberd({ rateLimit: true }),
      startRadicale(),
    ]);
    const cards = Array.from({ length: 30 }, (_, index) => {
      const text = card(`person-${index}`, 'Long '.repeat(240), `+1613${5550000 + index}`);
      return [`person-${index}.vcf`, text] as const;
    });
    await radicale.writeCards(new Map(cards));
    const line = johnsCommandLine(server, radicale);
    const outcome = await line.run('sync', '--json');
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(syncReportSchema.parse(outcome.json())).toMatchObject({
      applied: { added: 60, updated: 0, removed: 0 },
      failed: [],
    });
    expect(outcome.stderr).toContain('pushing 100% of 60');
    expect(outcome.stderr).not.toContain('checking the roster');
    expect(await server.storedRoster('john')).toHaveLength(60);
    await Promise.all([server.stop(), radicale.stop(), line.remove()]);
  });
});
