/** The live roster as `rolodial roster --json` prints it: each item with whose it is. */
import type { RosterKind, RosterReport } from '../../../shared/contract/report.ts';
import { classOf } from '../../../shared/roster/classify.ts';
import type { LiveRosterView } from '../xmpp/session.ts';
import type { SyncContext } from './context.ts';
import { liveRoster } from './prepare.ts';

export function rosterReport(
  roster: LiveRosterView,
  { records: { ledger }, sharing }: Pick<SyncContext, 'records' | 'sharing'>,
  kind: RosterKind,
): RosterReport {
  const entries = ledger.entries();
  const owned = new Set(entries.map((entry) => entry.jid));
  const { items, shared } = liveRoster(roster, entries, sharing);
  return {
    kind,
    version: roster.evidence.version,
    items: items
      .map((item) => ({
        jid: item.jid,
        name: item.name,
        groups: [...item.groups].sort(),
        subscription: item.subscription,
        class: classOf(item, owned, shared),
      }))
      .sort((one, other) => (one.jid < other.jid ? -1 : 1)),
  };
}
