/**
 * Edits of `sharedgroups.txt`, each a function from a file to a file. All other lines keep their text and order.
 * An edit that mod_groups would misread is refused.
 *
 * Lines that look like comments are not treated as members here, although mod_groups does: they stay when
 * their group is removed.
 */

import { preparedJid } from '../prepared-jid.ts';
import {
  defaultGroup,
  type FileGroup,
  type GroupsFile,
  type GroupsLine,
  groupsOf,
  isComment,
  memberJid,
  readLines,
} from './file.ts';

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
  /** Empty for none; each user's client then finds one. */
  readonly name: string;
}

/** The groups that can be edited, without the members that mod_groups reads from comments. */
export function editableGroups(file: GroupsFile): FileGroup[] {
  return groupsOf({ ...file, lines: file.lines.filter((line) => !isComment(line)) });
}

/** Adds an empty group at the end. */
export function addGroup(file: GroupsFile, name: string, isPublic: boolean): Edited {
  if (!isGroupName(name)) return refused('invalid-group');
  if (hasGroup(file, name)) return refused('group-exists');
  const gap = file.lines.length > 0 && file.lines.at(-1)?.kind !== 'blank' ? [''] : [];
  return inserting(file, file.lines.length, [...gap, headerText(name, isPublic)]);
}

/** Renames a group, and all headers of it. */
export function renameGroup(file: GroupsFile, name: string, to: string): Edited {
  if (!hasHeader(file, name)) return refused('no-such-group');
  if (!isGroupName(to)) return refused('invalid-group');
  if (to === name) return { ok: true, file };
  if (hasGroup(file, to)) return refused('group-exists');
  const renamedFile = withHeaders(file, name, ({ isPublic }) => headerText(to, isPublic));
  // Members before any header are in the default group without one.
  const first = file.lines.findIndex((line) => line.kind === 'header' || isMember(line));
  const hasNone = name === defaultGroup && file.lines[first]?.kind === 'member';
  return hasNone ? inserting(renamedFile, first, [headerText(to, false)]) : edited(renamedFile);
}

/** A public group is in the roster of everyone on the host. */
export function setPublic(file: GroupsFile, name: string, isPublic: boolean): Edited {
  if (!hasHeader(file, name)) return refused('no-such-group');
  // `[++A]` is the public group `+A`, which cannot be made private.
  if (!isPublic && name.startsWith('+')) return refused('invalid-group');
  return edited(
    withHeaders(file, name, (line) =>
      line.isPublic === isPublic ? line.text : headerText(name, isPublic),
    ),
  );
}

/** Removes a group with its members; blank lines, comments and lines that mod_groups skips stay. */
export function removeGroup(file: GroupsFile, name: string): Edited {
  if (!hasGroup(file, name)) return refused('no-such-group');
  return keeping(
    file,
    (line) => !((line.kind === 'header' || isMember(line)) && line.group === name),
  );
}

/** Adds a member after the last one of the group. */
export function addMember(file: GroupsFile, group: string, { jid, name }: Member): Edited {
  const refusal = refusalOf(jid, name);
  if (refusal) return refused(refusal);
  if (group !== defaultGroup && !hasGroup(file, group)) return refused('no-such-group');
  if (preparedIn(file, group, jid) !== undefined) return refused('member-exists');
  const lastMember = file.lines.findLastIndex((line) => isMember(line) && line.group === group);
  const lastLine = file.lines.findLastIndex(
    (line) => (line.kind === 'header' || line.kind === 'member') && line.group === group,
  );
  return inserting(file, (lastMember < 0 ? lastLine : lastMember) + 1, [memberText(jid, name)]);
}

/** Gives a member another name; an empty one takes it away. */
export function renameMember(file: GroupsFile, group: string, { jid, name }: Member): Edited {
  const prepared = preparedIn(file, group, jid);
  if (prepared === undefined) return refused('no-such-member');
  // Renames all lines of this member; the last one counts.
  const texts = file.lines.map((line) =>
    isLineOf(line, group, prepared) ? renamed(line.text, name) : line.text,
  );
  const next = withLines(file, texts);
  const isMeant = next.lines.every(
    (line, index) =>
      line.text === file.lines[index]?.text ||
      (isLineOf(line, group, prepared) && line.kind === 'member' && line.name === name),
  );
  return isMemberName(name) && isMeant ? edited(next) : refused('invalid-name');
}

export function removeMember(file: GroupsFile, group: string, jid: string): Edited {
  const prepared = preparedIn(file, group, jid);
  if (prepared === undefined) return refused('no-such-member');
  return keeping(file, (line) => !isLineOf(line, group, prepared));
}

function refusalOf(jid: string, name: string): EditRefusal | null {
  const text = jid.trim();
  const prepared = preparedJid(text);
  if (prepared === null || !/^[^@/]+@[^@/]+$/.test(prepared)) return 'invalid-jid';
  // The file would read such text as a header, two entries or a name.
  if (/[=\s[\]]|\p{Cc}/u.test(text) || isComment({ text })) return 'invalid-jid';
  return isMemberName(name) ? null : 'invalid-name';
}

function isMemberName(name: string): boolean {
  return !unwritable.test(name) && name === name.trim();
}

/** Whether a header with this name reads back the same. */
function isGroupName(name: string): boolean {
  return name.trim() !== '' && !name.startsWith('+') && !unwritable.test(name);
}

/** What ends a line, cannot be written in UTF-8, or breaks the streams of all who get it (XML 1.0 §2.2). */
const unwritable = /[\p{Cc}\p{Cs}\u2028\u2029\uFFFE\uFFFF]/u;

function headerText(name: string, isPublic: boolean): string {
  return `[${isPublic ? '+' : ''}${name}]`;
}

function memberText(jid: string, name: string): string {
  return name === '' ? jid.trim() : `${jid.trim()}=${name}`;
}

/** Keeps the text before the name, spaces included. */
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

/** The JID as the group holds it; undefined where the group lacks it. */
function preparedIn({ lines }: GroupsFile, group: string, jid: string): string | undefined {
  const prepared = memberJid(jid.trim());
  if (prepared === null) return undefined;
  return lines.some((line) => isLineOf(line, group, prepared)) ? prepared : undefined;
}

function isLineOf(line: GroupsLine, group: string, jid: string): boolean {
  return line.kind === 'member' && line.group === group && line.jid === jid;
}

function isMember(line: GroupsLine): line is Extract<GroupsLine, { kind: 'member' }> {
  return line.kind === 'member' && !isComment(line);
}

function withHeaders(
  file: GroupsFile,
  name: string,
  header: (line: Extract<GroupsLine, { kind: 'header' }>) => string,
): GroupsFile {
  const texts = file.lines.map((line) => {
    if (line.kind !== 'header' || line.group !== name) return line.text;
    const text = header(line);
    return line.text.endsWith('\r') && !text.endsWith('\r') ? `${text}\r` : text;
  });
  return withLines(file, texts);
}

function inserting(file: GroupsFile, at: number, added: readonly string[]): Edited {
  const end = file.lineEnd === '\r\n' ? '\r' : '';
  const texts = file.lines.map(({ text }) => text);
  const isLast = at === texts.length;
  // A line that is not ended has to be ended first.
  if (isLast && !file.isEnded) texts.push(`${texts.pop()}${end}`);
  const next = texts.toSpliced(at, 0, ...added.map((text) => text + end));
  return edited(withLines(file, next, file.isEnded || isLast));
}

/** Reads the file again, since lines that lose their header belong to the group before it. */
function keeping(file: GroupsFile, stays: (line: GroupsLine) => boolean): Edited {
  const texts = file.lines.filter(stays).map(({ text }) => text);
  const last = file.lines.at(-1);
  return edited(withLines(file, texts, file.isEnded || (last !== undefined && !stays(last))));
}

function withLines(
  { lineEnd, isEnded }: GroupsFile,
  texts: readonly string[],
  isNowEnded = isEnded,
): GroupsFile {
  return { lines: readLines(texts), lineEnd, isEnded: isNowEnded };
}

function edited(file: GroupsFile): Edited {
  return { ok: true, file };
}

function refused(reason: EditRefusal): Edited {
  return { ok: false, reason };
}
