/**
 * Names and aliases that nobody would give, from the card to the server and back: the stream holds, every
 * item arrives, and the next sync recognizes each of them.
 */
import { describe, expect, it } from 'vitest';
import { syncReportSchema } from '../../shared/contract/report.ts';
import { startEjabberd } from '../servers/ejabberd.ts';
import { startProsody } from '../servers/prosody.ts';
import { startRadicale } from '../servers/radicale.ts';
import { logIn } from '../servers/second-client.ts';
import { card } from '../support/contact/cards.ts';
import { johnsCommandLine, reconfigure } from '../support/headless/command-line.ts';
import type { RestartableServer } from '../support/roster/roster-proof.ts';

const family = '👨‍👩‍👧‍👦';

/** What the card says, and what follows `[alias] ` on the roster. */
const names: readonly (readonly [typed: string, kept: string])[] = [
  [`<a href="x">&amp;'</a>`, `<a href="x">&amp;'</a>`],
  [']]><![CDATA[</stream:stream>', ']]><![CDATA[</stream:stream>'],
  ['\u202Eback\u202C \u200Fشركة', '\u202Eback\u202C \u200Fشركة'],
  ['Tab\there  and   spaces', 'Tab here and spaces'],
  ['%name %nobody %%', '%name %nobody %%'],
  // White space of a name is one space; to Unicode U+0085 is some, to JavaScript and XML none.
  ['no\u00A0break\u0085next\u2028line', 'no break\u0085next line'],
  ['e\u0301 (two) \u00E9 (one)', 'e\u0301 (two) \u00E9 (one)'],
  ['()', '()'],
];
const aliases = [
  ['<&>"\' ]]> %name', '<&>"\' ]]> %name'],
  ['Wo\r\n\u0001rk \uD800', 'Wo rk \uFFFD'],
] as const;
const long = 'ä'.repeat(10_000);
const families = family.repeat(1_000);

describe.each([
  ['Prosody', () => startProsody()],
  ['ejabberd', () => startEjabberd()],
] as const)('on %s', (_, start: () => Promise<RestartableServer>) => {
  it('odd names, aliases and 10,000 characters arrive, and nothing is left to do', async () => {
    const [server, radicale] = await Promise.all([start(), startRadicale()]);
    const all = [...names.map(([typed]) => typed), long, families];
    const cards = all.map((name, index) => {
      const text = card(
        `person-${index}`,
        name.replace(/[\\;,]/g, '\\$&'),
        `+1613555${1000 + index}`,
      );
      return [`${index}.vcf`, text] as const;
    });
    await radicale.writeCards(new Map(cards));
    const line = johnsCommandLine(server, radicale);
    reconfigure(line, (profile) => {
      for (const [index, did] of profile.dids.entries()) did.alias = aliases[index]?.[0] ?? '';
    });
    const sync = async () => {
      const outcome = await line.run('sync', '--json');
      expect(outcome.code, outcome.stderr).toBe(0);
      return syncReportSchema.parse(outcome.json());
    };
    const items = 2 * all.length;
    expect(await sync()).toMatchObject({ applied: { added: items }, failed: [] });
    expect((await sync()).plan).toEqual({ add: 0, update: 0, remove: 0, keep: items });

    const second = await logIn(server, 'john');
    const roster = new Map((await second.roster()).map((item) => [item.jid, item]));
    for (const [which, did] of ['+10345678901', '+10473828482'].entries()) {
      const alias = aliases[which]?.[1] ?? '';
      const found = all.map((_, index) =>
        roster.get(`+1613555${1000 + index}%${did}@sms.example.com`),
      );
      for (const [index, [, kept]] of names.entries()) {
        expect(found[index]).toMatchObject({ name: `[${alias}] ${kept} (cell)`, groups: [alias] });
      }
      const [cut = '', graphemes = ''] = found.slice(names.length).map((item) => item?.name);
      expect(cut).toMatch(/^\[.*\] ä+$/u);
      expect(Buffer.byteLength(cut)).toBeGreaterThan(1_020);
      expect(graphemes.endsWith(family)).toBe(true);
      for (const name of [cut, graphemes]) expect(Buffer.byteLength(name)).toBeLessThan(1_024);
    }
    await second.close();
    await Promise.all([server.stop(), radicale.stop(), line.remove()]);
  });
});
