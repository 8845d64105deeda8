/**
 * Decides whose an item of the live roster is. The protocol does not mark shared items, so this weighs the
 * evidence, keeps the reasons, and leaves doubtful items alone.
 *
 * The user's mark decides. Without one, an administrator's file decides for the members that it names, and
 * the server (Openfire's answer, a group that came back) for a whole group. Without these, members of a group
 * that Rolodial did not make are shared where they are subscribed both ways and the server was seen to inject
 * items, and otherwise perhaps shared. No set is sent for either.
 */
import type { RosterItem } from './item.ts';
import { looksLikeGatewayJid } from './jid.ts';

/**
 * Why a group is taken for shared, or for the user's own:
 * - `mark`: the user has marked it;
 * - `file`: the administrator's `sharedgroups.txt` holds it for this account;
 * - `openfire`: the server itself names it (`http://www.jivesoftware.org/protocol/sharedgroup`);
 * - `came-back`: it was taken off a contact (`jid`), and the next login had it back;
 * - `unversioned`: the server versions rosters, but left the version out: it injects items;
 * - `both`: members of it are subscribed both ways, and Rolodial did not make it. No proof by itself.
 */
export interface GroupEvidence {
  kind: 'mark' | 'file' | 'openfire' | 'came-back' | 'unversioned' | 'both';
  /** When it was seen, in ISO 8601; null for now. */
  at: string | null;
  jid: string | null;
}

/** `perhaps`: without proof. Rolodial treats it as shared until the user says otherwise. */
export type GroupVerdict = 'shared' | 'perhaps' | 'personal';

/** How the user has marked a group. */
export type GroupMark = 'shared' | 'personal';

export type ItemClass = 'ours' | 'shared' | 'personal' | 'unclaimed';

/** How the server versions the roster, as the session saw it. */
export interface RosterEvidence {
  /** The stream features held `urn:xmpp:features:rosterver` (RFC 6121 §2.6.1). */
  readonly versioningAdvertised: boolean;
  /** `ver` of the roster result, or null where it had none. */
  readonly version: string | null;
}

/** Evidence about this server, from this login or earlier ones. */
export interface SharingEvidence {
  /** Since when results without `ver` are known although versioning is advertised: Prosody 0.12 injects. */
  readonly injectsSince: string | null;
  /** Groups that were taken off a contact, and were back at the next login. */
  readonly cameBack: readonly {
    readonly group: string;
    readonly jid: string;
    readonly at: string;
  }[];
  /** The groups that the server names as shared; null where it is not Openfire. */
  readonly openfire: readonly string[] | null;
  /** Whether an outside service keeps the roster; all items are `both` then, which is no evidence. */
  readonly remote: boolean;
}

/** What Rolodial knows to be its own. */
export interface OwnItems {
  /** JIDs in the ledger. */
  readonly owned: ReadonlySet<string>;
  /** Groups that Rolodial makes: the aliases of the user's numbers. */
  readonly groups: ReadonlySet<string>;
}

/** JIDs by group: what `sharedgroups.txt` gives to this account. */
export type FileGroups = ReadonlyMap<string, ReadonlySet<string>>;

interface ClassifiedGroup {
  readonly name: string;
  readonly verdict: GroupVerdict;
  readonly mark: GroupMark | null;
  readonly evidence: readonly GroupEvidence[];
  readonly members: readonly RosterItem[];
}

export interface Classification {
  /** Every group of the live roster, by name. */
  readonly groups: readonly ClassifiedGroup[];
  /** JIDs that no roster set may be sent for. */
  readonly shared: ReadonlySet<string>;
}

export const noSharingEvidence: SharingEvidence = {
  injectsSince: null,
  cameBack: [],
  openfire: null,
  remote: false,
};

/**
 * Tells the server's items from the user's.
 *
 * @param marks the user's marks, by group
 * @param file the administrator's file, as far as it concerns this account; null without one
 */
export function classify(
  live: readonly RosterItem[],
  own: OwnItems,
  evidence: SharingEvidence,
  marks: Readonly<Record<string, GroupMark>> = {},
  file: FileGroups | null = null,
): Classification {
  const shared = new Set<string>();
  const groups = [...membersByGroup(live)].map(([name, members]) => {
    const mark = Object.hasOwn(marks, name) ? (marks[name] ?? null) : null;
    const reasons = [...evidenceOf(name, members, own, evidence, file)];
    if (mark) reasons.unshift({ kind: 'mark', at: null, jid: null });
    const verdict = mark ?? verdictOf(reasons);
    if (verdict !== 'personal') {
      for (const item of members)
        if (isInjected(item, name, mark, reasons, own, file)) shared.add(item.jid);
    }
    return { name, verdict, mark, evidence: reasons, members };
  });
  return { groups: groups.sort((one, other) => (one.name < other.name ? -1 : 1)), shared };
}

function membersByGroup(live: readonly RosterItem[]): Map<string, RosterItem[]> {
  const groups = new Map<string, RosterItem[]>();
  for (const item of live) {
    // ejabberd 23.01 may give a group twice.
    for (const group of new Set(item.groups)) {
      const members = groups.get(group);
      if (members) members.push(item);
      else groups.set(group, [item]);
    }
  }
  return groups;
}

/** The reasons to take a group for shared, strongest first. */
function* evidenceOf(
  name: string,
  members: readonly RosterItem[],
  own: OwnItems,
  { injectsSince, cameBack, openfire, remote }: SharingEvidence,
  file: FileGroups | null,
): Generator<GroupEvidence> {
  if (file?.has(name)) yield { kind: 'file', at: null, jid: null };
  if (openfire?.includes(name)) yield { kind: 'openfire', at: null, jid: null };
  if (remote) return;
  for (const { group, jid, at } of cameBack) {
    // Another Rolodial may have put an item of ours back.
    if (group === name && !own.owned.has(jid)) yield { kind: 'came-back', at, jid };
  }
  if (own.groups.has(name)) return;
  const others = members.filter(({ jid }) => !own.owned.has(jid));
  if (!others.some(isSubscribedBothWays)) return;
  if (injectsSince !== null) yield { kind: 'unversioned', at: injectsSince, jid: null };
  yield { kind: 'both', at: null, jid: null };
}

function verdictOf(reasons: readonly GroupEvidence[]): GroupVerdict {
  if (reasons.some(({ kind }) => kind !== 'both')) return 'shared';
  return reasons.length > 0 ? 'perhaps' : 'personal';
}

/** Whether the server gives this member of a shared group; the user may have put others into it. */
function isInjected(
  item: RosterItem,
  group: string,
  mark: GroupMark | null,
  reasons: readonly GroupEvidence[],
  { owned }: OwnItems,
  file: FileGroups | null,
): boolean {
  if (mark === 'shared') return true;
  if (file?.get(group)?.has(item.jid)) return true;
  if (owned.has(item.jid)) return false;
  return isSubscribedBothWays(item) || reasons.some(({ kind }) => kind === 'openfire');
}

function isSubscribedBothWays({ subscription }: RosterItem): boolean {
  return subscription === 'both';
}

export function classOf(
  item: RosterItem,
  owned: ReadonlySet<string>,
  shared: ReadonlySet<string>,
): ItemClass {
  if (shared.has(item.jid)) return 'shared';
  if (owned.has(item.jid)) return 'ours';
  return looksLikeGatewayJid(item.jid) ? 'unclaimed' : 'personal';
}
