/** Reports in the words of the command line. */
import type { SkipReason } from '../../shared/contact/contact.ts';
import type { PlanItem, PlanPreview, RosterReport, SyncReport } from '../../shared/ipc/report.ts';

const skipWords: Readonly<Record<SkipReason, string>> = {
  'not-a-number': 'not a phone number',
  'too-short': 'too short for a phone number',
  'too-long': 'too long for a phone number',
  'invalid-for-country': 'no number of its country',
  'no-country': 'no country code, and no default country is set',
  'type-excluded': 'its type is left out by the settings',
  'own-number': 'one of your own numbers',
  'unreadable-card': 'the card cannot be read',
};

/** What a sync did, for a person. */
export function syncLines(report: SyncReport): string[] {
  const { profile, applied, plan, skipped, failed, guard, addressBook } = report;
  const lines = [`${profile}: ${addressBookWords(addressBook)}`];
  if (guard) lines.push(...guardLines(report));
  else {
    lines.push(
      `${profile}: ${applied.added} added, ${applied.updated} changed, ${applied.removed} removed, ${plan.keep} unchanged, ${skipped.length} skipped, ${failed.length} failed`,
    );
  }
  lines.push(
    ...failed.map((item) => `  failed: ${item.jid}: ${item.condition} ${item.text}`.trimEnd()),
  );
  lines.push(...skippedLines(report));
  if (report.roster.kind === 'remote') {
    lines.push(`${profile}: this roster is kept by a remote service; nothing more is pushed.`);
  }
  return lines;
}

/** What a sync would do, for a person. */
export function planLines(preview: PlanPreview): string[] {
  const { profile, plan, guard, addressBook, items } = preview;
  return [
    `${profile}: ${addressBookWords(addressBook)}`,
    `${profile}: would add ${plan.add}, change ${plan.update}, remove ${plan.remove}; ${plan.keep} unchanged`,
    ...items.filter((item) => item.action !== 'keep').map(itemLine),
    ...skippedLines(preview),
    ...(guard ? guardLines({ profile, guard }) : []),
  ];
}

function addressBookWords({ cards, contacts, numbers }: SyncReport['addressBook']): string {
  if (cards === 0) return 'the address book is empty';
  return `${cards} cards, ${contacts} contacts, ${numbers} numbers`;
}

const signs = { add: '+', update: '~', remove: '-', keep: ' ' } as const;

function itemLine({ action, jid, name, groups, was, takeover }: PlanItem): string {
  const before = was && action === 'update' ? `"${was.name}" → ` : '';
  const note = takeover ? ' (stood under another name)' : '';
  return `  ${signs[action]} ${before}"${name}" [${groups.join(', ')}] ${jid}${note}`;
}

function skippedLines({ skipped }: Pick<SyncReport, 'skipped'>): string[] {
  return skipped.map(
    ({ card, raw, reason }) => `  skipped: ${card}: "${raw}": ${skipWords[reason]}`,
  );
}

function guardLines({ profile, guard }: Pick<SyncReport, 'profile' | 'guard'>): string[] {
  if (!guard) return [];
  const why =
    guard.reason === 'empty-read'
      ? 'the address book came back empty'
      : `that is more than the settings allow without asking`;
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
  unknown: 'the server or a remote service (not known yet)',
} as const;
