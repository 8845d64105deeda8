/**
 * The shared groups of one account: what a login and every push tell about them, who their members are, and
 * the report of all that.
 */

import { xml } from '@xmpp/client';
import type {
  GroupMember,
  GroupsChanges,
  GroupsReport,
} from '../../../shared/contract/groups-report.ts';
import { type Problem, toProblem } from '../../../shared/errors.ts';
import type { Classification } from '../../../shared/roster/classify.ts';
import type { RosterItem } from '../../../shared/roster/item.ts';
import { normalizeBareJid } from '../../../shared/roster/jid.ts';
import { fileGroupsFor } from '../../../shared/roster/shared-groups/check.ts';
import { groupsOf, parseGroupsFile } from '../../../shared/roster/shared-groups/file.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import { rosterNamespace } from '../xmpp/element.ts';
import type { RosterChange } from '../xmpp/roster.ts';
import type { Session } from '../xmpp/session.ts';
import { readGroupsFile } from './groups-file.ts';
import { MemberLookUp } from './member-lookup.ts';
import { openfireGroups } from './openfire.ts';
import type { ProfileRecords } from './sharing.ts';

export class SharedGroups {
  readonly #profile: Profile;
  readonly #records: ProfileRecords;
  /** Absolute path of the administrator's file; undefined without one. */
  readonly #file: string | undefined;
  readonly #lookUp: MemberLookUp;
  #fileProblem: Problem | null = null;
  #lastReport: GroupsReport | null = null;

  /** @param onChange told whenever {@link report} would answer differently */
  constructor(
    profile: Profile,
    records: ProfileRecords,
    file: string | undefined,
    onChange: () => void,
  ) {
    this.#profile = profile;
    this.#records = records;
    this.#file = file;
    this.#lookUp = new MemberLookUp(
      records.memberProfiles,
      (session) => this.#sharedMembers(session),
      onChange,
    );
  }

  /** To be called after the first full roster of each login, before anything is planned. */
  async loggedIn(session: Session): Promise<void> {
    const { evidence } = this.#records;
    evidence.noteLogin(session.roster.items);
    if (await leavesOutVersion(session).catch(() => false)) evidence.noteInjection();
    await this.#readFile();
    // A server that keeps silent has said nothing; what it said before still holds.
    const groups = await openfireGroups(session).catch(() => undefined);
    if (groups !== undefined) evidence.noteOpenfire(groups);
    this.#lookUp.start(session);
  }

  /** A roster push may take a group off a contact: whether it comes back says whose group it is. */
  pushed({ jid, before, after }: RosterChange): void {
    const standing = after?.groups ?? [];
    const taken = (before?.groups ?? []).filter((group) => !standing.includes(group));
    if (taken.length > 0 || before === undefined || standing.length > before.groups.length) {
      this.#records.evidence.noteTakenOff(jid, taken, standing);
    }
    // ejabberd pushes whom the administrator puts into a group, and often many at once.
    if (after?.subscription === 'both' && standing.length > (before?.groups.length ?? 0)) {
      this.#lookUp.startSoon();
    }
  }

  /** What {@link report} has answered the last time, if it was asked at all: what somebody has seen. */
  get lastReport(): GroupsReport | null {
    return this.#lastReport;
  }

  report(session: Session): GroupsReport {
    this.#lastReport = this.#reportNow(session);
    return this.#lastReport;
  }

  #reportNow(session: Session): GroupsReport {
    const owned = new Set(this.#records.ledger.entries().map(({ jid }) => jid));
    const order = ['shared', 'perhaps', 'personal'];
    const groups = this.#classify(session)
      .groups.filter(({ members }) => members.some(({ jid }) => !owned.has(jid)))
      .map(({ evidence, members, ...group }) => ({
        ...group,
        evidence: [...evidence],
        members: members.map((item) => this.#member(item, session)).sort(byName),
      }));
    return {
      groups: groups.sort((one, other) => {
        return (
          order.indexOf(one.verdict) - order.indexOf(other.verdict) ||
          one.name.localeCompare(other.name)
        );
      }),
      presence: this.#profile.xmpp.presence ?? false,
      lookingUp: this.#lookUp.waiting,
      file: this.#file === undefined ? null : { path: this.#file, problem: this.#fileProblem },
    };
  }

  /** Resolves when no names are being looked up any more. */
  async named(): Promise<void> {
    await this.#lookUp.named();
  }

  /** Asks the members anew who have a name or a picture to show; who had none is left in peace. */
  forgetNames(): void {
    this.#records.memberProfiles.age();
  }

  stop(): void {
    this.#lookUp.stop();
  }

  #classify({ roster }: Session): Classification {
    return this.#records.sharing.classify(roster, this.#records.ledger.entries());
  }

  async #readFile(): Promise<void> {
    this.#fileProblem = null;
    if (this.#file === undefined) return;
    try {
      const { text } = await readGroupsFile(this.#file);
      const groups = groupsOf(parseGroupsFile(text));
      this.#records.sharing.file = fileGroupsFor(groups, normalizeBareJid(this.#profile.xmpp.jid));
    } catch (error) {
      this.#fileProblem = toProblem(error);
    }
  }

  #sharedMembers(session: Session): RosterItem[] {
    const { groups, shared } = this.#classify(session);
    return groups.flatMap(({ members }) => members).filter(({ jid }) => shared.has(jid));
  }

  #member({ jid, name, subscription }: RosterItem, { presences }: Session): GroupMember {
    const found = this.#records.memberProfiles.find(jid);
    const presence = presences?.get(jid);
    const avatar = found?.avatar;
    return {
      jid,
      subscription,
      name: name || found?.name || jid,
      nameFrom: name === '' ? (found?.nameFrom ?? 'jid') : 'roster',
      avatar: avatar ? `data:${avatar.type};base64,${avatar.base64}` : null,
      presence: presence ? { show: presence.show, status: presence.status } : null,
    };
  }
}

function byName(one: GroupMember, other: GroupMember): number {
  return one.name.localeCompare(other.name) || (one.jid < other.jid ? -1 : 1);
}

/** What is another between two reports, in the groups that the server gives. */
export function groupsChanges(before: GroupsReport, after: GroupsReport): GroupsChanges {
  const was = memberships(before);
  const is = memberships(after);
  const names = new Map([...was.values()].map(({ jid, name }) => [jid, name]));
  const renamed = new Map(
    [...is.values()].flatMap(({ jid, name }) => {
      const earlier = names.get(jid);
      return earlier === undefined || earlier === name ? [] : [[jid, { jid, was: earlier, name }]];
    }),
  );
  return {
    added: [...is].filter(([key]) => !was.has(key)).map(([, membership]) => membership),
    removed: [...was].filter(([key]) => !is.has(key)).map(([, membership]) => membership),
    renamed: [...renamed.values()],
  };
}

function memberships({ groups }: GroupsReport) {
  return new Map(
    groups
      .filter(({ verdict }) => verdict !== 'personal')
      .flatMap(({ name: group, members }) =>
        members.map(({ jid, name }) => [`${group}\n${jid}`, { group, jid, name }]),
      ),
  );
}

/**
 * Whether the server versions rosters, but has no version for this one. Prosody 0.12 with mod_groups leaves it
 * out until some client changes the roster. ejabberd 23.01 gives a version only to who asks with one, so it is
 * asked again with an empty one, which nobody has (RFC 6121 §2.6.2).
 */
async function leavesOutVersion(session: Session): Promise<boolean> {
  const { versioningAdvertised, version } = session.roster.evidence;
  if (!versioningAdvertised || version !== null) return false;
  const answer = await session.query(null, xml('query', { xmlns: rosterNamespace, ver: '' }));
  const query = answer.getChild('query', rosterNamespace);
  return query !== undefined && query.attrs['ver'] === undefined;
}
