/** The shared groups of an account: what the window's page shows and `rolodial groups --json` prints. */
import { z } from 'zod';
import { problemSchema } from '../errors.ts';
import type { GroupEvidence, GroupMark, GroupVerdict } from '../roster/classify.ts';

const groupEvidenceSchema = z.object({
  kind: z.enum(['mark', 'file', 'openfire', 'came-back', 'unversioned', 'both']),
  at: z.string().nullable(),
  jid: z.string().nullable(),
}) satisfies z.ZodType<GroupEvidence>;

const groupVerdictSchema = z.enum([
  'shared',
  'perhaps',
  'personal',
]) satisfies z.ZodType<GroupVerdict>;

export const groupMarkSchema = z.enum(['shared', 'personal']) satisfies z.ZodType<GroupMark>;

const memberSchema = z.object({
  jid: z.string(),
  name: z.string(),
  /** Where the name is from; `jid` where nobody gave one. */
  nameFrom: z.enum(['roster', 'vcard4', 'vcard', 'nickname', 'jid']),
  /** A `data:` URL of a picture. */
  avatar: z.string().nullable(),
  subscription: z.string(),
  /** Null while the user shows no presence, or the member is not there. */
  presence: z
    .object({ show: z.enum(['available', 'away', 'chat', 'dnd', 'xa']), status: z.string() })
    .nullable(),
});
export type GroupMember = z.infer<typeof memberSchema>;

const groupSchema = z.object({
  name: z.string(),
  verdict: groupVerdictSchema,
  mark: groupMarkSchema.nullable(),
  /** Strongest first. */
  evidence: z.array(groupEvidenceSchema),
  members: z.array(memberSchema),
});
export type SharedGroup = z.infer<typeof groupSchema>;

export const groupsReportSchema = z.object({
  /** Sorted: shared, perhaps, personal; then by name. Groups of Rolodial's own items alone are left out. */
  groups: z.array(groupSchema),
  /** Whether the account shows presence; without it no member's is known. */
  presence: z.boolean(),
  /** How many members' names are still being looked up. */
  lookingUp: z.int(),
  /** The administrator's file of the settings; null without one. */
  file: z.object({ path: z.string(), problem: problemSchema.nullable() }).nullable(),
});
export type GroupsReport = z.infer<typeof groupsReportSchema>;

const membershipSchema = z.object({ group: z.string(), jid: z.string(), name: z.string() });

/** What logging out and in again has changed. */
export const groupsChangesSchema = z.object({
  added: z.array(membershipSchema),
  removed: z.array(membershipSchema),
  renamed: z.array(z.object({ jid: z.string(), was: z.string(), name: z.string() })),
});
export type GroupsChanges = z.infer<typeof groupsChangesSchema>;

/** An administrator's `sharedgroups.txt` beside the live roster of this account. */
export const groupsFileReportSchema = z.object({
  /** Absolute. */
  path: z.string(),
  text: z.string(),
  /** Stands for exactly this text. */
  stamp: z.string(),
  warnings: z.array(
    z.object({
      line: z.int(),
      text: z.string(),
      reason: z.enum([
        'invalid-jid',
        'comment',
        'not-an-account',
        'more-than-a-jid',
        'byte-order-mark',
        'space-in-name',
        'duplicate',
      ]),
    }),
  ),
  /** Sorted by group and JID. */
  checks: z.array(
    z.object({
      group: z.string(),
      jid: z.string(),
      verdict: z.enum(['ok', 'missing', 'extra', 'other-name', 'not-a-member']),
      fileName: z.string().nullable(),
      rosterName: z.string().nullable(),
    }),
  ),
});
export type GroupsFileReport = z.infer<typeof groupsFileReportSchema>;
