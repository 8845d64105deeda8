/**
 * The ledger: what Rolodial recorded about each roster item of its own, and what those words mean once the
 * roster has been looked at again.
 *
 * A set may be applied although its answer never came (the process was killed, the stream was lost). So
 * what is about to be sent is written down first ({@link whileUnderWay}), and read with the item that then
 * stands ({@link standingEntry}): the item says whether the set arrived. Where an item is neither what it
 * was nor what it was to be, somebody else made it so, and it is theirs.
 */
import { cleanGroups, type Naming, sameName, sameNaming } from './item.ts';

/**
 * One item that Rolodial recorded as its own: the name that it gave, and the groups that it put the item
 * in. Groups that the user added in other clients are never among them.
 */
export interface LedgerEntry extends Naming {
  readonly jid: string;
  /**
   * - `confirmed`: the item was ours as it says;
   * - `intended`: the first set of an item, not answered yet: ours if it stands so;
   * - `leaving`: what takes the item away or gives it back, not answered yet: ours if it still stands so.
   */
  readonly state: 'intended' | 'confirmed' | 'leaving';
  /** How the item stood before a takeover; null where Rolodial made the item. */
  readonly original: Naming | null;
  /**
   * The other naming by which the item is ours while a set is not answered: what the set makes of a
   * confirmed item, or how a leaving one stood. Null where none is under way.
   */
  readonly pending: Naming | null;
  /** How often in a row this name replaced one that another client had given. */
  readonly overruled: number;
}

/** What a change of the roster means for the ledger. */
export interface LedgerChange {
  readonly jid: string;
  /** As the item stands; null where it does not. */
  readonly before: Naming | null;
  /** What the ledger says before and after; null where the item is not ours. */
  readonly ledgerBefore: LedgerEntry | null;
  readonly ledgerAfter: LedgerEntry | null;
}

/**
 * What the ledger's words mean for an item that stands so.
 *
 * @returns a confirmed entry without anything pending, or `undefined` where the entry does not speak of
 *   this item: it is gone, or it is somebody else's
 */
export function standingEntry(
  entry: LedgerEntry | undefined,
  live: Naming | undefined,
): LedgerEntry | undefined {
  if (!entry || !live) return undefined;
  const { original, pending } = entry;
  if (entry.state === 'confirmed') {
    if (!pending) return entry;
    const name = sameName(live, pending) ? pending.name : entry.name;
    const groups = cleanGroups([...entry.groups, ...pending.groups]);
    return { ...entry, name, groups, pending: null };
  }
  // A takeover that never arrived, or an item that was given back already.
  if (original && sameNaming(live, original)) return undefined;
  const settled: LedgerEntry = { ...entry, state: 'confirmed', pending: null };
  // Under our own name it is ours; under another, only if nothing at all has happened to it.
  if (sameName(live, entry) || (pending && sameNaming(live, pending))) return settled;
  // Whether the set arrived or not, it was theirs, and has a newer name to be given back.
  if (original)
    return { ...settled, original: { name: live.name, groups: theirGroups(live, entry) } };
  return undefined;
}

/** The groups of an item but those that are ours alone; a group that it was in before a takeover stays. */
export function theirGroups(live: Naming, { groups, original }: LedgerEntry): readonly string[] {
  if (!original && sameNaming(live, { name: live.name, groups })) return [];
  const theirs = new Set(cleanGroups(original?.groups ?? []));
  const ours = new Set(cleanGroups(groups).filter((group) => !theirs.has(group)));
  return cleanGroups(live.groups).filter((group) => !ours.has(group));
}

/** What the ledger says while the set of a change is under way; `undefined` where it has nothing to say. */
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

/** An item that is ours from now on. */
export function newEntry(
  jid: string,
  { name, groups }: Naming,
  original: Naming | null = null,
): LedgerEntry {
  return { jid, name, groups, state: 'confirmed', original, pending: null, overruled: 0 };
}

/** Whether two entries say the same. */
export function sameEntry(one: LedgerEntry | undefined, other: LedgerEntry): boolean {
  return (
    one !== undefined &&
    one.state === other.state &&
    one.overruled === other.overruled &&
    sameNaming(one, other) &&
    sameOrNull(one.pending, other.pending) &&
    sameOrNull(one.original, other.original)
  );
}

function sameOrNull(one: Naming | null, other: Naming | null): boolean {
  if (!one || !other) return one === other;
  return sameNaming(one, other);
}
