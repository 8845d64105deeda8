/**
 * The ledger: what Rolodial recorded about each roster item of its own, and how to read it beside the live
 * roster.
 *
 * A set may be applied although its answer never came (the process was killed, the stream was lost). So what
 * is about to be sent is recorded first ({@link whileUnderWay}), and compared with the live item later
 * ({@link standingEntry}), which shows whether the set arrived. An item that is neither as before nor as
 * intended was changed by somebody else, and is theirs.
 */
import { cleanGroups, type Naming, sameName, sameNaming } from './item.ts';

/**
 * One item that Rolodial recorded as its own: the name that it gave, and the groups that it put the item
 * in. Groups that the user added in other clients are never among them.
 */
export interface LedgerEntry extends Naming {
  readonly jid: string;
  /**
   * - `confirmed`: the item was ours with this name and these groups;
   * - `intended`: the first set of an item, not answered yet: ours if the live item is the same;
   * - `leaving`: its removal or return, not answered yet: ours if the live item is still the same.
   */
  readonly state: 'intended' | 'confirmed' | 'leaving';
  /** The item before a takeover; null where Rolodial made the item. */
  readonly original: Naming | null;
  /**
   * A second naming by which the item is ours while a set is not answered: the new one of a confirmed item, or
   * the live one of a leaving item. Null where no set is under way.
   */
  readonly pending: Naming | null;
  /** How often in a row this name replaced one that another client had given. */
  readonly overruled: number;
  /** What the server keeps in the place of this name and these groups, where it cuts or changes them. */
  readonly stored?: Naming | undefined;
}

/** What a change of the roster means for the ledger. */
export interface LedgerChange {
  readonly jid: string;
  /** The live item; null where there is none. */
  readonly before: Naming | null;
  /** The ledger's entry before and after; null where the item is not ours. */
  readonly ledgerBefore: LedgerEntry | null;
  readonly ledgerAfter: LedgerEntry | null;
}

/**
 * Reads an entry beside the live item.
 *
 * @returns a confirmed entry without anything pending, or undefined where the item is gone or somebody else's
 */
export function standingEntry(
  entry: LedgerEntry | undefined,
  live: Naming | undefined,
): LedgerEntry | undefined {
  if (!entry || !live) return undefined;
  const { original, pending } = entry;
  if (entry.state === 'confirmed') {
    if (!pending) return entry;
    const arrived = sameName(live, pending);
    const groups = cleanGroups([...entry.groups, ...pending.groups]);
    const named = arrived ? { name: pending.name, stored: undefined } : {};
    return { ...entry, ...named, groups, pending: null };
  }
  // A takeover did not arrive, or the item was given back already.
  if (original && sameNaming(live, original)) return undefined;
  const settled: LedgerEntry = { ...entry, state: 'confirmed', pending: null };
  // With our name it is ours; with another name, only if it is exactly as before.
  if (sameName(live, entry) || (pending && sameNaming(live, pending))) return settled;
  // It was theirs before the set, and they have renamed it, so the newer name is to be given back.
  if (original)
    return { ...settled, original: { name: live.name, groups: theirGroups(live, entry) } };
  return undefined;
}

/** The groups of an item without those that are only ours; a group from before a takeover is kept. */
export function theirGroups(live: Naming, { groups, original }: LedgerEntry): readonly string[] {
  if (!original && sameNaming(live, { name: live.name, groups })) return [];
  const theirs = new Set(cleanGroups(original?.groups ?? []));
  const ours = new Set(cleanGroups(groups).filter((group) => !theirs.has(group)));
  return cleanGroups(live.groups).filter((group) => !ours.has(group));
}

/** The entry to record before the set of a change is sent; undefined where none is needed. */
export function whileUnderWay(change: LedgerChange): LedgerEntry | undefined {
  const { before, ledgerBefore, ledgerAfter } = change;
  if (ledgerAfter === null) {
    return ledgerBefore && before
      ? { ...ledgerBefore, state: 'leaving', pending: before }
      : undefined;
  }
  if (ledgerBefore && before) {
    const { name, groups, original, overruled } = ledgerAfter;
    return { ...ledgerBefore, pending: { name, groups }, original, overruled };
  }
  return { ...ledgerAfter, state: 'intended' };
}

/** The entry of an item that becomes ours. */
export function newEntry(
  jid: string,
  { name, groups }: Naming,
  original: Naming | null = null,
): LedgerEntry {
  return { jid, name, groups, state: 'confirmed', original, pending: null, overruled: 0 };
}

/** Whether two entries are equal. */
export function sameEntry(one: LedgerEntry | undefined, other: LedgerEntry): boolean {
  return (
    one !== undefined &&
    one.state === other.state &&
    one.overruled === other.overruled &&
    sameNaming(one, other) &&
    sameOrNull(one.pending, other.pending) &&
    sameOrNull(one.original, other.original) &&
    sameOrNull(one.stored ?? null, other.stored ?? null)
  );
}

function sameOrNull(one: Naming | null, other: Naming | null): boolean {
  if (!one || !other) return one === other;
  return sameNaming(one, other);
}

/**
 * Whether a wanted item, the live one and its entry are all equal. A quick check, since that is so for nearly
 * every item of nearly every sync.
 */
export function isUnchanged(
  wanted: Naming,
  live: Naming,
  { name, groups, original }: LedgerEntry,
): boolean {
  const [group] = wanted.groups;
  return (
    original === null &&
    wanted.name === name &&
    wanted.name === live.name &&
    wanted.groups.length === 1 &&
    groups.length === 1 &&
    live.groups.length === 1 &&
    group === groups[0] &&
    group === live.groups[0]
  );
}
