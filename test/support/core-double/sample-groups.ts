/** The shared groups that the double shows, and the groups file beside them. */

import type {
  GroupsChanges,
  GroupsFileReport,
  GroupsReport,
  SharedGroup,
} from '../../../shared/contract/groups-report.ts';
import { RolodialError } from '../../../shared/errors.ts';
import type { GroupMark } from '../../../shared/roster/classify.ts';
import { checkGroupsFile } from '../../../shared/roster/shared-groups/check.ts';
import {
  groupsOf,
  parseGroupsFile,
  warningsOf,
} from '../../../shared/roster/shared-groups/file.ts';
import type { Profile } from '../../../shared/settings/schema.ts';

/** A square of one colour. */
const picture =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const seenAt = '2026-11-18T09:30:00.000Z';

const groups: readonly SharedGroup[] = [
  {
    name: 'Support Team',
    verdict: 'shared',
    mark: null,
    evidence: [
      { kind: 'unversioned', at: seenAt, jid: null },
      { kind: 'both', at: null, jid: null },
    ],
    members: [
      {
        ...{ jid: 'amelie@example.com', name: 'Amélie', nameFrom: 'vcard', avatar: picture },
        ...{ subscription: 'both', presence: { show: 'available', status: 'À mon bureau' } },
      },
      {
        ...{ jid: 'support@example.com', name: 'support@example.com', nameFrom: 'jid' },
        ...{ avatar: null, subscription: 'both', presence: null },
      },
      {
        ...{ jid: 'zoe@example.com', name: 'Zoë Tremblay', nameFrom: 'roster' },
        ...{ avatar: null, subscription: 'both', presence: { show: 'away', status: '' } },
      },
    ],
  },
  {
    name: 'Book Club',
    verdict: 'perhaps',
    mark: null,
    evidence: [{ kind: 'both', at: null, jid: null }],
    members: [
      {
        ...{ jid: 'jane@example.com', name: 'Jane', nameFrom: 'nickname' },
        ...{ avatar: null, subscription: 'both', presence: null },
      },
    ],
  },
  {
    name: 'Family',
    verdict: 'personal',
    mark: null,
    evidence: [],
    members: [
      {
        ...{ jid: 'mum@example.net', name: 'Mum', nameFrom: 'roster' },
        ...{ avatar: null, subscription: 'to', presence: null },
      },
    ],
  },
];

/** What `listGroups` answers for a profile of the double. */
export function sampleGroups({ sharedGroups, xmpp }: Profile): GroupsReport {
  return {
    groups: groups.map((group) => marked(group, sharedGroups.marks[group.name] ?? null)),
    presence: xmpp.presence ?? false,
    lookingUp: 0,
    file: sharedGroups.file === undefined ? null : { path: sharedGroups.file, problem: null },
  };
}

function marked(group: SharedGroup, mark: GroupMark | null): SharedGroup {
  if (!mark) return group;
  const evidence = [{ kind: 'mark', at: null, jid: null } as const, ...group.evidence];
  return { ...group, verdict: mark, mark, evidence };
}

export const sampleGroupsChanges: GroupsChanges = {
  added: [{ group: 'Support Team', jid: 'noah@example.com', name: 'Noah' }],
  removed: [],
  renamed: [{ jid: 'jane@example.com', was: 'jane@example.com', name: 'Jane' }],
};

const fileText = `# who helps
[Support Team]
amelie@example.com=Amélie
support@example.com
zoe@example.com=Zoé
noah@example.com=Noah
john@example.com

[+Everyone]
@broken
`;

/** A file in memory that can be saved, and that somebody else may change. */
export class SampleGroupsFile {
  #text = fileText;
  #version = 1;

  get text(): string {
    return this.#text;
  }

  read(path: string, profile: Profile): GroupsFileReport {
    const parsed = parseGroupsFile(this.#text);
    const live = groups.flatMap(({ name, members }) =>
      members.map(({ jid, nameFrom, name: shown, subscription }) => ({
        jid,
        name: nameFrom === 'roster' || nameFrom === 'vcard' ? shown : '',
        groups: [name],
        subscription,
      })),
    );
    return {
      path,
      text: this.#text,
      stamp: String(this.#version),
      warnings: warningsOf(parsed),
      checks: checkGroupsFile(groupsOf(parsed), profile.xmpp.jid, live),
    };
  }

  save(path: string, text: string, stamp: string): void {
    if (stamp !== String(this.#version)) {
      const detail = 'somebody else has changed it since it was opened; open it again';
      throw new RolodialError('bad-input', `Rolodial cannot save ${path}: ${detail}.`, {
        file: path,
        detail,
      });
    }
    this.#text = text;
    this.#version += 1;
  }
}
