/**
 * Groups files as Rolodial reads them, beside the mod_groups that Debian installs: the same groups, members,
 * names and warnings, and the same roster for every member and for a stranger.
 *
 * Left out are letters younger than Unicode 3.2 and JIDs with one part of nothing: prepared-jid.ts says why.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normalizeBareJid } from '../../shared/roster/jid.ts';
import { type GivenItem, membersFor } from '../../shared/roster/shared-groups/check.ts';
import {
  type FileGroup,
  groupsOf,
  parseGroupsFile,
  warningsOf,
} from '../../shared/roster/shared-groups/file.ts';
import { type TemporaryFolder, temporaryFolder } from '../servers/temporary-folders.ts';
import {
  type GroupsFileOracle,
  type OraclesAnswer,
  startGroupsFileOracle,
} from '../support/groups/groups-file-oracle.ts';

let folder: TemporaryFolder;
let oracle: GroupsFileOracle;

beforeAll(async () => {
  folder = temporaryFolder('groups-file-oracle');
  oracle = await startGroupsFileOracle();
});

afterAll(async () => {
  await oracle?.stop();
  await folder?.remove();
});

/** Expects Rolodial to read the file as mod_groups does; answers how many rosters that were. */
async function compare(text: string): Promise<number> {
  const written = path.join(folder.path, 'sharedgroups.txt');
  writeFileSync(written, text);
  const theirs = await oracle.read(written);
  const file = parseGroupsFile(text);
  const groups = groupsOf(file);
  expect(asRead(groups)).toEqual(asReadByProsody(theirs));
  const skipped = file.lines.flatMap((line, index) => (line.kind === 'invalid' ? [index] : []));
  const entries = skipped.map((index) => file.lines[index]?.text.split('=', 1)[0]?.trim());
  expect(entries).toEqual(theirs.warnings.map((entry) => entry.trim()));
  expect(warningsOf(file).map(({ line }) => line - 1)).toEqual(expect.arrayContaining(skipped));
  for (const { account, items } of theirs.rosters) {
    const given = membersFor(groups, account);
    expect([account, byJid(given)]).toEqual([account, givenByProsody(items, given)]);
  }
  return theirs.rosters.length;
}

type ReadGroups = Map<string, { isPublic: boolean; members: Map<string, string> }>;

function asRead(groups: readonly FileGroup[]): ReadGroups {
  const read: ReadGroups = new Map(
    groups.map(({ name, isPublic, members }) => [name, { isPublic, members: new Map(members) }]),
  );
  // mod_groups always has this group, if only an empty one.
  if (!read.has('default')) read.set('default', { isPublic: false, members: new Map() });
  return read;
}

function asReadByProsody({ groups, public: everyones }: OraclesAnswer): ReadGroups {
  return new Map(
    groups.map(({ name, members }) => [
      name,
      {
        isPublic: everyones.includes(name),
        members: new Map(members.map((member) => [member.jid, withoutReturn(member.name)])),
      },
    ]),
  );
}

type Items = Map<string, { name: string; groups: string[] }>;

function byJid(given: readonly GivenItem[]): Items {
  return new Map(given.map(({ jid, name, groups }) => [jid, { name, groups: [...groups].sort() }]));
}

/**
 * What a client makes of Prosody's items: JIDs are bare. Of a JID that stands there with a resource and without
 * one there are two items, in no order: either name may be the last.
 */
function givenByProsody(
  items: OraclesAnswer['rosters'][number]['items'],
  given: readonly GivenItem[],
): Items {
  const found: Items = new Map();
  for (const { jid: address, name: theirs, groups } of items) {
    const jid = normalizeBareJid(address);
    const earlier = found.get(jid);
    const names = [withoutReturn(theirs), ...(earlier ? [earlier.name] : [])];
    const ours = given.find((item) => item.jid === jid)?.name;
    const name = names.find((each) => each === ours) ?? withoutReturn(theirs);
    found.set(jid, { name, groups: [...new Set([...(earlier?.groups ?? []), ...groups])].sort() });
  }
  return found;
}

/** To us it belongs to the end of the line; in a stream it is a space. */
function withoutReturn(name: string): string {
  return name.replace(/\r$/, '');
}

const cases: readonly (readonly [what: string, text: string])[] = [
  ['nothing at all', ''],
  ['a line break alone', '\n'],
  ['blank lines alone', '\n \n\t\n\r\n'],
  ['groups of nobody', '[A]\n[+B]\n[default]\n[]\n[+]\n'],
  ['members before any header', 'me@x\njane@x=Jane\n'],
  ['members before and within a header of that name', 'me@x\n[A]\njane@x\n[default]\nbob@x\n'],
  ['the default group made public', 'me@x=Me\n[+default]\nbob@x\n'],
  ['a last line that is not ended', '[A]\nme@x\njane@x=Jane'],
  ['a group whose header comes twice', '[A]\nme@x\n[B]\nme@x\nz@x=B\n[A]\nme@x\nz@x=A\n'],
  ['a group that its second header makes public', '[A]\nme@x\n[B]\nz@x=B\n[+A]\nz@x=A\n'],
  ['a public group by three headers', '[+A]\nz@x=A\n[+B]\nz@x=B\n[+A]\n[+A]\n'],
  ['two public groups that name one member', '[+A]\nz@x=A\n[+B]\nz@x=B\n'],
  ['a public group of which one is a member, too', '[+A]\nme@x=Me\nz@x=A\n[B]\nme@x\nz@x=B\n'],
  ['groups by the last line of their member', '[A]\nme@x\nz@x=A\n[B]\nme@x\nz@x=B\n[A]\nme@x\n'],
  ['groups by the last line, though a first one is later', '[A]\nz@x=A\nme@x\n[B]\nz@x=B\nME@x\n'],
  ['a member who stands there twice', '[A]\nme@x\nz@x=One\nZ@X=Two\n'],
  ['a second line that takes the name away', '[A]\nme@x\nz@x=One\nz@x\n'],
  ['a name that the next group takes away', '[A]\nme@x\nz@x=Zoe\n[B]\nme@x\nz@x\n'],
  ['names with an equals sign', '[A]\nme@x=\nz@x==\ny@x=a=b\n=\n=name of nobody\n = x\n'],
  ['spaces around a name', '[A]\nme@x = Me \n  z@x=\tZoe\t\n y@x =  \n'],
  ['spaces around a header', '  [A]  \nme@x\n\t[ B ]\t\nme@x\n\v[C]\f\nme@x\n'],
  ['what is not quite a header', '[A] x\nme@x\nx [B]\n[C\nD]\n[E][F]\n[G]]\n[[H]\n[I]=J\n]K[\n'],
  ['pluses in headers', '[++A]\nme@x\n[+ B]\nz@x\n[ +C]\ny@x\n[D+]\nv@x\n'],
  ['comments, which there are none', '# all of us\n[A]\n; us\n// us\n--us\n#\n##=us\nme@x # me\n'],
  ['several words on a line', '[A]\nme@x jane@x\n@x me@x\njane@x, bob@x\n'],
  ['line breaks of Windows', '[A]\r\nme@x\r\nz@x=Zoe\r\n\r\n[+B]\r\ny@x=\r\n'],
  ['line breaks of old Macs', '[A]\rme@x\rz@x=Zoe\r[B]\r'],
  ['a carriage return in the middle', '[A]\nme@x\rz@x\ny@x=Y\rZ\n[B\rC]\nme@x\n'],
  ['a byte order mark before a header', '\uFEFF[A]\nme@x\n'],
  ['a byte order mark before a header that is no JID', '\uFEFF[א\n\uFEFF[א]\nme@x\n'],
  ['a byte order mark before a member', '\uFEFFme@x\nz@x\n'],
  ['a byte order mark before a blank line', '\uFEFF\n[A]\nme@x\n'],
  ['words of which nothing is left', '[A]\nme@x\n\u00AD\n\u200B\u2060=Nobody\nx/\u00AD\n'],
  ['JIDs of a domain', '[A]\nme@x\nexample.com\nexample.com/feed\n[::1]\nz@[::1]\n127.0.0.1\n'],
  ['JIDs with a resource', '[A]\nme@x\nme@x/Home\nz@x/Home\nz@x/home\nz@x/a/b@c\n'],
  ['a JID with and without its resource', '[A]\nme@x\nz@x=Zoe\nz@x/home=Zoe at home\n'],
  ['large letters', '[A]\nME@X.Example\nJane@EXAMPLE.com/Home\nÉ@É.example\n'],
  ['dots at the end of a domain', '[A]\nme@x.\nz@x..\n.\n..\ny@.\n.x\n'],
  ['what is no JID', '@\n@x\na@\na@b@c\na@x/\n/x\n"a"@x\na&b@x\na:b@x\na<b@x\n\'@x\na/b@x\n'],
  ['control characters', 'a\u0001@x\na\u007F@x\nx\u0001\na@x/\u0001\na@x=\u0001\n[\u0001]\na@x\n'],
  ['a NUL', '[A]\nme@x\na\u0000b@x\nx\u0000y\n[B\u0000C]\nme@x=a\u0000b\n'],
  [
    'spaces that are none to Lua',
    'me@x\u00A0\n\u2003z@x\na\u3000b@x\n\u0085[A]\u00A0\nv@x\u2028\n',
  ],
  ['letters that fold to others', 'Straße@x\nΣΑΣ@x\nİ@x\nı@x\nﬁ@x\nＡ@ｘ\nǅ@x\nᾳ@x\n'],
  ['composed and decomposed letters', '[A]\ne\u0301@x=two\n\u00E9@x=one\n\u212B@x\n\u00C5@x\n'],
  ['letters from right to left', 'אבג@x\nאב1@x\n1אב@x\naא@x\nמשה@דוגמה\nمحمد@x\nא\u05B0@x\n'],
  ['marks of direction', 'a\u200E@x\na\u202E@x\nz@\u2066x\n[\u202EA]\nme@x=\u202Eem\n'],
  ['letters beyond the first plane', '𝕸@x\n𐐀@x\n𠮷@x\n👩‍👩‍👧@x\n😀@😀.example\n'],
  [
    'parts that are as long as can be',
    `${'a'.repeat(1023)}@x\n${'é'.repeat(511)}@x\nz@${'x'.repeat(1023)}\n`,
  ],
  [
    'parts that are too long',
    `${'a'.repeat(1024)}@x\n${'é'.repeat(512)}@x\nz@${'x'.repeat(1024)}\nz@x/${'r'.repeat(1024)}\n`,
  ],
  ['parts that grow', `${'㌀'.repeat(80)}@x\n${'㌀'.repeat(100)}@x\nz@${'ß'.repeat(500)}\n`],
];

const local = fc.constantFrom(
  'me',
  'Me',
  'jane',
  'BOB',
  'zoë',
  'Zoe\u0308',
  'a.b',
  'x%y',
  '+1',
  '#',
);
const host = fc.constantFrom('x', 'X', 'example.com', 'Example.COM.', 'exämple.org', '[::1]');
const resource = fc.constantFrom('', '', '', '/Home', '/home', '/a/b', '/');
const jid = fc.tuple(local, host, resource).map(([one, at, rest]) => `${one}@${at}${rest}`);
const oddWord = fc.constantFrom(
  ...[
    '#',
    '# note',
    ';',
    '@',
    '@x',
    'a@',
    'a@b@c',
    'x',
    '[',
    ']',
    '.',
    '\uFEFF',
    '\u200D',
    'me@x jane@x',
  ],
);
const anything = fc.string({ unit: fc.constantFrom(...'me@x/=+[] \t\r#"&.-\u00A0éÀאß1') });
const space = fc.constantFrom('', '', '', ' ', '\t', '  ', '\r', '\v\f', '\u00A0');
const name = fc.constantFrom(
  ...['', 'Jane', 'Zoë Ångström', 'a=b', ' Jane ', '=', '[J]', '# J', 'א\u202E'],
);
const group = fc.constantFrom(
  ...['A', 'B', '+A', '+B', 'default', '+default', ' A ', 'Ä', '++A', '', ']', '['],
);

const word = fc.oneof({ weight: 6, arbitrary: jid }, oddWord, anything);
const memberLine = fc
  .tuple(space, word, space, fc.option(name, { nil: null }), space)
  .map(([before, entry, between, given, after]) =>
    given === null ? before + entry + after : `${before}${entry}${between}=${given}${after}`,
  );
const headerLine = fc
  .tuple(space, group, space)
  .map(([before, title, after]) => `${before}[${title}]${after}`);
const line = fc.oneof(
  { weight: 5, arbitrary: memberLine },
  { weight: 2, arbitrary: headerLine },
  fc.constantFrom('', ' ', '\t'),
  anything,
);
const groupsFile = fc
  .tuple(
    fc.constantFrom('', '', '', '\uFEFF'),
    fc.array(line, { maxLength: 30, size: 'max' }),
    fc.constantFrom('\n', '\n', '\r\n'),
    fc.boolean(),
  )
  .map(([mark, lines, end, isEnded]) => mark + lines.join(end) + (isEnded ? end : ''))
  .filter((text) => !/[\uFEFF\u200D][@/.]/.test(text));

describe('a groups file is read as mod_groups reads it', () => {
  it.each(cases)('with %s', async (_, text) => {
    await compare(text);
  });

  it('whatever stands in it', async () => {
    let rosters = 0;
    await fc.assert(
      fc.asyncProperty(groupsFile, async (text) => {
        rosters += await compare(text);
      }),
      { numRuns: 1000 },
    );
    // Each file has that of the stranger; files without members would prove little.
    expect(rosters).toBeGreaterThan(3000);
  });
});
