/**
 * The plan: what a sync would change in the roster. It is a pure function of the desired items, the live
 * roster and the ledger, so that preview, dry run, the guard and undo can use it.
 *
 * Ownership is by ledger, not by looks: only items in the ledger are removed, and items of shared groups are
 * never touched. A desired item that somebody else made is taken over, and its old naming is kept, to be given
 * back when it is no longer wanted.
 */

import type { Profile } from '../settings/schema.ts';
import { type Conflict, conflict, isContested, shortened } from './conflict.ts';
import type { DesiredItem } from './desired.ts';
import {
  cleanGroups,
  type Naming,
  namingOf,
  type RosterItem,
  sameName,
  sameNaming,
} from './item.ts';
import { looksLikeGatewayJid } from './jid.ts';
import {
  isUnchanged,
  type LedgerEntry,
  newEntry,
  sameEntry,
  standingEntry,
  theirGroups,
} from './ledger.ts';
import { byActionThenJid, byJid } from './order.ts';
import { asMeant } from './stored.ts';

/** The live roster, and which of its items the server injects from shared groups. */
export interface LiveRoster {
  readonly items: readonly RosterItem[];
  readonly shared: ReadonlySet<string>;
}

export type PlanSettings = Pick<Profile, 'takeover' | 'renamedElsewhere'>;

interface Planned {
  readonly jid: string;
  /** The live item; null where there is none. */
  readonly before: Naming | null;
  /** The item after the sync; null where it is removed. */
  readonly after: Naming | null;
  /** The ledger's entry for the live item; null where it is not ours. */
  readonly ledgerBefore: LedgerEntry | null;
  /** The ledger's entry afterwards; null where the item is not ours any more. */
  readonly ledgerAfter: LedgerEntry | null;
  /** The item is ours, and another client has renamed it. */
  readonly changedElsewhere: boolean;
}

export type PlanAction =
  | (Planned & { readonly action: 'add'; readonly before: null; readonly after: Naming })
  | (Planned & {
      readonly action: 'update';
      readonly before: Naming;
      readonly after: Naming;
      /** The item was not ours, and had another name or lacked our groups. */
      readonly takeover: boolean;
      /** A takeover that waits for the user's consent. */
      readonly asks: boolean;
      /** The item goes back to what it was before the takeover, and is no longer ours. */
      readonly giveBack: boolean;
    })
  | (Planned & { readonly action: 'remove'; readonly before: Naming; readonly after: null })
  | (Planned & {
      readonly action: 'keep';
      readonly before: Naming;
      readonly after: Naming;
      /** The ledger has to be updated. */
      readonly record: boolean;
    });

export interface Plan {
  /** Adds, updates, removals, then what is kept; each sorted by JID. */
  readonly actions: readonly PlanAction[];
  /** Desired JIDs that do not get their name, or only with the user's consent. */
  readonly conflicts: readonly Conflict[];
  /** Items that look like the gateway's and are neither ours nor wanted; never touched. */
  readonly unclaimed: readonly string[];
  /** Ledger entries whose item is gone, or somebody else's, or as it was before the takeover. */
  readonly forgotten: readonly string[];
}

/**
 * After so many times, a name that another client gives back each time is left. Otherwise two Rolodials with
 * different address books, or a server module that names the same items, would go on for ever.
 */
export const overrulesAtMost = 3;

/** Computes the plan. Never throws, and gives the same plan for the same input. */
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
        ? updateOwn(item, before, entry, stored, settings)
        : claim(item, before, settings);
      if (action) actions.push(action);
      if (!action || (action.action === 'update' && action.asks))
        conflicts.push(conflict('takeover', item, before));
      else if (isContested(action, item, settings)) {
        conflicts.push(conflict('contested', item, before));
      } else if (action.action === 'keep' && action.ledgerAfter?.stored) {
        conflicts.push(shortened(item, before));
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
    const action = before && settled && release(before, settled);
    if (action) actions.push(action);
    else forgotten.push(entry.jid);
  }
  return {
    actions: actions.sort(byActionThenJid),
    conflicts: conflicts.sort(byJid),
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

/** The action for a desired item that is ours. */
function updateOwn(
  item: DesiredItem,
  live: RosterItem,
  entry: LedgerEntry,
  stored: LedgerEntry | undefined,
  { renamedElsewhere }: PlanSettings,
): PlanAction {
  const { jid } = item;
  const before = namingOf(live);
  if (entry === stored && isUnchanged(item, before, entry)) {
    const planned = { jid, before, after: before, ledgerBefore: entry, ledgerAfter: entry };
    return { action: 'keep', ...planned, changedElsewhere: false, record: false };
  }
  const wanted = cleanGroups(item.groups);
  const meant = asMeant(before, entry);
  const changedElsewhere = !sameName(meant, entry) && !sameName(meant, item);
  // A new name in the address book begins a new count.
  const overruled = sameName(entry, item) ? entry.overruled : 0;
  const contested = overruled >= overrulesAtMost;
  // An empty name is not a name to keep.
  const respected = renamedElsewhere === 'keep' && before.name !== '';
  const keepsName = changedElsewhere && (contested || respected);
  const after = {
    name: keepsName ? before.name : item.name,
    groups: cleanGroups([...wanted, ...theirGroups(meant, entry)]),
  };
  const overrules = changedElsewhere && !keepsName;
  // The server keeps it otherwise, and would again.
  const isStored =
    entry.stored !== undefined && !sameNaming(before, after) && sameNaming(meant, after);
  const ledgerAfter: LedgerEntry = {
    ...entry,
    stored: isStored ? entry.stored : undefined,
    name: keepsName ? entry.name : item.name,
    groups: wanted,
    overruled: overrules ? overruled + 1 : overruled,
    // A taken-over item is given back with the last name that the user gave it.
    original:
      overrules && entry.original && before.name !== ''
        ? { ...entry.original, name: before.name }
        : entry.original,
  };
  const planned = { jid, before, after, ledgerBefore: entry, ledgerAfter, changedElsewhere };
  if (isStored || sameNaming(before, after)) {
    const kept = isStored ? before : after;
    return { action: 'keep', ...planned, after: kept, record: !sameEntry(stored, ledgerAfter) };
  }
  return { action: 'update', ...planned, takeover: false, asks: false, giveBack: false };
}

/** The action for a desired item that is not ours; undefined where it is left alone. */
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

/** The action for an item of ours that is no longer desired; undefined where nothing is left to do. */
function release(live: RosterItem, entry: LedgerEntry): PlanAction | undefined {
  const { jid } = entry;
  const before = namingOf(live);
  const meant = asMeant(before, entry);
  const changedElsewhere = !sameName(meant, entry);
  const planned = { jid, before, ledgerBefore: entry, ledgerAfter: null, changedElsewhere };
  if (entry.original === null) return { action: 'remove', ...planned, after: null };
  const after = {
    // A name that the user gave since the takeover is newer.
    name: changedElsewhere ? before.name : entry.original.name,
    groups: theirGroups(meant, entry),
  };
  if (sameNaming(before, after)) return undefined;
  return { action: 'update', ...planned, after, takeover: false, asks: false, giveBack: true };
}
