/**
 * The plan: what a sync would change in the roster. A pure function of what is wanted, what stands, and
 * what Rolodial recorded as its own; preview, dry run, the guard, undo and the tests all rest on its
 * being a value.
 *
 * Ownership is by ledger, not by looks: nothing is removed that the ledger does not name, items of shared
 * groups are never touched, and an item that somebody else made and that we want is a takeover whose old
 * naming is kept, to be given back when we want it no more.
 */
import type { Conflict } from '../ipc/report.ts';
import type { DesiredItem } from './desired.ts';
import { cleanGroups, type Naming, type RosterItem, sameNaming } from './item.ts';
import { looksLikeGatewayJid } from './jid.ts';

/** One item that Rolodial recorded as its own. */
export interface LedgerEntry extends Naming {
  readonly jid: string;
  /** `intended`: written before the set was sent, and its answer was never seen. */
  readonly state: 'intended' | 'confirmed';
  /** How the item stood before a takeover; null where Rolodial made the item. */
  readonly original: Naming | null;
}

/** The live roster, and which of its items the server injects from shared groups. */
export interface LiveRoster {
  readonly items: readonly RosterItem[];
  readonly shared: ReadonlySet<string>;
}

interface Planned {
  readonly jid: string;
  /** As it stands; null where it does not. */
  readonly before: Naming | null;
  /** As it will stand; null where it will not. */
  readonly after: Naming | null;
  /** How it stood before Rolodial took it over; recorded in the ledger. */
  readonly original: Naming | null;
}

export type PlanAction =
  | (Planned & { readonly action: 'add'; readonly before: null; readonly after: Naming })
  | (Planned & {
      readonly action: 'update';
      readonly before: Naming;
      readonly after: Naming;
      /** The item stood under another name and was not ours. */
      readonly takeover: boolean;
      /** The item goes back to how it stood before the takeover, and is ours no more. */
      readonly giveBack: boolean;
    })
  | (Planned & { readonly action: 'remove'; readonly before: Naming; readonly after: null })
  | (Planned & {
      readonly action: 'keep';
      readonly before: Naming;
      readonly after: Naming;
      /** The ledger does not say yet that it is ours as it stands. */
      readonly record: boolean;
    });

export interface Plan {
  /** Adds, then updates, then removals, then what stays; each sorted by JID. */
  readonly actions: readonly PlanAction[];
  /** Wanted JIDs that the server injects: the server's, and never pushed. */
  readonly conflicts: readonly Conflict[];
  /** Items that look like the gateway's and are neither ours nor wanted; never touched. */
  readonly unclaimed: readonly string[];
  /** Ledger entries without an item: gone from the roster and not wanted. */
  readonly forgotten: readonly string[];
}

/** Computes the plan. Total: any input gives a plan, and the same input the same plan. */
export function plan(
  desired: readonly DesiredItem[],
  live: LiveRoster,
  ledger: readonly LedgerEntry[],
): Plan {
  const standing = new Map(live.items.map((item) => [item.jid, item]));
  const entries = new Map(ledger.map((entry) => [entry.jid, entry]));
  const wanted = new Set(desired.map((item) => item.jid));
  const actions: PlanAction[] = [];
  const conflicts: Conflict[] = [];

  for (const item of desired) {
    const before = standing.get(item.jid);
    if (before && live.shared.has(item.jid)) {
      conflicts.push({
        jid: item.jid,
        reason: 'shared-group',
        name: before.name,
        others: [item.name],
      });
    } else actions.push(want(item, before, entries.get(item.jid)));
  }
  const forgotten: string[] = [];
  for (const entry of ledger) {
    if (wanted.has(entry.jid)) continue;
    const before = standing.get(entry.jid);
    if (before && !live.shared.has(entry.jid) && isOurs(entry, before)) {
      actions.push(unwant(entry, before));
    } else forgotten.push(entry.jid);
  }
  return {
    actions: actions.sort(byActionThenJid),
    conflicts,
    unclaimed: live.items
      .filter((item) => looksLikeGatewayJid(item.jid) && !wanted.has(item.jid))
      .filter((item) => !entries.has(item.jid) && !live.shared.has(item.jid))
      .map((item) => item.jid)
      .sort(),
    forgotten: forgotten.sort(),
  };
}

/** What to do about an item that is wanted. */
function want(
  item: DesiredItem,
  live: RosterItem | undefined,
  entry: LedgerEntry | undefined,
): PlanAction {
  const { jid } = item;
  if (!live) {
    const after = { name: item.name, groups: cleanGroups(item.groups) };
    return { action: 'add', jid, before: null, after, original: null };
  }
  const before = { name: live.name, groups: cleanGroups(live.groups) };
  const ours = entry !== undefined && isOurs(entry, live);
  const after = { name: item.name, groups: groupsAfter(item, before, ours ? entry : undefined) };
  if (sameNaming(before, after)) {
    const record = entry?.state !== 'confirmed' || !sameNaming(entry, after);
    return { action: 'keep', jid, before, after, original: ours ? entry.original : null, record };
  }
  const original = ours ? entry.original : before;
  return { action: 'update', jid, before, after, original, takeover: !ours, giveBack: false };
}

/** What to do about an item of ours that is wanted no more. */
function unwant(entry: LedgerEntry, live: RosterItem): PlanAction {
  const { jid } = entry;
  const before = { name: live.name, groups: cleanGroups(live.groups) };
  if (entry.original === null)
    return { action: 'remove', jid, before, after: null, original: null };
  const after = { name: entry.original.name, groups: [...entry.original.groups] };
  return { action: 'update', jid, before, after, original: null, takeover: false, giveBack: true };
}

/**
 * Whether a ledger entry speaks of the item that stands. One that was only intended does so when the item
 * is as intended: the set may never have arrived, and the item may be the user's.
 */
function isOurs(entry: LedgerEntry, live: RosterItem): boolean {
  return entry.state === 'confirmed' || sameNaming(entry, live);
}

/** The wanted groups, and those that the user added in another client. */
function groupsAfter(
  item: DesiredItem,
  before: Naming,
  entry: LedgerEntry | undefined,
): readonly string[] {
  const wanted = cleanGroups(item.groups);
  const ours = new Set([...wanted, ...cleanGroups(entry?.groups ?? [])]);
  const foreign = before.groups.filter((group) => !ours.has(group));
  return [...wanted, ...foreign];
}

const actionOrder = { add: 0, update: 1, remove: 2, keep: 3 } as const;

function byActionThenJid(one: PlanAction, other: PlanAction): number {
  if (one.action !== other.action) return actionOrder[one.action] - actionOrder[other.action];
  if (one.jid === other.jid) return 0;
  return one.jid < other.jid ? -1 : 1;
}
