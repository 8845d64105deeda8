/** A roster item (RFC 6121 §2.1.2), and when two of them are the same. */
import { cleanName } from './format.ts';

/** What Rolodial sets on an item: its handle and its groups. */
export interface Naming {
  readonly name: string;
  readonly groups: readonly string[];
}

export interface RosterItem extends Naming {
  /** Bare JID, as {@link normalizeBareJid} gives it. */
  readonly jid: string;
  /** `none`, `to`, `from`, `both` (RFC 6121 §2.1.2.5). */
  readonly subscription: string;
}

/**
 * Whether two namings are the same to a server: white space and order do not count, and a group listed
 * twice counts once (ejabberd 23.01 gives a shared group back twice after a set).
 */
export function sameNaming(one: Naming, other: Naming): boolean {
  return cleanName(one.name) === cleanName(other.name) && sameGroups(one.groups, other.groups);
}

function sameGroups(one: readonly string[], other: readonly string[]): boolean {
  const left = cleanGroups(one);
  const right = new Set(cleanGroups(other));
  return left.length === right.size && left.every((group) => right.has(group));
}

/** Groups as a server keeps them: cleaned, none empty, each once, in their order. */
export function cleanGroups(groups: readonly string[]): string[] {
  return [...new Set(groups.map(cleanName))].filter((group) => group !== '');
}
