import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkGroupsFile,
  groupsFor,
  membersFor,
} from '../../../shared/roster/shared-groups/check.ts';
import {
  addGroup,
  addMember,
  type Edited,
  removeGroup,
  removeMember,
  renameGroup,
  renameMember,
  setPublic,
} from '../../../shared/roster/shared-groups/edit.ts';
import {
  formatGroupsFile,
  type GroupsFile,
  groupsOf,
  parseGroupsFile,
  warningsOf,
} from '../../../shared/roster/shared-groups/file.ts';

const sample = `everyone@example.com
# the people who help

[Support Team]
support@example.com
john.doe@example.com

 [+Development Team]\u0020
hardworkingdeveloper@example.net=Joe Coder
Other.Dev@Example.com=Mel=2
`;

function model(file: GroupsFile) {
  return groupsOf(file).map(({ name, isPublic, members }) => ({
    name,
    isPublic,
    members: Object.fromEntries(members),
  }));
}

function edited(result: Edited): GroupsFile {
  if (!result.ok) throw new Error(result.reason);
  return result.file;
}

describe('sharedgroups.txt', () => {
  it('is read as mod_groups reads it', () => {
    expect(model(parseGroupsFile(sample))).toEqual([
      { name: 'default', isPublic: false, members: { 'everyone@example.com': '', '#': '' } },
      {
        name: 'Support Team',
        isPublic: false,
        members: { 'support@example.com': '', 'john.doe@example.com': '' },
      },
      {
        name: 'Development Team',
        isPublic: true,
        members: {
          'hardworkingdeveloper@example.net': 'Joe Coder',
          'other.dev@example.com': 'Mel=2',
        },
      },
    ]);
  });

  it.each([
    ['Jane@Example.COM.', 'jane@example.com'],
    ['Straße@x', 'strasse@x'],
    ['ΣΑΣ@x', 'σασ@x'],
    ['jane@x/Home', 'jane@x/Home'],
    ['אבג@x', 'אבג@x'],
    ['\uFEFFjane@x', 'jane@x'],
    ['\uFEFF', ''],
  ])('takes the JID %s for %s', (written, jid) => {
    expect(model(parseGroupsFile(written))[0]?.members).toEqual({ [jid]: '' });
  });

  it.each([
    'a@',
    '@x',
    'a@x/',
    '.',
    'a&b@x',
    'a:b@x',
    'aא@x',
    'a@\u200Ex',
    `${'a'.repeat(1024)}@x`,
  ])('takes %s for no JID', (written) => {
    expect(groupsOf(parseGroupsFile(written))).toEqual([]);
  });

  it('goes on with a group whose header comes twice, and is public by either', () => {
    const text = '[A]\na@x\n[B]\nb@x\n[+A]\nc@x\n';
    expect(model(parseGroupsFile(text))).toEqual([
      { name: 'A', isPublic: true, members: { 'a@x': '', 'c@x': '' } },
      { name: 'B', isPublic: false, members: { 'b@x': '' } },
    ]);
  });

  it.each([
    ['@x', 'invalid-jid'],
    ["ja'ne@x", 'invalid-jid'],
    ['a@b@c', 'invalid-jid'],
    ['# a comment', 'comment'],
    ['; a comment', 'comment'],
    ['jane', 'not-an-account'],
    ['jane@x/home', 'not-an-account'],
    ['[Team', 'not-an-account'],
    ['jane@x bob@x', 'more-than-a-jid'],
    ['jane@x= Jane', 'space-in-name'],
  ])('warns about the line %j: %s', (line, reason) => {
    expect(warningsOf(parseGroupsFile(`[Team]\n${line}\n`))).toEqual([
      { line: 2, text: line, reason },
    ]);
  });

  it('warns that a byte order mark makes a contact of the first header', () => {
    const warnings = (text: string) => warningsOf(parseGroupsFile(text));
    expect(warnings('\uFEFF[Team]\njane@x\n')).toEqual([
      { line: 1, text: '[Team]', reason: 'byte-order-mark' },
    ]);
    expect(warnings('\uFEFFjane@x\n')).toEqual([]);
  });

  it('warns about a member who stands there twice, and takes the last name', () => {
    const file = parseGroupsFile('[T]\njane@x=One\nJANE@x=Two\n[U]\njane@x\n');
    expect(warningsOf(file)).toEqual([{ line: 3, text: 'JANE@x=Two', reason: 'duplicate' }]);
    expect(model(file)[0]?.members).toEqual({ 'jane@x': 'Two' });
  });

  it('with the line ends of Windows gives the same groups', () => {
    expect(model(parseGroupsFile(sample.replaceAll('\n', '\r\n')))).toEqual(
      model(parseGroupsFile(sample)),
    );
  });

  it('comes back to the byte, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const file = parseGroupsFile(text);
        expect(formatGroupsFile(file)).toBe(text);
        groupsOf(file);
        warningsOf(file);
      }),
    );
  });
});

describe('an edit of sharedgroups.txt', () => {
  it('adds a member after the last of the group, and leaves every other line alone', () => {
    const file = edited(
      addMember(parseGroupsFile(sample), 'Support Team', { jid: 'zoe@example.com', name: 'Zoë' }),
    );
    expect(formatGroupsFile(file)).toBe(
      sample.replace('john.doe@example.com\n', 'john.doe@example.com\nzoe@example.com=Zoë\n'),
    );
  });

  it('adds to the default group above the first header', () => {
    const file = edited(
      addMember(parseGroupsFile('[A]\na@x\n'), 'default', { jid: 'b@x', name: '' }),
    );
    expect(formatGroupsFile(file)).toBe('b@x\n[A]\na@x\n');
  });

  it('keeps the line ends of the file', () => {
    const file = edited(
      addMember(parseGroupsFile('[A]\r\na@x\r\n'), 'A', { jid: 'b@x', name: 'B' }),
    );
    expect(formatGroupsFile(file)).toBe('[A]\r\na@x\r\nb@x=B\r\n');
    expect(formatGroupsFile(edited(renameMember(file, 'A', { jid: 'a@x', name: 'A' })))).toBe(
      '[A]\r\na@x=A\r\nb@x=B\r\n',
    );
    expect(formatGroupsFile(edited(setPublic(file, 'A', true)))).toBe('[+A]\r\na@x\r\nb@x=B\r\n');
  });

  it('adds, renames, publishes and removes groups', () => {
    let file = edited(addGroup(parseGroupsFile('[A]\na@x\n'), 'New', true));
    expect(formatGroupsFile(file)).toBe('[A]\na@x\n\n[+New]\n');
    file = edited(renameGroup(file, 'New', 'Newer'));
    file = edited(setPublic(file, 'Newer', false));
    expect(formatGroupsFile(file)).toBe('[A]\na@x\n\n[Newer]\n');
    expect(formatGroupsFile(edited(removeGroup(file, 'A')))).toBe('\n[Newer]\n');
    const explained = parseGroupsFile('[A]\na@x\n# of the next group\n[B]\nb@x\n');
    expect(formatGroupsFile(edited(removeGroup(explained, 'A')))).toBe(
      '# of the next group\n[B]\nb@x\n',
    );
  });

  it('takes away the contact that a byte order mark makes', () => {
    const file = parseGroupsFile('\uFEFF\n[A]\na@x\n');
    expect(formatGroupsFile(edited(removeMember(file, 'default', '')))).toBe('[A]\na@x\n');
  });

  it('removes every line of a member within the group, and none of another group', () => {
    const file = parseGroupsFile('[T]\njane@x=One\nJANE@x\n[U]\njane@x\n');
    expect(formatGroupsFile(edited(removeMember(file, 'T', 'Jane@X')))).toBe('[T]\n[U]\njane@x\n');
  });

  it.each([
    [
      'a group that is there',
      addGroup(parseGroupsFile(sample), 'Support Team', false),
      'group-exists',
    ],
    ['a group of no name', addGroup(parseGroupsFile(sample), ' ', false), 'invalid-group'],
    [
      'a name that makes it public',
      addGroup(parseGroupsFile(sample), '+A', false),
      'invalid-group',
    ],
    ['a name of two lines', addGroup(parseGroupsFile(sample), 'A\nB', false), 'invalid-group'],
    [
      'a new name that is taken',
      renameGroup(parseGroupsFile('[A]\n[B]\n'), 'A', 'B'),
      'group-exists',
    ],
    ['a group that is not there', removeGroup(parseGroupsFile(sample), 'Nobody'), 'no-such-group'],
    [
      'a member who is there',
      addMember(parseGroupsFile(sample), 'Support Team', { jid: 'SUPPORT@example.com', name: '' }),
      'member-exists',
    ],
    [
      'a comment as a member',
      addMember(parseGroupsFile(sample), 'Support Team', { jid: '#jane@x', name: '' }),
      'invalid-jid',
    ],
    [
      'a JID with an equals sign',
      addMember(parseGroupsFile(sample), 'Support Team', { jid: 'a=b@x', name: '' }),
      'invalid-jid',
    ],
    [
      'a name of two lines for a member',
      addMember(parseGroupsFile(sample), 'Support Team', { jid: 'a@x', name: 'A\nb@x' }),
      'invalid-name',
    ],
    [
      'a member who is not there',
      removeMember(parseGroupsFile(sample), 'Support Team', 'nobody@x'),
      'no-such-member',
    ],
  ])('refuses %s', (_, result, reason) => {
    expect(result).toEqual({ ok: false, reason });
  });

  it('reads back as it was meant, whatever is edited', () => {
    const jid = fc.constantFrom('a@x', 'B@X', 'é@x', '#', 'c=d@x', '[e@x', 'f@x/r', ' g@x', '');
    const group = fc.constantFrom('A', 'B B', '+C', 'D]', '', 'default', 'E\n');
    const name = fc.oneof(fc.constantFrom('', 'Jane', 'J]', '[J]', 'a=b', ' J'), fc.string());
    const edit = fc.oneof(
      fc.tuple(group, fc.boolean()).map(
        ([g, p]) =>
          (file: GroupsFile) =>
            addGroup(file, g, p),
      ),
      fc.tuple(group, group).map(
        ([g, to]) =>
          (file: GroupsFile) =>
            renameGroup(file, g, to),
      ),
      fc.tuple(group, fc.boolean()).map(
        ([g, p]) =>
          (file: GroupsFile) =>
            setPublic(file, g, p),
      ),
      group.map((g) => (file: GroupsFile) => removeGroup(file, g)),
      fc.record({ g: group, jid, name }).map(
        ({ g, ...member }) =>
          (file: GroupsFile) =>
            addMember(file, g, member),
      ),
      fc.record({ g: group, jid, name }).map(
        ({ g, ...member }) =>
          (file: GroupsFile) =>
            renameMember(file, g, member),
      ),
      fc.tuple(group, jid).map(
        ([g, j]) =>
          (file: GroupsFile) =>
            removeMember(file, g, j),
      ),
    );
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), fc.boolean(), (edits, windows) => {
        const text = '# note\na@x\n[A]\nb@x=B\n@broken\n\n[D]]\na@x\n';
        let file = parseGroupsFile(windows ? text.replaceAll('\n', '\r\n') : text);
        for (const make of edits) {
          const result = make(file);
          if (result.ok) file = result.file;
          expect(parseGroupsFile(formatGroupsFile(file)).lines).toEqual(file.lines);
        }
        // Nobody touched it, and so it is there.
        expect(formatGroupsFile(file)).toContain('@broken');
      }),
    );
  });
});

describe('what the file gives to an account', () => {
  const groups = groupsOf(parseGroupsFile(sample));

  it('are its groups and the public ones, without itself', () => {
    const names = (account: string) =>
      groupsFor(groups, account).map(({ name, members }) => [name, [...members.keys()]]);
    expect(names('support@example.com')).toEqual([
      ['Support Team', ['john.doe@example.com']],
      ['Development Team', ['hardworkingdeveloper@example.net', 'other.dev@example.com']],
    ]);
    expect(names('nobody@example.com')).toEqual([
      ['Development Team', ['hardworkingdeveloper@example.net', 'other.dev@example.com']],
    ]);
  });

  it('are items in one or several groups, named by the group that is read last', () => {
    const file = parseGroupsFile(
      '[+All]\nann@x=All’s Ann\n[B]\nann@x=B’s Ann\nbob@x=Bob\n[A]\nme@x\nann@x\n[B]\nme@x\nzoe@x/home\n',
    );
    expect(membersFor(groupsOf(file), 'me@x')).toEqual([
      { jid: 'ann@x', name: 'All’s Ann', groups: ['A', 'B', 'All'] },
      { jid: 'bob@x', name: 'Bob', groups: ['B'] },
      { jid: 'zoe@x', name: '', groups: ['B'] },
    ]);
    expect(membersFor(groupsOf(file), 'zoe@x')).toEqual([
      { jid: 'ann@x', name: 'All’s Ann', groups: ['All'] },
    ]);
  });

  it('agree with the roster where two groups name one member, and the roster has the later name', () => {
    const file = parseGroupsFile('[A]\nme@x\nann@x=Ann\n[B]\nme@x\nann@x=Annie\n');
    const live = (name: string) => [
      { jid: 'ann@x', name, groups: ['A', 'B'], subscription: 'both' },
    ];
    const verdicts = (name: string) =>
      checkGroupsFile(groupsOf(file), 'me@x', live(name)).map(({ verdict }) => verdict);
    expect(verdicts('Annie')).toEqual(['ok', 'ok']);
    expect(verdicts('Ann')).toEqual(['other-name', 'other-name']);
  });

  it('agrees with the roster where a stream has made spaces of tabs, or lost spaces', () => {
    const file = parseGroupsFile('[A]\nme@x\nann@x= Ann\tB.  Cee \n');
    const live = [{ jid: 'ann@x', name: 'Ann B. Cee', groups: ['A'], subscription: 'both' }];
    const [check] = checkGroupsFile(groupsOf(file), 'me@x', live);
    expect(check?.verdict).toBe('ok');
  });

  it('is compared with the live roster, group by group', () => {
    const live = [
      ['john.doe@example.com', 'Johnny', 'Support Team'],
      ['extra@example.com', '', 'Support Team'],
      ['hardworkingdeveloper@example.net', 'Joe', 'Development Team'],
      ['mum@example.com', 'Mum', 'Family'],
      ['everyone@example.com', '', 'default'],
    ].map(([jid = '', name = '', group = '']) => ({
      jid,
      name,
      groups: [group],
      subscription: 'both',
    }));
    const checks = checkGroupsFile(groups, 'support@example.com', live);
    expect(checks.map(({ group, jid, verdict }) => [group, jid, verdict])).toEqual([
      ['Development Team', 'hardworkingdeveloper@example.net', 'other-name'],
      ['Development Team', 'other.dev@example.com', 'missing'],
      ['Support Team', 'extra@example.com', 'extra'],
      ['Support Team', 'john.doe@example.com', 'ok'],
      ['default', 'everyone@example.com', 'not-a-member'],
    ]);
  });
});
