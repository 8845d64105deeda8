/**
 * Edits of `sharedgroups.txt`, each from a file to a file. All other lines keep their text and their order,
 * and whatever mod_groups would read otherwise than it was meant is refused.
 */
import {
  defaultGroup,
  type GroupsFile,
  type GroupsLine,
  groupsOf,
  isComment,
  readLine,
} from './file.ts';
import { preparedJid } from './prepared-jid.ts';

export type EditRefusal =
  | 'invalid-jid'
  | 'invalid-name'
  | 'invalid-group'
  | 'group-exists'
  | 'member-exists'
  | 'no-such-group'
  | 'no-such-member';

export type Edited =
  | { readonly ok: true; readonly file: GroupsFile }
  | { readonly ok: false; readonly reason: EditRefusal };

export interface Member {
  readonly jid: string;
  /** Empty for none: then each user's client finds one. */
  readonly name: string;
}

/** Adds an empty group at the end. */
export function addGroup(file: GroupsFile, name: string, isPublic: boolean): Edited {
  if (!isGroupName(name)) return refused('invalid-group');
  if (hasGroup(file, name)) return refused('group-exists');
  const gap = file.lines.length > 0 && file.lines.at(-1)?.kind !== 'blank' ? [''] : [];
  return withLines(file, [
    ...texts(file),
    ...[...gap, headerText(name, isPublic)].map(ended(file)),
  ]);
}

/** Renames a group, and all headers of it. */
export function renameGroup(file: GroupsFile, name: string, to: string): Edited {
  if (!hasHeader(file, name)) return refused('no-such-group');
  if (!isGroupName(to)) return refused('invalid-group');
  if (to !== name && hasGroup(file, to)) return refused('group-exists');
  return withHeaders(file, name, (isPublic) => headerText(to, isPublic));
}

/** A public group is in the roster of everyone on the host. */
export function setPublic(file: GroupsFile, name: string, isPublic: boolean): Edited {
  if (!hasHeader(file, name)) return refused('no-such-group');
  return withHeaders(file, name, () => headerText(name, isPublic));
}

/** Removes a group with its members; blank lines, comments and lines that mod_groups skips stay. */
export function removeGroup(file: GroupsFile, name: string): Edited {
  if (!hasGroup(file, name)) return refused('no-such-group');
  const goes = (line: GroupsLine) =>
    (line.kind === 'header' || (line.kind === 'member' && !isComment(line))) && line.group === name;
  return keeping(file, (line) => !goes(line));
}

/** Adds a member after the last one of the group. */
export function addMember(file: GroupsFile, group: string, { jid, name }: Member): Edited {
  const refusal = refusalOf(jid, name);
  if (refusal) return refused(refusal);
  if (group !== defaultGroup && !hasGroup(file, group)) return refused('no-such-group');
  if (lineOf(file, group, jid)) return refused('member-exists');
  const at = file.lines.findLastIndex(
    (line) => (line.kind === 'header' || line.kind === 'member') && line.group === group,
  );
  return withLines(file, texts(file).toSpliced(at + 1, 0, ended(file)(memberText(jid, name))));
}

/** Gives a member another name; an empty one takes it away. */
export function renameMember(file: GroupsFile, group: string, { jid, name }: Member): Edited {
  const line = lineOf(file, group, jid);
  if (!line) return refused('no-such-member');
  if (!isMemberName(name)) return refused('invalid-name');
  // All lines of this member: the last one counts, and an earlier one would be a trap.
  return withLines(
    file,
    file.lines.map((each) =>
      isLineOf(each, group, line.jid) ? renamed(each.text, name) : each.text,
    ),
  );
}

export function removeMember(file: GroupsFile, group: string, jid: string): Edited {
  const line = lineOf(file, group, jid);
  if (!line) return refused('no-such-member');
  return keeping(file, (each) => !isLineOf(each, group, line.jid));
}

function refusalOf(jid: string, name: string): EditRefusal | null {
  const prepared = preparedJid(jid.trim());
  if (prepared === null || !/^[^@/]+@[^@/]+$/.test(prepared)) return 'invalid-jid';
  // Of what is no plain text the file would make something else: a header, two entries, a name.
  if (/[=\s[\]]/.test(jid.trim()) || /^[#;]/.test(jid.trim())) return 'invalid-jid';
  return isMemberName(name) ? null : 'invalid-name';
}

function isMemberName(name: string): boolean {
  // A line that ends with `]` and begins with `[` is a header; a JID never begins so.
  return !/[\p{Cc}\p{Cs}]/u.test(name) && name === name.trim();
}

/** Whether a header of this name reads back as it was meant. */
function isGroupName(name: string): boolean {
  return name.trim() !== '' && !name.startsWith('+') && !/[\p{Cc}\p{Cs}]/u.test(name);
}

function headerText(name: string, isPublic: boolean): string {
  return `[${isPublic ? '+' : ''}${name}]`;
}

function memberText(jid: string, name: string): string {
  return name === '' ? jid.trim() : `${jid.trim()}=${name}`;
}

/** Keeps what stands before the name, spaces included. */
function renamed(text: string, name: string): string {
  const end = text.endsWith('\r') ? '\r' : '';
  const before = text.slice(0, text.length - end.length).split('=', 1)[0] ?? '';
  return `${name === '' ? before.trimEnd() : `${before.trimEnd()}=${name}`}${end}`;
}

function hasGroup(file: GroupsFile, name: string): boolean {
  return groupsOf(file).some((group) => group.name === name);
}

function hasHeader({ lines }: GroupsFile, name: string): boolean {
  return lines.some((line) => line.kind === 'header' && line.group === name);
}

function lineOf(file: GroupsFile, group: string, jid: string) {
  const prepared = preparedJid(jid.trim());
  return file.lines.find((line) => prepared !== null && isLineOf(line, group, prepared)) as
    | Extract<GroupsLine, { kind: 'member' }>
    | undefined;
}

function isLineOf(line: GroupsLine, group: string, jid: string): boolean {
  return line.kind === 'member' && line.group === group && line.jid === jid;
}

function texts({ lines }: GroupsFile): string[] {
  return lines.map(({ text }) => text);
}

function ended({ lineEnd }: GroupsFile): (text: string) => string {
  return (text) => (lineEnd === '\r\n' ? `${text}\r` : text);
}

function withHeaders(
  file: GroupsFile,
  name: string,
  header: (isPublic: boolean) => string,
): Edited {
  return withLines(
    file,
    file.lines.map((line) =>
      line.kind === 'header' && line.group === name
        ? header(line.isPublic) + (line.text.endsWith('\r') ? '\r' : '')
        : line.text,
    ),
  );
}

/** Lines that lose their header belong to the group before it: the file is read anew. */
function keeping(file: GroupsFile, stays: (line: GroupsLine) => boolean): Edited {
  return withLines(
    file,
    file.lines.filter(stays).map(({ text }) => text),
  );
}

function withLines({ lineEnd }: GroupsFile, lines: readonly string[]): Edited {
  let group = defaultGroup;
  const read = lines.map((text) => {
    const line = readLine(text, group);
    if (line.kind === 'header') group = line.group;
    return line;
  });
  return { ok: true, file: { lines: read, lineEnd } };
}

function refused(reason: EditRefusal): Edited {
  return { ok: false, reason };
}
