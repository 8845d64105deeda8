/** Compares an administrator's groups file with one account's live roster. */
import type { FileGroups } from '../classify.ts';
import { cleanName } from '../format.ts';
import { type RosterItem, sameName } from '../item.ts';
import { normalizeBareJid } from '../jid.ts';
import { byJid } from '../order.ts';
import type { FileGroup } from './file.ts';

/**
 * - `ok`: the roster has what the file says;
 * - `missing`: the file gives this member, the roster lacks it in this group;
 * - `extra`: the roster's group holds it, the file's does not;
 * - `other-name`: their names differ;
 * - `not-a-member`: the roster has this group of the file, but the account is not in it.
 */
type MemberVerdict = 'ok' | 'missing' | 'extra' | 'other-name' | 'not-a-member';

export interface MemberCheck {
  readonly group: string;
  readonly jid: string;
  readonly verdict: MemberVerdict;
  /** The name that the file gives in the end (see {@link GivenItem}), and that of the roster; null without. */
  readonly fileName: string | null;
  readonly rosterName: string | null;
}

/** What mod_groups puts into the roster for one JID. */
export interface GivenItem {
  /** As a roster holds it: bare. */
  readonly jid: string;
  /** Of the group that is read last, even where that one gives none. */
  readonly name: string;
  /** In the order in which mod_groups goes through them. */
  readonly groups: readonly string[];
}

/**
 * The groups that mod_groups gives to this account, in its order: those that the account is in, by its line in
 * each, then the public ones. Without the account itself.
 * @param account a bare JID in lower case
 */
export function groupsFor(groups: readonly FileGroup[], account: string): FileGroup[] {
  const mine = groups.filter(({ isPublic, members }) => !isPublic && members.has(account));
  const everyones = groups.filter(({ isPublic }) => isPublic);
  const lineOf = ({ lines }: FileGroup) => lines.get(account) ?? 0;
  return [
    ...mine.sort((one, other) => lineOf(one) - lineOf(other)),
    ...everyones.sort((one, other) => (one.publicLine ?? 0) - (other.publicLine ?? 0)),
  ].map((group) => ({
    ...group,
    members: new Map([...group.members].filter(([jid]) => jid !== account)),
  }));
}

/**
 * What the account's roster gets from the file, sorted by JID. A JID with a resource counts as its bare JID,
 * as clients treat it.
 */
export function membersFor(groups: readonly FileGroup[], account: string): GivenItem[] {
  const given = new Map<string, { name: string; groups: Set<string> }>();
  for (const { name: group, members } of groupsFor(groups, account)) {
    for (const [address, name] of members) {
      const jid = normalizeBareJid(address);
      const before = given.get(jid)?.groups ?? [];
      given.set(jid, { name, groups: new Set([...before, group]) });
    }
  }
  return [...given]
    .map(([jid, { name, groups: standing }]) => ({ jid, name, groups: [...standing] }))
    .sort(byJid);
}

/** The same as JIDs by group, for `classify`. */
export function fileGroupsFor(groups: readonly FileGroup[], account: string): FileGroups {
  return new Map(
    groupsFor(groups, account).map(({ name, members }) => [
      name,
      new Set([...members.keys()].map(normalizeBareJid)),
    ]),
  );
}

/**
 * Compares the file with the live roster. Groups of the roster that the file does not know are the user's
 * own, and left out.
 *
 * @returns sorted by group and JID
 */
export function checkGroupsFile(
  groups: readonly FileGroup[],
  account: string,
  live: readonly RosterItem[],
): MemberCheck[] {
  const mine = new Set(groupsFor(groups, account).map(({ name }) => name));
  const given = byGroup(membersFor(groups, account));
  const inRoster = byGroup(live);
  const checks = groups.flatMap(({ name }) => {
    const standing = inRoster.get(name) ?? [];
    if (!mine.has(name)) {
      return standing.map((item) => check(name, item.jid, 'not-a-member', null, item.name));
    }
    const members = given.get(name) ?? [];
    return [...expected(name, members, standing), ...unexpected(name, members, standing)];
  });
  const key = ({ group, jid }: MemberCheck) => `${group}\n${jid}`;
  return checks.sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

function byGroup<Item extends Pick<RosterItem, 'groups'>>(
  items: readonly Item[],
): Map<string, Item[]> {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    for (const group of new Set(item.groups)) {
      const others = found.get(group);
      if (others) others.push(item);
      else found.set(group, [item]);
    }
  }
  return found;
}

function expected(
  group: string,
  members: readonly GivenItem[],
  standing: readonly RosterItem[],
): MemberCheck[] {
  const byJid = new Map(standing.map((item) => [item.jid, item]));
  return members.map(({ jid, name }) => {
    const item = byJid.get(jid);
    if (!item) return check(group, jid, 'missing', name, null);
    return check(group, jid, isNamedAs(name, item) ? 'ok' : 'other-name', name, item.name);
  });
}

function unexpected(
  group: string,
  members: readonly GivenItem[],
  standing: readonly RosterItem[],
): MemberCheck[] {
  const known = new Set(members.map(({ jid }) => jid));
  return standing
    .filter(({ jid }) => !known.has(jid))
    .map((item) => check(group, item.jid, 'extra', null, item.name));
}

/** True where the file gives no name. Servers may drop spaces and turn tabs into spaces. */
function isNamedAs(fileName: string, item: RosterItem): boolean {
  return cleanName(fileName) === '' || sameName(item, { name: fileName });
}

function check(
  group: string,
  jid: string,
  verdict: MemberVerdict,
  fileName: string | null,
  rosterName: string | null,
): MemberCheck {
  return { group, jid, verdict, fileName, rosterName };
}
