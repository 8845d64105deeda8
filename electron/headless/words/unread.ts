/** What a sync could not read, or did not, in the words of the command line. */
import type { PlanPreview, SyncReport } from '../../../shared/contract/report.ts';
import type { Unread, UnreadReason } from '../../../shared/contract/unread.ts';
import { lastPathPart } from '../../../shared/settings/book-address.ts';

type Report = Pick<
  SyncReport,
  'profile' | 'addressBook' | 'unread' | 'withheld' | 'absentBooks' | 'leftOut'
>;

const reasonWords: Readonly<Record<UnreadReason, string>> = {
  'server-error': 'the server failed over it',
  forbidden: 'the server does not let this account read it',
  'not-found': 'the server lists it, and then says that it is not there',
  empty: 'there is nothing in it',
  'not-a-card': 'it is no vCard',
  'web-page': 'a web page is in its place',
  cut: 'it ends before its end',
  'too-large': 'it is longer than any card should be',
  'not-understood': 'what the server says of it cannot be understood',
  gone: 'the server does not list it any more',
  'no-answer': 'the server gave no answer in time',
};

/**
 * Everything that was not read, and what it means for the items.
 *
 * @param before the report that was shown last, if any: what it told is not told again one by one
 */
export function unreadLines(report: Report, before?: Pick<Report, 'unread'>): string[] {
  const { profile, unread, withheld, absentBooks } = report;
  const told = new Set(before?.unread.map(keyOf));
  const listed = absentBooks ? unread.filter(({ reason }) => reason !== 'gone') : unread;
  const fresh = listed.filter((part) => !told.has(keyOf(part)));
  const still = listed.length - fresh.length;
  return [
    ...fresh.map(unreadLine),
    ...(still > 0 ? [`  not read: ${still} as before`] : []),
    ...(withheld.length > 0
      ? [
          `${profile}: ${items(withheld.length)} not removed, because something that could not be read may want ${withheld.length === 1 ? 'it' : 'them'}:`,
        ]
      : []),
    ...withheld.map((jid) => `  not removed: ${jid}`),
    ...absentLines(report),
    ...leftOutLines(report),
  ];
}

/** How many cards a comparison of all has found that changes had not told; nothing where none was missed. */
export function missedLines({ profile, addressBook: { missed } }: Report): string[] {
  if (missed === 0) return [];
  return [
    `${profile}: ${missed === 1 ? '1 card had been missed' : `${missed} cards had been missed`}: the server had not told of changes; all cards were compared`,
  ];
}

function unreadLine({ book, name, card, contact, reason, isKnown }: Unread): string {
  const what = card === undefined ? `"${name}"` : `"${contact ?? lastPathPart(card)}" of "${name}"`;
  const means = isKnown
    ? 'what was last read of it stays in force'
    : 'it was never read, so nothing is known of it';
  return `  not read: ${what}: ${reasonWords[reason]}; ${means} (${card ?? book})`;
}

function absentLines({ profile, absentBooks }: Report): string[] {
  if (!absentBooks) return [];
  const { books, jids, owned } = absentBooks;
  const names = books.map(({ name }) => `"${name}"`).join(', ');
  const theyAre = books.length === 1 ? 'it is' : 'they are';
  return [
    `${profile}: the server does not list ${names} any more. ${jids.length} of ${owned} items come from there and nowhere else, and stay as last read:`,
    ...jids.map((jid) => `  would go: ${jid}`),
    `${profile}: if ${theyAre} gone for good, run "rolodial sync --allow-mass-removal" to remove these items; if not, "rolodial sync --keep-gone-books" keeps them without asking again.`,
  ];
}

/** Told once for each book: reports name only those that no earlier one has named. */
function leftOutLines({ profile, leftOut }: Report): string[] {
  return leftOut.map(
    ({ name, url }) =>
      `${profile}: not read, because the server makes it itself: "${name}". To read it, name ${url} in carddav.books, with every other book to read.`,
  );
}

/** The changes of a preview that a sync would make, without those that it would withhold. */
export function withoutWithheld({ plan, items: all, withheld }: PlanPreview) {
  const kept = new Set(withheld);
  const held = all.filter(({ jid }) => kept.has(jid));
  const count = (action: 'remove' | 'update') =>
    held.filter((item) => item.action === action && !item.asks).length;
  return {
    plan: {
      ...plan,
      remove: plan.remove - count('remove'),
      update: plan.update - count('update'),
    },
    items: all.filter(({ jid }) => !kept.has(jid)),
  };
}

function items(count: number): string {
  return count === 1 ? '1 item is' : `${count} items are`;
}

function keyOf({ book, card, reason }: Unread): string {
  return JSON.stringify([book, card, reason]);
}
