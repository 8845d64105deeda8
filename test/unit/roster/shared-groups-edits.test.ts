/** Any edit of any groups file, against a model of what was meant: what mod_groups reads, and what it does not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
  isComment,
  parseGroupsFile,
} from '../../../shared/roster/shared-groups/file.ts';

interface ModelGroup {
  isPublic: boolean;
  members: Record<string, string>;
}
type Model = Record<string, ModelGroup>;

interface Edit {
  readonly says: string;
  readonly make: (file: GroupsFile) => Edited;
  /** What was meant, for an edit that is not refused. */
  readonly change: (model: Model) => void;
  /** Whether lines may come, go, or be another than before. */
  readonly lines: 'come' | 'go' | 'change';
}

const jids = fc.constantFrom(
  'a@x',
  'B@X',
  'é@x',
  '#',
  '[e@x',
  'c=d@x',
  'f@x/r',
  ' g@x',
  '--h@x',
  '',
);
const groups = fc.constantFrom('A', 'B B', '+C', 'D]', ' E ', '', 'default', 'F\n');
const names = fc.oneof(
  fc.constantFrom('', 'Jane', 'J]', '[J]', 'a=b', ' J', 'J\r', 'J\u2028', '\uFFFE'),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const files = fc
  .array(
    fc.constantFrom(
      ...['[A]', '[+A]', '[B B]\t', ' [++C]', '[D]]', '[ E ]', '[default]', '[+default]', '[open'],
      ...['a@x', ' b@x =B', 'A@X=Other', 'é@x=É', '[e@x', 'f@x/r', 'a@x rest = x', '=nobody'],
      ...['# note', '; note', '@broken', '', '   '],
    ),
    { maxLength: 12 },
  )
  .chain((lines) =>
    fc
      .tuple(fc.constantFrom('\n', '\r\n'), fc.boolean())
      .map(([end, isEnded]) => lines.join(end) + (isEnded && lines.length > 0 ? end : '')),
  );

const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(groups, fc.boolean()).map(
    ([name, isPublic]): Edit => ({
      says: `add group ${name}`,
      make: (file) => addGroup(file, name, isPublic),
      change: (model) => {
        model[name] = { isPublic, members: {} };
      },
      lines: 'come',
    }),
  ),
  fc.tuple(groups, groups).map(
    ([name, to]): Edit => ({
      says: `rename group ${name} to ${to}`,
      make: (file) => renameGroup(file, name, to),
      change: (model) => {
        const group = model[name];
        delete model[name];
        if (group) model[to] = group;
      },
      lines: 'change',
    }),
  ),
  fc.tuple(groups, fc.boolean()).map(
    ([name, isPublic]): Edit => ({
      says: `set ${name} ${isPublic ? 'public' : 'not public'}`,
      make: (file) => setPublic(file, name, isPublic),
      change: (model) => {
        if (model[name]) model[name].isPublic = isPublic;
      },
      lines: 'change',
    }),
  ),
  groups.map(
    (name): Edit => ({
      says: `remove group ${name}`,
      make: (file) => removeGroup(file, name),
      change: (model) => {
        delete model[name];
      },
      lines: 'go',
    }),
  ),
  fc.tuple(groups, jids, names).map(
    ([group, jid, name]): Edit => ({
      says: `add ${jid} named ${name} to ${group}`,
      make: (file) => addMember(file, group, { jid, name }),
      change: (model) => {
        const members = model[group]?.members;
        if (members) members[jid.trim().toLowerCase()] = name;
      },
      lines: 'come',
    }),
  ),
  fc.tuple(groups, jids, names).map(
    ([group, jid, name]): Edit => ({
      says: `rename ${jid} of ${group} to ${name}`,
      make: (file) => renameMember(file, group, { jid, name }),
      change: (model) => {
        const members = model[group]?.members ?? {};
        if (jid.trim().toLowerCase() in members) members[jid.trim().toLowerCase()] = name;
      },
      lines: 'change',
    }),
  ),
  fc.tuple(groups, jids).map(
    ([group, jid]): Edit => ({
      says: `remove ${jid} from ${group}`,
      make: (file) => removeMember(file, group, jid),
      change: (model) => {
        delete model[group]?.members[jid.trim().toLowerCase()];
      },
      lines: 'go',
    }),
  ),
);

/** Without what looks like a comment. */
function modelOf(file: GroupsFile): Model {
  const lines = file.lines.map((line) =>
    isComment(line) ? { kind: 'blank' as const, text: line.text } : line,
  );
  return withDefault(
    Object.fromEntries(
      groupsOf({ ...file, lines }).map(({ name, isPublic, members }) => [
        name,
        { isPublic, members: Object.fromEntries(members) },
      ]),
    ),
  );
}

/** mod_groups always has this one. */
function withDefault(model: Model): Model {
  return { default: { isPublic: false, members: {} }, ...model };
}

/** Whether all lines of one text stand in the other in the same order. */
function isWithin(lines: readonly string[], others: readonly string[]): boolean {
  let at = 0;
  for (const other of others) if (lines[at] === other) at++;
  return at === lines.length;
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line, index, all) => line !== '' || index < all.length - 1);
}

describe('any edit of any groups file', () => {
  it('is read by mod_groups as it was meant, or refused', () => {
    fc.assert(
      fc.property(files, fc.array(edits, { maxLength: 8 }), (text, wanted) => {
        let file = parseGroupsFile(text);
        for (const { make, change, says } of wanted) {
          const model = structuredClone(modelOf(file));
          const result = make(file);
          if (!result.ok) continue;
          change(model);
          const reread = parseGroupsFile(formatGroupsFile(result.file));
          expect(modelOf(reread), says).toEqual(withDefault(model));
          expect(reread.lines).toEqual(result.file.lines);
          file = result.file;
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves every line alone that it is not about', () => {
    fc.assert(
      fc.property(files, edits, (text, { make, says, lines: change }) => {
        // Whoever renames or removes the contact `#` means these lines.
        fc.pre(!says.includes(' # '));
        const result = make(parseGroupsFile(text));
        if (!result.ok) return;
        const before = linesOf(text);
        const after = linesOf(formatGroupsFile(result.file));
        if (change === 'come') expect(isWithin(before, after)).toBe(true);
        if (change === 'go') expect(isWithin(after, before)).toBe(true);
        const bystanders = (each: readonly string[]) =>
          each.filter((line) => /^\s*(?:[#;@=].*)?$/.test(line));
        if (change !== 'come') expect(bystanders(after)).toEqual(bystanders(before));
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps the line ends of the file', () => {
    fc.assert(
      fc.property(files, edits, (text, { make }) => {
        const result = make(parseGroupsFile(text));
        if (!result.ok) return;
        const after = formatGroupsFile(result.file);
        if (text.includes('\r\n')) expect(after).not.toMatch(/[^\r]\n|\r$/);
        else expect(after).not.toContain('\r');
      }),
      { numRuns: 1000 },
    );
  });
});
