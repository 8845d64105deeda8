/** The result of a sync for a person to read: counts, the first items, what was skipped, and shared groups. */
import type { RosterReport, SyncReport } from '../../shared/contract/report.ts';

const shownItems = 12;

/** What the sync did and what it could not use. */
export function syncSummary(report: SyncReport): string {
  const { addressBook, roster, applied, plan, failed, skipped, conflicts, durationMs } = report;
  const lines = [
    `Address book   ${addressBook.cards} cards, ${addressBook.contacts} contacts, ${addressBook.numbers} numbers`,
    `Roster         ${roster.items} items, kept by: ${roster.kind}`,
    `Sync           ${applied.added} added, ${applied.updated} updated, ${applied.removed} removed, ${plan.keep} unchanged, ${failed.length} failed (${(durationMs / 1000).toFixed(1)} s)`,
  ];
  if (skipped.length > 0) {
    lines.push('', `Skipped numbers (${skipped.length})`);
    // Names last: they may be wider than their characters, or run from right to left.
    for (const { card, raw, reason } of skipped) {
      lines.push(`  ${reason.padEnd(20)} ${(raw || '(empty)').padEnd(26)} ${card}`);
    }
  }
  if (conflicts.length > 0) {
    lines.push('', `Conflicts (${conflicts.length})`);
    for (const { jid, reason, name, others } of conflicts) {
      lines.push(`  ${reason.padEnd(20)} ${jid}: ${name}; not used: ${others.join(', ')}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** The first items that are Rolodial's, and the groups that the server shares. */
export function rosterSummary({ items }: RosterReport): string {
  const ours = items.filter((item) => item.class === 'ours');
  const lines = [`Items of Rolodial in the roster (${ours.length})`];
  for (const { jid, name, groups } of ours.slice(0, shownItems)) {
    lines.push(`  ${groups.join(', ').padEnd(6)} ${jid.padEnd(46)} ${name}`);
  }
  if (ours.length > shownItems) lines.push(`  … and ${ours.length - shownItems} more`);

  const members = new Map<string, string[]>();
  for (const { jid, name, groups } of items.filter((item) => item.class === 'shared')) {
    for (const group of groups) {
      members.set(group, [...(members.get(group) ?? []), name ? `${name} (${jid})` : jid]);
    }
  }
  lines.push('', `Shared groups (${members.size})`);
  for (const [group, names] of members) lines.push(`  ${group}: ${names.join(', ')}`);
  return `${lines.join('\n')}\n`;
}
