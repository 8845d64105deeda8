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
  return sameName(one, other) && sameGroups(one.groups, other.groups);
}

/** Whether two names are the same to a server. */
export function sameName(one: Pick<Naming, 'name'>, other: Pick<Naming, 'name'>): boolean {
  return one.name === other.name || cleanName(one.name) === cleanName(other.name);
}

function sameGroups(one: readonly string[], other: readonly string[]): boolean {
  if (one.length === 1 && other.length === 1 && one[0] === other[0]) return true;
  const left = cleanGroups(one);
  const right = new Set(cleanGroups(other));
  return left.length === right.size && left.every((group) => right.has(group));
}

/** What Rolodial sets of an item, its groups cleaned. */
export function namingOf({ name, groups }: Naming): Naming {
  return { name, groups: cleanGroups(groups) };
}

/** Groups as a server keeps them: cleaned, none empty, each once, in their order. */
export function cleanGroups(groups: readonly string[]): readonly string[] {
  const [only] = groups;
  if (groups.length === 1 && only && cleanName(only) === only) return groups;
  return [...new Set(groups.map(cleanName))].filter((group) => group !== '');
}
