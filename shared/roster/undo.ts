/**
 * Undo: the plan that reverts what a sync did, item by item, against the roster and the ledger as they are
 * now. Items that were changed again since are left alone.
 */
import { type Naming, namingOf, type RosterItem, sameNaming } from './item.ts';
import { type LedgerEntry, standingEntry } from './ledger.ts';
import { byActionThenJid, byJid } from './order.ts';
import type { LiveRoster, Plan, PlanAction } from './plan.ts';
import { asMeant } from './stored.ts';

/** What a sync did to one item, from the history. */
export interface RecordedChange {
  readonly jid: string;
  /** The item before the sync and after it; null where there was none. */
  readonly before: Naming | null;
  readonly after: Naming | null;
  /** What the ledger said of the item before the sync; null where it was not ours. */
  readonly ledgerBefore: LedgerEntry | null;
}

export interface UndoPlan extends Plan {
  /** Items changed again since, sorted by JID. */
  readonly left: readonly { readonly jid: string; readonly name: string }[];
}

/** Plans to revert these changes. Never throws; once applied, the same call plans nothing. */
export function undoPlan(
  changes: readonly RecordedChange[],
  live: LiveRoster,
  ledger: readonly LedgerEntry[],
): UndoPlan {
  const standing = new Map(live.items.map((item) => [item.jid, item]));
  const entries = new Map(ledger.map((entry) => [entry.jid, entry]));
  const actions: PlanAction[] = [];
  const left: { jid: string; name: string }[] = [];

  for (const change of changes) {
    const item = standing.get(change.jid);
    if (isNamed(item, change.before)) continue;
    const entry = standingEntry(entries.get(change.jid), item);
    const action =
      isNamed(item && entry ? asMeant(item, entry) : item, change.after) &&
      !live.shared.has(change.jid)
        ? inverse(change, item, entry)
        : undefined;
    if (action) actions.push(action);
    else left.push({ jid: change.jid, name: item?.name ?? '' });
  }
  return {
    actions: actions.sort(byActionThenJid),
    conflicts: [],
    unclaimed: [],
    forgotten: [],
    left: left.sort(byJid),
  };
}

/** The action that reverts one change; undefined where the item is not ours any more. */
function inverse(
  { jid, before: past, ledgerBefore: pastEntry }: RecordedChange,
  item: RosterItem | undefined,
  entry: LedgerEntry | undefined,
): PlanAction | undefined {
  const planned = {
    jid,
    ledgerBefore: entry ?? null,
    ledgerAfter: pastEntry,
    changedElsewhere: false,
  };
  if (!item) {
    return past ? { action: 'add', ...planned, before: null, after: past } : undefined;
  }
  const before = namingOf(item);
  // A sync keeps an item in the ledger, or gives it back, which leaves an entry before and none now.
  if (!entry && !(past && pastEntry)) return undefined;
  if (!past) return { action: 'remove', ...planned, before, after: null };
  return {
    ...{ action: 'update', ...planned, before, after: past },
    ...{ takeover: !entry, asks: false, giveBack: pastEntry === null },
  };
}

function isNamed(item: Naming | undefined, naming: Naming | null): boolean {
  return item && naming ? sameNaming(item, naming) : !item && !naming;
}
