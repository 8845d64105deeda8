/**
 * Reads `sharedgroups.txt` exactly as mod_groups of Prosody 0.12.3 does. Every line is kept, so that an edited
 * file differs from the old one only by the edit.
 *
 * Oddities of mod_groups:
 * - There are no comments: `# our team` becomes a contact with the JID `#`.
 * - Of `jane@x bob@x` it takes the first word and drops the rest.
 * - A name is everything after the first `=`, spaces included; without one it is empty, and empties the name
 *   that the user gave to the contact.
 * - The last line of a JID within a group decides its name.
 * - A byte order mark hides the header behind it, and alone on a line it is a contact with an empty JID.
 */
import { preparedJid } from '../prepared-jid.ts';

/** One line, as mod_groups understands it. */
export type GroupsLine = { readonly text: string } & (
  | { readonly kind: 'blank' }
  | { readonly kind: 'header'; readonly group: string; readonly isPublic: boolean }
  | {
      readonly kind: 'member';
      readonly group: string;
      /** As Prosody prepares it; may have a resource, no localpart, or be empty. */
      readonly jid: string;
      readonly name: string;
    }
  | { readonly kind: 'invalid'; readonly group: string }
);

export interface GroupsFile {
  readonly lines: readonly GroupsLine[];
  /** Of the lines that are added. */
  readonly lineEnd: '\n' | '\r\n';
  /** False where the last line is not ended. */
  readonly isEnded: boolean;
}

/** What mod_groups makes of the whole file. */
export interface FileGroup {
  readonly name: string;
  /** Everyone on the host has it in the roster. */
  readonly isPublic: boolean;
  /** Names by JID; empty where the file gives none. */
  readonly members: ReadonlyMap<string, string>;
  /** The last line of each JID, and the last header that makes the group public: the order decides on names. */
  readonly lines: ReadonlyMap<string, number>;
  readonly publicLine: number | null;
}

export interface FileWarning {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /**
   * - `invalid-jid`: mod_groups skips the line;
   * - `comment`: it looks like a comment, but is read as a contact;
   * - `not-an-account`: a JID without a localpart, with a resource, or empty;
   * - `more-than-a-jid`: everything after the first word is dropped;
   * - `byte-order-mark`: the file begins with one, and what follows it on the line is not what it looks like;
   * - `space-in-name`: the name begins or ends with a space;
   * - `duplicate`: the same JID stands in this group before.
   */
  readonly reason:
    | 'invalid-jid'
    | 'comment'
    | 'not-an-account'
    | 'more-than-a-jid'
    | 'byte-order-mark'
    | 'space-in-name'
    | 'duplicate';
}

/** The group of entries before any header. */
export const defaultGroup = 'default';

export function parseGroupsFile(text: string): GroupsFile {
  const texts = text.split('\n');
  // The last line break does not begin another line.
  if (texts.at(-1) === '') texts.pop();
  const isEnded = text === '' || text.endsWith('\n');
  return { lines: readLines(texts), lineEnd: text.includes('\r\n') ? '\r\n' : '\n', isEnded };
}

/** The file's text: for a file that was not edited, what was parsed. */
export function formatGroupsFile({ lines, isEnded }: GroupsFile): string {
  const end = isEnded && lines.length > 0 ? '\n' : '';
  return lines.map(({ text }) => text).join('\n') + end;
}

export function readLines(texts: readonly string[]): GroupsLine[] {
  let group = defaultGroup;
  return texts.map((text) => {
    const line = readLine(text, group);
    if (line.kind === 'header') group = line.group;
    return line;
  });
}

/** @param group the group of the lines before it */
function readLine(text: string, group: string): GroupsLine {
  // Lua's %s drops the spaces of the C locale only.
  const header = /^[ \t\v\f\r]*\[(?<name>.*)\][ \t\v\f\r]*$/s.exec(text)?.groups?.['name'];
  if (header !== undefined) {
    const isPublic = header.startsWith('+');
    return { kind: 'header', text, group: isPublic ? header.slice(1) : header, isPublic };
  }
  const { entry, name } = partsOf(text);
  const word = /[^ \t\v\f\r]+/.exec(entry)?.[0];
  if (word === undefined) return { kind: 'blank', text };
  const jid = memberJid(word);
  return jid === null
    ? { kind: 'invalid', text, group }
    : { kind: 'member', text, group, jid, name };
}

/**
 * A member's JID as Prosody prepares it, or null where it refuses it. A word that becomes empty, such as a byte
 * order mark alone, counts as a member: everyone in the group gets a contact with an empty JID.
 */
export function memberJid(word: string): string | null {
  const isNothing = word === '' || preparedJid(`x/${word}`) === 'x/';
  return isNothing ? '' : preparedJid(word);
}

/** Drops a carriage return at the end, which belongs to the line break. */
function partsOf(text: string): { entry: string; name: string } {
  const equals = text.indexOf('=');
  if (equals < 0) return { entry: text, name: '' };
  return { entry: text.slice(0, equals), name: text.slice(equals + 1).replace(/\r$/, '') };
}

/** The groups in the order of the file; `default` is among them only where it has members or a header. */
export function groupsOf({ lines }: GroupsFile): FileGroup[] {
  const groups = new Map<string, GroupSoFar>();
  const at = (name: string) => {
    const found = groups.get(name) ?? { members: new Map(), lines: new Map(), publicLine: null };
    groups.set(name, found);
    return found;
  };
  for (const [index, line] of lines.entries()) {
    if (line.kind === 'header') {
      const group = at(line.group);
      if (line.isPublic) group.publicLine = index;
    } else if (line.kind === 'member') {
      at(line.group).members.set(line.jid, line.name);
      at(line.group).lines.set(line.jid, index);
    }
  }
  return [...groups].map(([name, group]) => ({
    name,
    isPublic: group.publicLine !== null,
    ...group,
  }));
}

interface GroupSoFar {
  readonly members: Map<string, string>;
  readonly lines: Map<string, number>;
  publicLine: number | null;
}

export function warningsOf({ lines }: GroupsFile): FileWarning[] {
  const seen = new Set<string>();
  return lines.flatMap((line, index) => {
    const reason = warningOf(line, seen);
    if (line.kind === 'member') seen.add(keyOf(line));
    return reason ? [{ line: index + 1, text: line.text.trim(), reason }] : [];
  });
}

function warningOf(line: GroupsLine, seen: ReadonlySet<string>): FileWarning['reason'] | undefined {
  // A byte order mark turns a header into a contact; before a contact, preparing removes it.
  if (/^\uFEFF\s*\[/.test(line.text) && line.kind !== 'header') return 'byte-order-mark';
  if (line.kind === 'invalid') return 'invalid-jid';
  if (line.kind !== 'member') return undefined;
  if (isComment(line)) return 'comment';
  if (!line.jid.includes('@') || line.jid.includes('/')) return 'not-an-account';
  if (/\S\s+\S/.test(partsOf(line.text).entry)) return 'more-than-a-jid';
  if (line.name !== line.name.trim()) return 'space-in-name';
  return seen.has(keyOf(line)) ? 'duplicate' : undefined;
}

/** Whether the line looks like a comment, which mod_groups reads as a contact. */
export function isComment({ text }: Pick<GroupsLine, 'text'>): boolean {
  return /^\s*(?:[#;]|--|\/\/)/.test(text);
}

function keyOf({ group, jid }: { group: string; jid: string }): string {
  return `${group}\n${jid}`;
}
