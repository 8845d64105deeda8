/**
 * Every command and event between the window and the core, as schemas. The Electron binding, the
 * preload bridge, the headless server and the test doubles are all derived from this one list.
 */
import { z } from 'zod';
import type { problemSchema } from '../errors.ts';
import { profileInputSchema, serviceInputSchema, settingsSchema } from '../settings/schema.ts';
import {
  groupMarkSchema,
  groupsChangesSchema,
  groupsFileReportSchema,
  groupsReportSchema,
} from './groups-report.ts';
import { refreshOutcomeSchema, remoteReportSchema, threeWayReportSchema } from './remote-report.ts';
import {
  planPreviewSchema,
  syncReportSchema,
  undoPreviewSchema,
  undoReportSchema,
} from './report.ts';
import { importOutcomeSchema, servedReportSchema, serviceStateSchema } from './service-report.ts';
import { appStateSchema, profileStateSchema, syncProgressSchema } from './state.ts';

/** A row of the Contacts page: a desired item, an item that is to go, or a number that was skipped. */
export const contactRowSchema = z.object({
  /** Unique within the profile. */
  key: z.string(),
  state: z.enum(['in-sync', 'to-add', 'to-change', 'to-remove', 'skipped', 'conflict', 'failed']),
  /** Empty for a skipped number. */
  jid: z.string(),
  /** As it will appear in the roster. */
  name: z.string(),
  /** As it appears now, where that differs. */
  currentName: z.string().nullable(),
  /** The item is ours, and another client has named it otherwise since. */
  changedElsewhere: z.boolean().optional(),
  /** A takeover that is made only when the user says so, by syncing with it among `only`. */
  asks: z.boolean().optional(),
  /** E.164, or as it stands on the card for a skipped number. */
  number: z.string(),
  /** The user's own number, and its alias; empty for a skipped number. */
  did: z.string(),
  alias: z.string(),
  type: z.string(),
  /** The contact's own name, for previews of a format. */
  contact: z.string(),
  given: z.string(),
  family: z.string(),
  nickname: z.string(),
  organization: z.string(),
  category: z.string(),
  /** Skip reason, stanza error condition or kind of conflict; null where there is none. */
  reason: z.string().nullable(),
});
export type ContactRow = z.infer<typeof contactRowSchema>;

const profileOnly = z.strictObject({ profile: z.string() });

export const commands = {
  getState: { input: z.strictObject({}), output: appStateSchema },
  /**
   * Syncs now, also while paused, and answers when that has ended; joins a sync that wants the same, waits for
   * any other. With `only`, nothing but these JIDs is changed, and of them also takeovers that were to be
   * asked about.
   */
  syncNow: {
    input: z.strictObject({
      profile: z.string(),
      only: z.array(z.string()).optional(),
      /** Compare all cards with what is known, whatever the address book's server says of changes. */
      full: z.boolean().optional(),
    }),
    output: syncReportSchema,
  },
  /** Reads both sides and answers what a sync would do; changes nothing. */
  previewSync: { input: profileOnly, output: planPreviewSchema },
  /** Ends the running sync between two items; what was pushed stays and is recorded. */
  cancelSync: { input: profileOnly, output: z.null() },
  /** Answers the guard: remove what the plan says, or keep everything. */
  answerGuard: {
    input: z.strictObject({ profile: z.string(), answer: z.enum(['apply', 'keep']) }),
    output: z.null(),
  },
  /**
   * Takes back what the last sync changed, but what was changed again since. From then on the profile is
   * paused, until it is resumed or synced: the next sync would do it all again. The guard may stop it, but
   * asks about none of the items that the user has seen and confirmed (`confirmed`, JIDs).
   */
  undoLastSync: {
    input: z.strictObject({ profile: z.string(), confirmed: z.array(z.string()).optional() }),
    output: undoReportSchema,
  },
  /** Reads the roster and answers what undoing would do; changes nothing. */
  previewUndo: { input: profileOnly, output: undoPreviewSchema },
  /**
   * Takes unclaimed items for our own, as if Rolodial had made them: the next sync removes those that the
   * address book does not want, as it would any of ours.
   */
  adoptUnclaimed: {
    input: z.strictObject({ profile: z.string(), jids: z.array(z.string()) }),
    output: z.null(),
  },
  setPaused: {
    input: z.strictObject({ profile: z.string(), paused: z.boolean() }),
    output: z.null(),
  },
  listContacts: { input: profileOnly, output: z.array(contactRowSchema) },
  /** The groups of the live roster that are not of Rolodial's making, logging in first if need be. */
  listGroups: { input: profileOnly, output: groupsReportSchema },
  /** The user's own word on a group; null takes it back. */
  markGroup: {
    input: z.strictObject({
      profile: z.string(),
      group: z.string(),
      mark: groupMarkSchema.nullable(),
    }),
    output: z.null(),
  },
  /** Logs out and in again, and answers what has changed in the shared groups. */
  refreshGroups: { input: profileOnly, output: groupsChangesSchema },
  /** Reads a `sharedgroups.txt` and compares it with the live roster. */
  checkGroupsFile: {
    input: z.strictObject({ profile: z.string(), path: z.string().min(1) }),
    output: groupsFileReportSchema,
  },
  /** Saves an edited `sharedgroups.txt`, unless somebody else has changed it; answers as the check of it. */
  saveGroupsFile: {
    input: z.strictObject({
      profile: z.string(),
      path: z.string().min(1),
      text: z.string(),
      /** As it was given with the text that was edited. */
      stamp: z.string(),
    }),
    output: groupsFileReportSchema,
  },
  /** Who keeps the roster, how that is known, and what was asked of an outside service. */
  remoteReport: { input: profileOnly, output: remoteReportSchema },
  /** Tries one harmless change now, to see who keeps the roster; needs an item of ours on the roster. */
  checkRosterKind: { input: profileOnly, output: remoteReportSchema },
  /** Fetches the document of a remote roster, and compares it with the live roster and the address book. */
  compareDocument: { input: profileOnly, output: threeWayReportSchema },
  /** Tells the server that rosters have changed; without users, the account's own. */
  refreshRosters: {
    input: z.strictObject({ profile: z.string(), users: z.array(z.string().min(1)) }),
    output: refreshOutcomeSchema,
  },
  /** Where Rolodial listens as the service that keeps rosters, if it does. */
  saveService: { input: serviceInputSchema, output: z.null() },
  /**
   * What the server's `http_roster_url` must be, with the secret; null while the service is off. For the
   * user's eyes only: it is in no state and no event.
   */
  serviceUrl: { input: z.strictObject({}), output: z.string().nullable() },
  /** The document that Rolodial serves for a profile. */
  servedReport: { input: profileOnly, output: servedReportSchema },
  /** Adds a document's items to it, or those of the live roster (null); takes nothing away. */
  importRoster: {
    input: z.strictObject({ profile: z.string(), document: z.string().nullable() }),
    output: importOutcomeSchema,
  },
  /** Takes items off it that are not Rolodial's own. */
  removeServed: {
    input: z.strictObject({ profile: z.string(), jids: z.array(z.string()) }),
    output: z.null(),
  },
  /** Adds the profile or replaces the one with the same id. */
  saveProfile: { input: profileInputSchema, output: z.null() },
  /** Forgets the profile's settings and secrets; its roster items and its database stay. */
  removeProfile: { input: profileOnly, output: z.null() },
  setLanguage: {
    input: z.strictObject({ language: settingsSchema.shape.language.unwrap() }),
    output: z.null(),
  },
  /** Logs in with what the form holds, and out again. */
  testAccount: {
    input: profileInputSchema.shape.xmpp,
    output: z.object({ rosterItems: z.int() }),
  },
  /** Finds the address books with what the form holds. */
  testAddressBook: {
    input: z.strictObject({
      carddav: profileInputSchema.shape.carddav,
      ca: z.string().optional(),
    }),
    output: z.object({
      books: z.array(
        z.object({
          name: z.string(),
          url: z.string(),
          cards: z.int().nullable(),
          isMadeByServer: z.boolean(),
        }),
      ),
    }),
  },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export type CommandName = keyof typeof commands;
export type CommandInput<Name extends CommandName> = z.input<(typeof commands)[Name]['input']>;
export type CommandOutput<Name extends CommandName> = z.output<(typeof commands)[Name]['output']>;

/** What the core implements: one function for each command, its input already parsed. */
export type CommandHandlers = {
  readonly [Name in CommandName]: (
    input: z.output<(typeof commands)[Name]['input']>,
  ) => Promise<CommandOutput<Name>>;
};

export const eventSchema = z.discriminatedUnion('event', [
  /** What is another of a profile's state; the rest is as it was. */
  z.object({
    event: z.literal('profile'),
    id: z.string(),
    changed: profileStateSchema.omit({ id: true }).partial(),
  }),
  /** How far the sync of a profile has come, at most ten times a second. */
  z.object({ event: z.literal('progress'), id: z.string(), progress: syncProgressSchema }),
  /** Settings were changed: profiles may have come, gone or changed their order. */
  z.object({ event: z.literal('state'), state: appStateSchema }),
  z.object({ event: z.literal('service'), service: serviceStateSchema }),
]);
export type CoreEvent = z.infer<typeof eventSchema>;

/** How an answer crosses: errors as values, because Electron's IPC would turn them into text. */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: z.infer<typeof problemSchema> };

/** What the preload script puts at `window.rolodial`, and what the browser host offers over HTTP. */
export interface Bridge {
  invoke<Name extends CommandName>(
    command: Name,
    input: CommandInput<Name>,
  ): Promise<Answer<CommandOutput<Name>>>;
  /** Calls the listener for every event until the returned function is called. */
  subscribe(listener: (event: CoreEvent) => void): () => void;
}
