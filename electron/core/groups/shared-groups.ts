/**
 * The shared groups of one account: collects what logins and roster pushes show of them, looks up their
 * members, and reports on them.
 */
import path from 'node:path';
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
import type { Records } from '../store/records.ts';
import { rosterNamespace } from '../xmpp/element.ts';
import type { RosterChange } from '../xmpp/roster.ts';
import type { Session } from '../xmpp/session.ts';
import { readGroupsFile } from './groups-file.ts';
import { MemberLookUp } from './member-lookup.ts';
import { openfireGroups } from './openfire.ts';
import type { Sharing } from './sharing.ts';

interface SharedGroupsOptions {
  /** The settings in force. */
  readonly profile: () => Profile;
  readonly records: Records;
  readonly sharing: Sharing;
  /** Where relative paths of the settings begin. */
  readonly settingsFolder: string;
}

export class SharedGroups {
  readonly #options: SharedGroupsOptions;
  readonly #onChange: () => void;
  readonly #lookUp: MemberLookUp;
  #fileProblem: Problem | null = null;
  #lastReport: GroupsReport | null = null;
  #reading: Promise<void> = Promise.resolve();

  /** @param onChange told whenever {@link report} would answer differently */
  constructor(options: SharedGroupsOptions, onChange: () => void) {
    this.#options = options;
    this.#onChange = onChange;
    this.#lookUp = new MemberLookUp(
      options.records.memberProfiles,
      (session) => this.#sharedMembers(session),
      onChange,
    );
  }

  /** To be called after the first full roster of each login, before anything is planned. */
  async loggedIn(session: Session): Promise<void> {
    const { evidence } = this.#options.records;
    evidence.noteLogin(session.roster.items);
    if (await leavesOutVersion(session).catch(() => false)) evidence.noteInjection();
    await this.#readFileAnew();
    // Where no answer came, the earlier answer still holds.
    const groups = await openfireGroups(session).catch(() => undefined);
    if (groups !== undefined) evidence.noteOpenfire(groups);
    this.#lookUp.start(session);
  }

  /** Notes groups that a push takes off a contact; one that comes back by itself is the server's. */
  pushed({ jid, before, after }: RosterChange): void {
    const standing = after?.groups ?? [];
    const taken = (before?.groups ?? []).filter((group) => !standing.includes(group));
    if (taken.length > 0 || before === undefined || standing.length > before.groups.length) {
      this.#options.records.evidence.noteTakenOff(jid, taken, standing);
    }
    // ejabberd pushes new members of a group, often many at once.
    if (after?.subscription === 'both' && standing.length > (before?.groups.length ?? 0)) {
      this.#lookUp.startSoon();
    }
  }

  /** The last answer of {@link report}, which the user has seen; null before the first. */
  get lastReport(): GroupsReport | null {
    return this.#lastReport;
  }

  report(session: Session): GroupsReport {
    this.#lastReport = this.#reportNow(session);
    return this.#lastReport;
  }

  #reportNow(session: Session): GroupsReport {
    const { records, profile } = this.#options;
    const owned = new Set(records.ledger.entries().map(({ jid }) => jid));
    const file = this.#file;
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
      presence: profile().xmpp.presence ?? false,
      lookingUp: this.#lookUp.waiting,
      file: file === undefined ? null : { path: file, problem: this.#fileProblem },
    };
  }

  /** Resolves when no names are being looked up any more. */
  async named(): Promise<void> {
    await this.#lookUp.named();
  }

  /** Lets members who showed a name or a picture be asked again; the others are not asked before their time. */
  forgetNames(): void {
    this.#options.records.memberProfiles.age();
  }

  /** The user's word on a group, or the file, may be another. */
  settingsChanged(): void {
    void this.#readFileAnew().then(() => this.#onChange());
  }

  /** Resolves once the file has been read that the settings now name; nothing is to be planned before. */
  async fileRead(): Promise<void> {
    await this.#reading;
  }

  stop(): void {
    this.#lookUp.stop();
  }

  #classify({ roster }: Session): Classification {
    const { records, sharing } = this.#options;
    return sharing.classify(roster, records.ledger.entries());
  }

  /** Absolute path of the administrator's file; undefined without one. */
  get #file(): string | undefined {
    const { profile, settingsFolder } = this.#options;
    const { file } = profile().sharedGroups;
    return file && path.resolve(settingsFolder, file);
  }

  /** One after the other: a slow read of the file before must not overtake. */
  async #readFileAnew(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#readFile());
    await this.#reading;
  }

  async #readFile(): Promise<void> {
    const { profile, sharing } = this.#options;
    const file = this.#file;
    this.#fileProblem = null;
    if (file === undefined) {
      sharing.file = null;
      return;
    }
    try {
      const { text } = await readGroupsFile(file);
      const groups = groupsOf(parseGroupsFile(text));
      sharing.file = fileGroupsFor(groups, normalizeBareJid(profile().xmpp.jid));
    } catch (error) {
      this.#fileProblem = toProblem(error);
    }
  }

  #sharedMembers(session: Session): RosterItem[] {
    const { groups, shared } = this.#classify(session);
    return groups.flatMap(({ members }) => members).filter(({ jid }) => shared.has(jid));
  }

  #member({ jid, name, subscription }: RosterItem, { presences }: Session): GroupMember {
    const found = this.#options.records.memberProfiles.find(jid);
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

/** The differences between two reports, without the user's own groups. */
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
 * Whether the server versions rosters, but has no version for this one. Prosody 0.12 with mod_groups leaves
 * it out until a client changes the roster. ejabberd 23.01 gives a version only where the request has one, so
 * the request is repeated with an empty version (RFC 6121 §2.6.2).
 */
async function leavesOutVersion(session: Session): Promise<boolean> {
  const { versioningAdvertised, version } = session.roster.evidence;
  if (!versioningAdvertised || version !== null) return false;
  const answer = await session.query(null, xml('query', { xmlns: rosterNamespace, ver: '' }));
  const query = answer.getChild('query', rosterNamespace);
  return query !== undefined && query.attrs['ver'] === undefined;
}
