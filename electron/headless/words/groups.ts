/** Shared groups in the words of the command line. */
import type {
  GroupsChanges,
  GroupsFileReport,
  GroupsReport,
} from '../../../shared/contract/groups-report.ts';
import type { GroupEvidence } from '../../../shared/roster/classify.ts';

const verdictWords = {
  shared: 'shared by the server',
  perhaps: 'perhaps shared by the server',
  personal: 'your own',
} as const;

/** The groups with their members and the reasons, for a person. */
export function groupLines(profile: string, { groups, file }: GroupsReport): string[] {
  return [
    `${profile}: ${groups.length === 0 ? 'no groups but those of Rolodial' : `${groups.length} groups`}`,
    ...(file?.problem ? [`  ${file.problem.message}`] : []),
    ...groups.flatMap(({ name, verdict, evidence, members }) => [
      `  [${name}] ${verdictWords[verdict]}${reasons(evidence)}`,
      ...members.map(
        (member) =>
          `    ${member.nameFrom === 'jid' ? '(no name)' : `"${member.name}"`} ${member.jid}${presenceWords(member.presence)}`,
      ),
    ]),
  ];
}

function reasons(evidence: readonly GroupEvidence[]): string {
  const words = [...new Set(evidence.map(evidenceWords))];
  return words.length === 0 ? '' : `: ${words.join('; ')}`;
}

function evidenceWords({ kind, at, jid }: GroupEvidence): string {
  switch (kind) {
    case 'mark':
      return 'you said so';
    case 'file':
      return 'the groups file says so';
    case 'openfire':
      return 'the server says so';
    case 'came-back':
      return `it was taken off ${jid} and was back at the login of ${at}`;
    case 'unversioned':
      return `the server adds items to rosters (seen ${at})`;
    case 'both':
      return 'its members are subscribed both ways, and Rolodial did not make it';
  }
}

function presenceWords(presence: GroupsReport['groups'][number]['members'][number]['presence']) {
  if (!presence) return '';
  return ` (${presence.show}${presence.status === '' ? '' : `: ${presence.status}`})`;
}

const warningWords = {
  'invalid-jid': 'no valid JID: the server skips this line',
  comment: 'looks like a comment, but the server takes it for a contact',
  'not-an-account': 'not the JID of an account',
  'more-than-a-jid': 'everything after the first word is dropped',
  'byte-order-mark':
    'the file begins with a byte order mark, so this is read as a contact: save it without one',
  'space-in-name': 'the name begins or ends with a space',
  duplicate: 'stands in this group already; the last name counts',
} as const;

const checkWords = {
  ok: 'as in the file',
  missing: 'missing from the roster',
  extra: 'in the roster, not in the file',
  'other-name': 'has another name',
  'not-a-member': 'in the roster, but this account is not in the group',
} as const;

/** A groups file beside the live roster, for a person: what is wrong, or that nothing is. */
export function groupsFileLines(
  profile: string,
  { path, warnings, checks }: GroupsFileReport,
): string[] {
  const differing = checks.filter(({ verdict }) => verdict !== 'ok');
  return [
    `${profile}: ${path}: ${checks.length - differing.length} members as in the file, ${differing.length} not`,
    ...warnings.map(
      ({ line, text, reason }) => `  line ${line}: "${text}": ${warningWords[reason]}`,
    ),
    ...differing.map(({ group, jid, verdict, fileName, rosterName }) => {
      const names = verdict === 'other-name' ? `: "${rosterName}", not "${fileName}"` : '';
      return `  [${group}] ${jid}: ${checkWords[verdict]}${names}`;
    }),
  ];
}

/** What logging out and in again has changed, for a person. */
export function groupsChangesLines(profile: string, changes: GroupsChanges): string[] {
  const { added, removed, renamed } = changes;
  if (added.length + removed.length + renamed.length === 0) {
    return [`${profile}: the shared groups are as they were.`];
  }
  return [
    ...added.map(({ group, jid, name }) => `  + [${group}] "${name}" ${jid}`),
    ...removed.map(({ group, jid, name }) => `  - [${group}] "${name}" ${jid}`),
    ...renamed.map(({ jid, was, name }) => `  ~ "${was}" → "${name}" ${jid}`),
  ];
}
