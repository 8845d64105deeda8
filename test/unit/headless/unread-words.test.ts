/** What the command line says of cards and books that could not be read, and of items that therefore stay. */
import { describe, expect, it } from 'vitest';
import { exitCodeOfReport } from '../../../electron/headless/exit-code.ts';
import { statusLines } from '../../../electron/headless/words/status.ts';
import { planLines, syncLines } from '../../../electron/headless/words/sync.ts';
import type { PlanItem } from '../../../shared/contract/report.ts';
import { type Unread, unreadReasons } from '../../../shared/contract/unread.ts';
import { profile, report } from '../../support/shell/states.ts';

const book = 'https://cloud.example.com/dav/john/contacts/';
const bob: Unread = {
  ...{ book, name: 'Contacts', card: `${book}bob%20%C3%A9.vcf` },
  ...{ reason: 'cut', isKnown: true },
};
const family: Unread = {
  ...{ book: 'https://cloud.example.com/dav/john/family/', name: 'Family' },
  ...{ reason: 'server-error', isKnown: false },
};
const jids = ['a%b@sms.example.com', 'c%b@sms.example.com'];

describe('what could not be read', () => {
  it('is named with its place, the reason and what it means for the items', () => {
    const lines = syncLines(report({ unread: [bob, family], withheld: jids }));
    expect(lines[1]).toMatch(/, 0 failed, 2 not read$/);
    expect(lines.slice(2)).toEqual([
      `  not read: "bob é.vcf" of "Contacts": it ends before its end; what was last read of it stays in force (${bob.card})`,
      '  not read: "Family": the server failed over it; it was never read, so nothing is known of it (https://cloud.example.com/dav/john/family/)',
      'john: 2 items are not removed, because something that could not be read may want them:',
      `  not removed: ${jids[0]}`,
      `  not removed: ${jids[1]}`,
    ]);
  });

  it('has words of its own for every reason', () => {
    const words = unreadReasons.map(
      (reason) => syncLines(report({ unread: [{ ...bob, reason }] }))[2],
    );
    expect(new Set(words).size).toBe(unreadReasons.length);
    for (const line of words) expect(line).not.toContain('undefined');
  });

  it('ends the command with 3, also where no item has failed', () => {
    expect(exitCodeOfReport(report())).toBe(0);
    expect(exitCodeOfReport(report({ unread: [bob] }))).toBe(3);
  });

  it('is not listed again in the log of a program that keeps syncing', () => {
    const before = report({ unread: [bob] });
    const lines = syncLines(report({ unread: [bob, family] }), before);
    expect(lines.filter((line) => line.includes('bob'))).toEqual([]);
    expect(lines.filter((line) => line.includes('Family'))).toHaveLength(1);
    expect(lines).toContain('  not read: 1 as before');
  });

  it('is in the status, shortened where there is a lot of it', () => {
    const unread = Array.from({ length: 500 }, (_, index) => ({
      ...bob,
      card: `${book}${index}.vcf`,
    }));
    const lines = statusLines(profile({ lastSync: report({ unread }) }));
    expect(lines[0]).toBe('john: john@example.com needs your attention');
    expect(lines.filter((line) => line.includes('not read: '))).toHaveLength(10);
    expect(lines.at(-1)).toContain('and 490 lines more');
  });
});

describe('what a sync would not remove', () => {
  it('is not among what it would do', () => {
    const item: PlanItem = { action: 'remove', jid: jids[0] ?? '', name: 'Anna', groups: [] };
    const { applied: _, ...plan } = report({ plan: { add: 0, update: 0, remove: 1, keep: 3 } });
    const preview = { ...plan, items: [item] };
    expect(planLines(preview)[1]).toBe('john: would add 0, change 0, remove 1; 3 unchanged');
    const unsure = planLines({ ...preview, unread: [family], withheld: [item.jid] });
    expect(unsure[1]).toBe('john: would add 0, change 0, remove 0; 3 unchanged');
    expect(unsure.filter((line) => line.startsWith('  - '))).toEqual([]);
    expect(unsure).toContain(`  not removed: ${item.jid}`);
  });
});

describe('a book that is gone', () => {
  const gone: Unread = { ...family, reason: 'gone', isKnown: true };
  const absentBooks = { books: [{ url: gone.book, name: gone.name }], jids, owned: 60 };

  it('is asked about, with the way to either answer', () => {
    const lines = syncLines(report({ unread: [gone], absentBooks }));
    expect(lines.slice(2)).toEqual([
      'john: the server does not list "Family" any more. 2 of 60 items come from there and nowhere else, and stay as last read:',
      `  would go: ${jids[0]}`,
      `  would go: ${jids[1]}`,
      'john: if it is gone for good, run "rolodial sync --allow-mass-removal" to remove these items; if not, "rolodial sync --keep-gone-books" keeps them without asking again.',
    ]);
  });

  it('is told as unread where nothing may be removed anyhow', () => {
    const lines = syncLines(report({ unread: [bob, gone], absentBooks: null }));
    expect(lines.join('\n')).toContain('"Family": the server does not list it any more');
  });
});

describe('what else a sync says of the address book', () => {
  it('is how many cards had been missed', () => {
    const { addressBook } = report();
    const missed = (count: number) =>
      syncLines(report({ addressBook: { ...addressBook, missed: count } }))[2];
    expect(missed(0)).toBeUndefined();
    expect(missed(1)).toContain('1 card had been missed');
    expect(missed(3)).toContain('3 cards had been missed');
  });

  it('is which books the server makes itself, and how to read them', () => {
    const url = 'https://cloud.example.com/dav/john/z-server-generated--system/';
    const lines = syncLines(report({ leftOut: [{ url, name: 'Accounts' }] }));
    expect(lines[2]).toContain('"Accounts"');
    expect(lines[2]).toContain(`name ${url} in carddav.books`);
  });
});
