/** The shared groups of an account: what the window's page shows and `rolodial groups --json` prints. */
import { z } from 'zod';
import { problemSchema } from '../errors.ts';

/**
 * Why a group is taken for shared, or for the user's own:
 * - `mark`: the user says so;
 * - `file`: the administrator's `sharedgroups.txt` holds it for this account;
 * - `openfire`: the server itself names it (`http://www.jivesoftware.org/protocol/sharedgroup`);
 * - `came-back`: it was taken off a contact (`jid`), and the next login had it back;
 * - `unversioned`: the server versions rosters, but left the version out: it injects items;
 * - `both`: members of it are subscribed both ways, and it is not of Rolodial's making. Alone no proof.
 */
const groupEvidenceSchema = z.object({
  kind: z.enum(['mark', 'file', 'openfire', 'came-back', 'unversioned', 'both']),
  /** When it was seen, ISO 8601; null where it is seen now. */
  at: z.string().nullable(),
  jid: z.string().nullable(),
});
export type GroupEvidence = z.infer<typeof groupEvidenceSchema>;

/** `perhaps`: without proof. Rolodial treats it as shared until the user says otherwise. */
const groupVerdictSchema = z.enum(['shared', 'perhaps', 'personal']);
export type GroupVerdict = z.infer<typeof groupVerdictSchema>;

export const groupMarkSchema = z.enum(['shared', 'personal']);
export type GroupMark = z.infer<typeof groupMarkSchema>;

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
