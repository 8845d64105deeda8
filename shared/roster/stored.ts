/**
 * Servers that keep another name or group than they were sent: cut to a length, in another case or Unicode
 * form, without emoji or white space. What comes back right after a set of ours was confirmed is the server's
 * doing. It is recorded beside what was meant, and read as that from then on: otherwise each sync would set the
 * name again, and blame another client for the one that stands.
 */
import { cleanGroups, type Naming, sameName, sameNaming } from './item.ts';
import type { LedgerEntry } from './ledger.ts';

/**
 * The entry of an item whose set was confirmed and not kept as it was sent.
 *
 * @param set what was sent; the user's own groups are in it, too
 * @param live the item as the server then shows it
 * @returns undefined where it shows what was sent
 */
export function storedEntry(
  entry: LedgerEntry,
  set: Naming,
  live: Naming,
): LedgerEntry | undefined {
  if (sameNaming(set, live)) return undefined;
  const ours = new Set(cleanGroups(entry.groups));
  const theirs = new Set(cleanGroups(set.groups).filter((group) => !ours.has(group)));
  const groups = cleanGroups(live.groups).filter((group) => !theirs.has(group));
  return { ...entry, stored: { name: live.name, groups } };
}

/** A live item of ours with what was meant in the place of what the server keeps instead. */
export function asMeant(live: Naming, { name, groups, stored }: LedgerEntry): Naming {
  if (!stored) return live;
  const standing = new Set(cleanGroups(live.groups));
  const instead = new Set(cleanGroups(stored.groups));
  const isGrouped = [...instead].every((group) => standing.has(group));
  return {
    name: sameName(live, stored) ? name : live.name,
    groups: isGrouped
      ? [...groups, ...[...standing].filter((group) => !instead.has(group))]
      : live.groups,
  };
}
