/** What the administrator's file says of one account's roster, and how the live roster differs from it. */
import type { FileGroups } from '../classify.ts';
import type { RosterItem } from '../item.ts';
import type { FileGroup } from './file.ts';

/**
 * - `ok`: the roster has what the file says;
 * - `missing`: the file gives this member, the roster lacks it in this group;
 * - `extra`: the roster's group holds it, the file's does not;
 * - `other-name`: both name it, and not alike;
 * - `not-a-member`: the roster has this group of the file, but the account is not in it.
 */
type MemberVerdict = 'ok' | 'missing' | 'extra' | 'other-name' | 'not-a-member';

export interface MemberCheck {
  readonly group: string;
  readonly jid: string;
  readonly verdict: MemberVerdict;
  /** The name in the file, and in the roster; null where it does not stand there. */
  readonly fileName: string | null;
  readonly rosterName: string | null;
}

/**
 * What mod_groups gives to this account: the members of its groups and of the public ones, without itself.
 * @param account a bare JID in lower case
 */
export function groupsFor(groups: readonly FileGroup[], account: string): FileGroup[] {
  return groups
    .filter(({ isPublic, members }) => isPublic || members.has(account))
    .map((group) => ({
      ...group,
      members: new Map([...group.members].filter(([jid]) => jid !== account)),
    }));
}

/** The same as JIDs by group, as `classify` wants it; JIDs with a resource count as their bare ones. */
export function fileGroupsFor(groups: readonly FileGroup[], account: string): FileGroups {
  return new Map(
    groupsFor(groups, account).map(({ name, members }) => [name, new Set(members.keys())]),
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
  const mine = new Map(groupsFor(groups, account).map((group) => [group.name, group]));
  const checks = groups.flatMap(({ name }) => {
    const standing = live.filter((item) => item.groups.includes(name));
    const group = mine.get(name);
    return group
      ? [...expected(group, standing), ...unexpected(group, standing)]
      : standing.map((item) => check(name, item.jid, 'not-a-member', null, item.name));
  });
  const key = ({ group, jid }: MemberCheck) => `${group}\n${jid}`;
  return checks.sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

function expected({ name, members }: FileGroup, standing: readonly RosterItem[]): MemberCheck[] {
  const byJid = new Map(standing.map((item) => [item.jid, item]));
  return [...members].map(([jid, fileName]) => {
    const item = byJid.get(jid);
    if (!item) return check(name, jid, 'missing', fileName, null);
    return check(
      name,
      jid,
      sameName(item.name, fileName) ? 'ok' : 'other-name',
      fileName,
      item.name,
    );
  });
}

function unexpected({ name, members }: FileGroup, standing: readonly RosterItem[]): MemberCheck[] {
  return standing
    .filter(({ jid }) => !members.has(jid))
    .map((item) => check(name, item.jid, 'extra', null, item.name));
}

/** A name that the file does not give says nothing; spaces at the ends are lost on the way. */
function sameName(rosterName: string, fileName: string): boolean {
  return fileName.trim() === '' || fileName.trim() === rosterName.trim();
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
