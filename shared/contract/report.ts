/** What a sync did, or would do: the JSON of `rolodial sync --json` and `plan --json`, and the window's source. */
import { z } from 'zod';
import { skipReasons } from '../contact/contact.ts';
import type { Conflict } from '../roster/conflict.ts';
import type { Guard } from '../roster/guard.ts';
import { unreadSchema } from './unread.ts';

const planCountsSchema = z.object({
  add: z.int(),
  update: z.int(),
  remove: z.int(),
  keep: z.int(),
});

/** Who keeps the roster: the XMPP server, an outside service, Rolodial as such a service, or not known yet. */
export const rosterKindSchema = z.enum(['server', 'remote', 'served', 'unknown']);
export type RosterKind = z.infer<typeof rosterKindSchema>;

/** Who keeps the roster as far as the XMPP server shows it. */
export const foundKindSchema = rosterKindSchema.exclude(['served']);
export type FoundKind = z.infer<typeof foundKindSchema>;

const skippedSchema = z.object({
  card: z.string(),
  raw: z.string(),
  reason: z.enum(skipReasons),
});

const conflictSchema = z.object({
  jid: z.string(),
  reason: z.enum(['same-number', 'shared-group', 'takeover', 'contested', 'shortened']),
  name: z.string(),
  others: z.array(z.string()),
}) satisfies z.ZodType<Conflict>;

const failedSchema = z.object({
  jid: z.string(),
  /** The stanza error's defined condition (RFC 6120 §8.3.3), or `timeout`, `disconnected`. */
  condition: z.string(),
  text: z.string(),
});
export type FailedItem = z.infer<typeof failedSchema>;

export const guardReasons = ['many-removals', 'empty-read'] as const;

const guardSchema = z.object({
  reason: z.enum(guardReasons),
  removals: z.int(),
  owned: z.int(),
  jids: z.array(z.string()),
}) satisfies z.ZodType<Guard>;

/** Books that were read before and that the server does not list any more; their items wait for an answer. */
const absentBooksSchema = z.object({
  books: z.array(z.object({ url: z.string(), name: z.string() })),
  /** Items that would go, or go back to how they stood before a takeover. */
  jids: z.array(z.string()),
  /** Items that are ours now. */
  owned: z.int(),
});
export type AbsentBooks = z.infer<typeof absentBooksSchema>;

const planReportSchema = z.object({
  profile: z.string(),
  /** ISO 8601, UTC. */
  startedAt: z.string(),
  durationMs: z.int(),
  addressBook: z.object({
    cards: z.int(),
    contacts: z.int(),
    numbers: z.int(),
    requests: z.int(),
    /** Bytes of the answers' bodies, after content decoding. */
    bytes: z.int(),
    /** Cards that a comparison of all found and the server had not told of. */
    missed: z.int().default(0),
  }),
  roster: z.object({ kind: rosterKindSchema, items: z.int() }),
  plan: planCountsSchema,
  skipped: z.array(skippedSchema),
  conflicts: z.array(conflictSchema),
  failed: z.array(failedSchema),
  /** What is there and could not be read; what is known of it stays in force. */
  unread: z.array(unreadSchema).default([]),
  /** Items that are not removed because something that could not be read may want them by now. */
  withheld: z.array(z.string()).default([]),
  absentBooks: absentBooksSchema.nullable().default(null),
  /** Books that are not read unless the settings name them; each is told once. */
  leftOut: z.array(z.object({ url: z.string(), name: z.string() })).default([]),
  guard: guardSchema.nullable(),
});

export const syncReportSchema = planReportSchema.extend({
  applied: z.object({ added: z.int(), updated: z.int(), removed: z.int() }),
});
export type SyncReport = z.infer<typeof syncReportSchema>;

export const planItemSchema = z.object({
  action: z.enum(['add', 'update', 'remove', 'keep']),
  jid: z.string(),
  name: z.string(),
  groups: z.array(z.string()),
  /** The item as it stands on the roster, where the action changes or removes it. */
  was: z.object({ name: z.string(), groups: z.array(z.string()) }).optional(),
  /** The item stood on the roster under another name before Rolodial wanted it. */
  takeover: z.boolean().optional(),
  /** A takeover that is made only when the user says so. */
  asks: z.boolean().optional(),
  /** The item is ours, and another client has named it otherwise since. */
  changedElsewhere: z.boolean().optional(),
});
export type PlanItem = z.infer<typeof planItemSchema>;

export const planPreviewSchema = planReportSchema.extend({
  items: z.array(planItemSchema),
  /** JIDs of the gateway's form that are neither ours nor wanted; never touched. */
  unclaimed: z.array(z.string()).optional(),
});
export type PlanPreview = z.infer<typeof planPreviewSchema>;

/** What undoing a sync did. Scheduled syncs then wait until the user resumes: they would do it again. */
export const undoReportSchema = z.object({
  profile: z.string(),
  /** ISO 8601, UTC. */
  startedAt: z.string(),
  durationMs: z.int(),
  /** When the sync began that was undone; null where there was none to undo. */
  undone: z.string().nullable(),
  roster: z.object({ kind: rosterKindSchema, items: z.int() }),
  plan: planCountsSchema.omit({ keep: true }),
  applied: z.object({ added: z.int(), updated: z.int(), removed: z.int() }),
  /** Items that somebody has changed again since: left as they stand. */
  left: z.array(z.object({ jid: z.string(), name: z.string() })),
  failed: z.array(failedSchema),
  guard: guardSchema.nullable(),
});
export type UndoReport = z.infer<typeof undoReportSchema>;

/** What undoing would do. */
export const undoPreviewSchema = undoReportSchema
  .pick({ profile: true, undone: true, plan: true, left: true })
  .extend({ items: z.array(planItemSchema) });
export type UndoPreview = z.infer<typeof undoPreviewSchema>;

export const rosterReportSchema = z.object({
  kind: rosterKindSchema,
  /** The roster's version (RFC 6121 §2.6), or null where the server gave none. */
  version: z.string().nullable(),
  items: z.array(
    z.object({
      jid: z.string(),
      name: z.string(),
      groups: z.array(z.string()),
      subscription: z.string(),
      class: z.enum(['ours', 'shared', 'personal', 'unclaimed']),
    }),
  ),
});
export type RosterReport = z.infer<typeof rosterReportSchema>;
