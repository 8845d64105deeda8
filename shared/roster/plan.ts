/**
 * The plan: what a sync would change in the roster. A pure function of what is wanted, what stands, and
 * what Rolodial recorded as its own; preview, dry run, the guard, undo and the tests all rest on its
 * being a value.
 *
 * Ownership is by ledger, not by looks: nothing is removed that the ledger does not name, items of shared
 * groups are never touched, and an item that somebody else made and that we want is a takeover whose old
 * naming is kept, to be given back when we want it no more.
 */

import type { Profile } from '../settings/schema.ts';
import type { Conflict } from './conflict.ts';
import type { DesiredItem } from './desired.ts';
import { cleanGroups, type Naming, type RosterItem, sameName, sameNaming } from './item.ts';
import { looksLikeGatewayJid } from './jid.ts';
import { type LedgerEntry, newEntry, sameEntry, standingEntry, theirGroups } from './ledger.ts';

/** The live roster, and which of its items the server injects from shared groups. */
export interface LiveRoster {
  readonly items: readonly RosterItem[];
  readonly shared: ReadonlySet<string>;
}

export type PlanSettings = Pick<Profile, 'takeover' | 'renamedElsewhere'>;

interface Planned {
  readonly jid: string;
  /** As it stands; null where it does not. */
  readonly before: Naming | null;
  /** As it will stand; null where it will not. */
  readonly after: Naming | null;
  /** What the ledger says of the item as it stands; null where it is not ours. */
  readonly ledgerBefore: LedgerEntry | null;
  /** What the ledger says once this is done; null where the item is not ours any more. */
  readonly ledgerAfter: LedgerEntry | null;
  /** Ours, and named otherwise by another client since. */
  readonly changedElsewhere: boolean;
}

export type PlanAction =
  | (Planned & { readonly action: 'add'; readonly before: null; readonly after: Naming })
  | (Planned & {
      readonly action: 'update';
      readonly before: Naming;
      readonly after: Naming;
      /** The item stood under another name, or outside our groups, and was not ours. */
      readonly takeover: boolean;
      /** A takeover that is not made before the user has said so. */
      readonly asks: boolean;
      /** The item goes back to how it stood before the takeover, and is ours no more. */
      readonly giveBack: boolean;
    })
  | (Planned & { readonly action: 'remove'; readonly before: Naming; readonly after: null })
  | (Planned & {
      readonly action: 'keep';
      readonly before: Naming;
      readonly after: Naming;
      /** The ledger does not say so yet. */
      readonly record: boolean;
    });

export interface Plan {
  /** Adds, then updates, then removals, then what stays; each sorted by JID. */
  readonly actions: readonly PlanAction[];
  /** Wanted JIDs that do not get their name, or not without a question. */
  readonly conflicts: readonly Conflict[];
  /** Items that look like the gateway's and are neither ours nor wanted; never touched. */
  readonly unclaimed: readonly string[];
  /** Ledger entries that speak of no item: it is gone, or somebody else's, or as it was before us. */
  readonly forgotten: readonly string[];
}

/**
 * A name of ours that another client replaced again and again stays replaced: two Rolodials with different
 * address books, or a server module that names the same items, would go on for ever.
 */
export const overrulesAtMost = 3;

/** Computes the plan. Total: any input gives a plan, and the same input the same plan. */
export function plan(
  desired: readonly DesiredItem[],
  live: LiveRoster,
  ledger: readonly LedgerEntry[],
  settings: PlanSettings,
): Plan {
  const standing = new Map(live.items.map((item) => [item.jid, item]));
  const entries = new Map(ledger.map((entry) => [entry.jid, entry]));
  const wanted = new Set(desired.map((item) => item.jid));
  const actions: PlanAction[] = [];
  const conflicts: Conflict[] = [];
  const forgotten: string[] = [];

  for (const item of desired) {
    const before = standing.get(item.jid);
    const stored = entries.get(item.jid);
    if (!before) actions.push(add(item));
    else if (live.shared.has(item.jid)) conflicts.push(conflict('shared-group', item, before));
    else {
      const entry = standingEntry(stored, before);
      const action = entry
        ? bringInLine(item, before, entry, stored, settings)
        : claim(item, before, settings);
      if (action) actions.push(action);
      if (!action || isHeld(action)) conflicts.push(conflict('takeover', item, before));
      else if (isContested(action, item, settings)) {
        conflicts.push(conflict('contested', item, before));
      }
    }
  }
  for (const entry of ledger) {
    const before = live.shared.has(entry.jid) ? undefined : standing.get(entry.jid);
    const settled = standingEntry(entry, before);
    if (wanted.has(entry.jid)) {
      if (!settled && !live.shared.has(entry.jid)) forgotten.push(entry.jid);
      continue;
    }
    const action = before && settled && letGo(before, settled);
    if (action) actions.push(action);
    else forgotten.push(entry.jid);
  }
  return {
    actions: actions.sort(byActionThenJid),
    conflicts: conflicts.sort((one, other) => compare(one.jid, other.jid)),
    unclaimed: live.items
      .filter((item) => !wanted.has(item.jid) && looksLikeGatewayJid(item.jid))
      .filter((item) => !standingEntry(entries.get(item.jid), item) && !live.shared.has(item.jid))
      .map((item) => item.jid)
      .sort(),
    forgotten: forgotten.sort(),
  };
}

function add(item: DesiredItem): PlanAction {
  const { jid, name } = item;
  const after = { name, groups: cleanGroups(item.groups) };
  return {
    ...{ action: 'add', jid, before: null, after },
    ...{ ledgerBefore: null, ledgerAfter: newEntry(jid, after), changedElsewhere: false },
  };
}

/** What to do about a wanted item that is ours. */
function bringInLine(
  item: DesiredItem,
  live: RosterItem,
  entry: LedgerEntry,
  stored: LedgerEntry | undefined,
  { renamedElsewhere }: PlanSettings,
): PlanAction {
  const { jid } = item;
  const before = namingOf(live);
  if (entry === stored && isAsItWas(item, before, entry)) {
    const planned = { jid, before, after: before, ledgerBefore: entry, ledgerAfter: entry };
    return { action: 'keep', ...planned, changedElsewhere: false, record: false };
  }
  const wanted = cleanGroups(item.groups);
  const changedElsewhere = !sameName(live, entry) && !sameName(live, item);
  // A new name in the address book is another matter than the one that was disputed.
  const overruled = sameName(entry, item) ? entry.overruled : 0;
  const contested = overruled >= overrulesAtMost;
  // A name that was taken off is no other name that one could keep.
  const respected = renamedElsewhere === 'keep' && before.name !== '';
  const keepsName = changedElsewhere && (contested || respected);
  const after = {
    name: keepsName ? before.name : item.name,
    groups: cleanGroups([...wanted, ...theirGroups(before, entry)]),
  };
  const overrules = changedElsewhere && !keepsName;
  const ledgerAfter: LedgerEntry = {
    ...entry,
    name: keepsName ? entry.name : item.name,
    groups: wanted,
    overruled: overrules ? overruled + 1 : overruled,
    // What was taken over is given back under the last name that the user gave it.
    original:
      overrules && entry.original && before.name !== ''
        ? { ...entry.original, name: before.name }
        : entry.original,
  };
  const planned = { jid, before, after, ledgerBefore: entry, ledgerAfter, changedElsewhere };
  if (sameNaming(before, after)) {
    return { action: 'keep', ...planned, record: !sameEntry(stored, ledgerAfter) };
  }
  return { action: 'update', ...planned, takeover: false, asks: false, giveBack: false };
}

/** Nearly every item of nearly every sync: nothing at all has changed about it. */
function isAsItWas(
  item: DesiredItem,
  live: Naming,
  { name, groups, original }: LedgerEntry,
): boolean {
  const [group] = item.groups;
  return (
    original === null &&
    item.name === name &&
    item.name === live.name &&
    item.groups.length === 1 &&
    groups.length === 1 &&
    live.groups.length === 1 &&
    group === groups[0] &&
    group === live.groups[0]
  );
}

/** What to do about a wanted item that is not ours; `undefined` where it is to be left as it is. */
function claim(
  item: DesiredItem,
  live: RosterItem,
  settings: PlanSettings,
): PlanAction | undefined {
  const { jid } = item;
  const before = namingOf(live);
  const wanted = { name: item.name, groups: cleanGroups(item.groups) };
  const after = { name: wanted.name, groups: cleanGroups([...wanted.groups, ...before.groups]) };
  const planned = { jid, before, after, ledgerBefore: null, changedElsewhere: false };
  if (sameNaming(before, after)) {
    return { action: 'keep', ...planned, ledgerAfter: newEntry(jid, wanted), record: true };
  }
  if (settings.takeover === 'leave') return undefined;
  const ledgerAfter = newEntry(jid, wanted, before);
  const asks = settings.takeover === 'ask';
  return { action: 'update', ...planned, ledgerAfter, takeover: true, asks, giveBack: false };
}

/** What to do about an item of ours that is wanted no more; `undefined` where nothing is left to do. */
function letGo(live: RosterItem, entry: LedgerEntry): PlanAction | undefined {
  const { jid } = entry;
  const before = namingOf(live);
  const changedElsewhere = !sameName(live, entry);
  const planned = { jid, before, ledgerBefore: entry, ledgerAfter: null, changedElsewhere };
  if (entry.original === null) return { action: 'remove', ...planned, after: null };
  const after = {
    // A name that the user gave since is newer than the one before us.
    name: changedElsewhere ? before.name : entry.original.name,
    groups: theirGroups(before, entry),
  };
  if (sameNaming(before, after)) return undefined;
  return { action: 'update', ...planned, after, takeover: false, asks: false, giveBack: true };
}

function namingOf({ name, groups }: RosterItem): Naming {
  return { name, groups: cleanGroups(groups) };
}

function isHeld(action: PlanAction): boolean {
  return action.action === 'update' && action.asks;
}

/** The other name stays although the address book was to win. */
function isContested(
  { changedElsewhere, after }: PlanAction,
  item: DesiredItem,
  { renamedElsewhere }: PlanSettings,
): boolean {
  const keepsName = changedElsewhere && after !== null && !sameName(after, item);
  return keepsName && renamedElsewhere === 'address-book';
}

function conflict(reason: Conflict['reason'], item: DesiredItem, live: RosterItem): Conflict {
  return { jid: item.jid, reason, name: live.name, others: [item.name] };
}

const actionOrder = { add: 0, update: 1, remove: 2, keep: 3 } as const;

/** The order of the actions of a plan. */
export function byActionThenJid(one: PlanAction, other: PlanAction): number {
  return actionOrder[one.action] - actionOrder[other.action] || compare(one.jid, other.jid);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
