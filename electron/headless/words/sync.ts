/** Reports in the words of the command line. */
import type { SkipReason } from '../../../shared/contact/contact.ts';
import type {
  PlanItem,
  PlanPreview,
  RosterReport,
  SyncReport,
  UndoPreview,
  UndoReport,
} from '../../../shared/contract/report.ts';
import type { Conflict } from '../../../shared/roster/conflict.ts';
import { missedLines, unreadLines, withoutWithheld } from './unread.ts';

const skipWords: Readonly<Record<SkipReason, string>> = {
  'not-a-number': 'not a phone number',
  'too-short': 'too short for a phone number',
  'too-long': 'too long for a phone number',
  'invalid-for-country': 'no number of its country',
  'no-country': 'no country code, and no default country is set',
  'type-excluded': 'its type is left out by the settings',
  'category-excluded': 'its categories are left out by the settings',
  'book-excluded': 'its address book is left out by the settings',
  'own-number': 'one of your own numbers',
  'unreadable-card': 'the card cannot be read',
};

/** Conflicts with another program or with the user's own items; two contacts with one number are none. */
const conflictWords: Readonly<Partial<Record<Conflict['reason'], string>>> = {
  'shared-group': 'belongs to a shared group of the server',
  takeover: 'stands under a name that Rolodial did not give',
  contested: 'is renamed by another program again and again',
  shortened: 'is what the server makes of a name that it cuts or changes',
};

/**
 * What a sync did, for a person.
 *
 * @param before the report that was shown last, if any: what could not be read then either is not listed again
 */
export function syncLines(report: SyncReport, before?: SyncReport): string[] {
  const { profile, guard, addressBook } = report;
  const lines = [
    `${profile}: ${addressBookWords(addressBook)}`,
    ...(guard ? guardLines(report) : [countLine(report)]),
    ...missedLines(report),
    ...unreadLines(report, before),
    ...failedLines(report),
    ...conflictLines(report),
    ...skippedLines(report),
  ];
  if (report.roster.kind === 'remote') {
    lines.push(`${profile}: this roster is kept by a remote service; nothing more is pushed.`);
  }
  return lines;
}

/** What a sync came to, in a line. */
function countLine({ profile, applied, plan, skipped, failed, unread }: SyncReport): string {
  const notRead = unread.length > 0 ? `, ${unread.length} not read` : '';
  return `${profile}: ${applied.added} added, ${applied.updated} changed, ${applied.removed} removed, ${plan.keep} unchanged, ${skipped.length} skipped, ${failed.length} failed${notRead}`;
}

/** What undoing did, for a person. */
export function undoLines(report: UndoReport): string[] {
  const { profile, undone, applied, left, failed, guard } = report;
  if (undone === null) return [`${profile}: there is nothing to undo.`];
  if (guard) return guardLines(report);
  return [
    `${profile}: undid the sync of ${undone}: ${applied.added} added again, ${applied.updated} changed back, ${applied.removed} removed, ${left.length} left alone, ${failed.length} failed`,
    ...left.map(leftLine),
    ...failedLines(report),
    `${profile}: no sync runs by itself now; "rolodial sync" would do it again.`,
  ];
}

/** What undoing would do, for a person. */
export function undoPreviewLines({ profile, undone, plan, items, left }: UndoPreview): string[] {
  if (undone === null) return [`${profile}: there is nothing to undo.`];
  return [
    `${profile}: would undo the sync of ${undone}: add ${plan.add} again, change ${plan.update} back, remove ${plan.remove}, leave ${left.length} alone`,
    ...items.map(itemLine),
    ...left.map(leftLine),
  ];
}

function leftLine({ jid, name }: UndoReport['left'][number]): string {
  return `  left alone, changed since: "${name}" ${jid}`;
}

/** What a sync would do, for a person. */
export function planLines(preview: PlanPreview): string[] {
  const { profile, guard, addressBook } = preview;
  const { plan, items } = withoutWithheld(preview);
  return [
    `${profile}: ${addressBookWords(addressBook)}`,
    `${profile}: would add ${plan.add}, change ${plan.update}, remove ${plan.remove}; ${plan.keep} unchanged`,
    ...items.filter((item) => item.action !== 'keep').map(itemLine),
    ...missedLines(preview),
    ...unreadLines(preview),
    ...conflictLines(preview),
    ...skippedLines(preview),
    ...(guard ? guardLines({ profile, guard }) : []),
  ];
}

function addressBookWords({ cards, contacts, numbers }: SyncReport['addressBook']): string {
  if (cards === 0) return 'the address book is empty';
  return `${cards} cards, ${contacts} contacts, ${numbers} numbers`;
}

const signs = { add: '+', update: '~', remove: '-', keep: ' ' } as const;

function itemLine(item: PlanItem): string {
  const { action, jid, name, groups, was, takeover, asks, changedElsewhere } = item;
  const before = was && action === 'update' ? `"${was.name}" → ` : '';
  const notes = [
    ...(takeover ? ['stood under another name'] : []),
    ...(asks ? ['only with --only'] : []),
    ...(changedElsewhere ? ['changed elsewhere'] : []),
  ];
  const note = notes.length > 0 ? ` (${notes.join(', ')})` : '';
  return `  ${asks ? '?' : signs[action]} ${before}"${name}" [${groups.join(', ')}] ${jid}${note}`;
}

function failedLines({ failed }: Pick<SyncReport, 'failed'>): string[] {
  return failed.map(({ jid, condition, text }) =>
    `  failed: ${jid}: ${condition} ${text}`.trimEnd(),
  );
}

function conflictLines({ conflicts }: Pick<SyncReport, 'conflicts'>): string[] {
  return conflicts.flatMap(({ jid, reason, name, others }) => {
    const words = conflictWords[reason];
    return words ? [`  left alone: "${name}" ${words}, not "${others.join('", "')}": ${jid}`] : [];
  });
}

function skippedLines({ skipped }: Pick<SyncReport, 'skipped'>): string[] {
  return skipped.map(
    ({ card, raw, reason }) => `  skipped: ${card}: "${raw}": ${skipWords[reason]}`,
  );
}

const whyGuarded = {
  empty: 'the address book came back empty',
  many: 'that is more than the settings allow without asking',
} as const;

function guardLines({ profile, guard }: Pick<SyncReport, 'profile' | 'guard'>): string[] {
  if (!guard) return [];
  const why = guard.reason === 'empty-read' ? whyGuarded.empty : whyGuarded.many;
  return [
    `${profile}: stopped before removing ${guard.removals} of ${guard.owned} items: ${why}. Nothing was changed.`,
    `${profile}: if this is right, run again with --allow-mass-removal.`,
  ];
}

/** The live roster, for a person. */
export function rosterLines(profile: string, { kind, version, items }: RosterReport): string[] {
  return [
    `${profile}: ${items.length} items, kept by ${kindWords[kind]}${version ? `, version ${version}` : ''}`,
    ...items.map(
      (item) =>
        `  ${item.class.padEnd(9)} ${item.name === '' ? '(no name)' : `"${item.name}"`} [${item.groups.join(', ')}] ${item.jid}`,
    ),
  ];
}

export const kindWords = {
  server: 'the server',
  remote: 'a remote service',
  served: 'Rolodial itself, as a service',
  unknown: 'the server or a remote service (not known yet)',
} as const;
