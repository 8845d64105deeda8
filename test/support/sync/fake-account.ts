/**
 * An account on a made-up server: its roster, how it answers, and a profile that syncs with it through real
 * records. The clock must be vitest's: syncs are run to their end, however long that takes by it.
 */

import { vi } from 'vitest';
import type { AddressBookReading } from '../../../electron/core/carddav/address-book.ts';
import { Sharing } from '../../../electron/core/groups/sharing.ts';
import type { OnWaiting } from '../../../electron/core/http/retry.ts';
import { openRecords, type Records } from '../../../electron/core/store/records.ts';
import type { GuardAnswer } from '../../../electron/core/sync/choice.ts';
import type { SyncContext, SyncOptions } from '../../../electron/core/sync/context.ts';
import { runSync } from '../../../electron/core/sync/run.ts';
import { runUndo } from '../../../electron/core/sync/undo.ts';
import { StanzaError } from '../../../electron/core/xmpp/requests.ts';
import type { Session, SetResult } from '../../../electron/core/xmpp/session.ts';
import type { Contact, E164 } from '../../../shared/contact/contact.ts';
import type { SyncReport, UndoReport } from '../../../shared/contract/report.ts';
import type { SyncProgress } from '../../../shared/contract/state.ts';
import { RolodialError } from '../../../shared/errors.ts';
import type { Naming } from '../../../shared/roster/item.ts';
import { type Profile, settingsSchema } from '../../../shared/settings/schema.ts';
import { type TemporaryFolder, temporaryFolder } from '../../servers/temporary-folders.ts';
import { readingOf } from '../carddav/readings.ts';
import { ModelMirror, ModelServer } from '../roster/model.ts';
import { contact } from '../roster/samples.ts';

const numberOf = (index: number): E164 => `+1613${5550000 + index}`;

/** The JID of the item that a person gets. */
export const jidOf = (index: number) => `${numberOf(index)}%+10345678901@example.com`;

export function people(
  count: number,
  rename: (name: string) => string = (name) => name,
): Contact[] {
  return Array.from({ length: count }, (_, index) =>
    contact(rename(`Person ${index}`), [numberOf(index), 'cell']),
  );
}

/** What the server does with one roster set; the default applies it and says so. */
export type SetResponder = (set: {
  readonly jid: string;
  /** Which set of all it is, from 1. */
  readonly number: number;
  apply(): void;
  /** Ends the stream, for a reason that may pass if none is given. */
  lose(reason?: RolodialError): void;
}) => SetResult | undefined;

const unanswered: SetResult = { ok: false, condition: 'timeout', type: '', text: '' };
const lost: SetResult = { ok: false, condition: 'disconnected', type: '', text: '' };

export class FakeAccount {
  readonly server = new ModelServer();
  /** What else the next reads come to. */
  reading: Partial<AddressBookReading> = {};
  readonly profile: Profile;
  readonly records: Records;
  readonly sharing: Sharing;
  readonly progress: SyncProgress[] = [];
  contacts: readonly Contact[] = people(50);
  onRosterSet: SetResponder = () => undefined;
  /** Why the account cannot be logged in to at the moment. */
  closed: RolodialError | undefined;
  /** What the book tells of its server while it is read. */
  bookWaits: readonly Parameters<OnWaiting>[0][] = [];
  /** Logging in takes for ever. */
  silent = false;
  /** How many times from now on the session turns out to be lost when the roster is asked for. */
  deadLinks = 0;
  /** Called when the stream ends. */
  onLost: () => void = () => undefined;
  /** Ends the stream that stands, if any. */
  lose: () => void = () => undefined;
  /** How often it was logged in to, or was tried to be. */
  logins = 0;
  readonly #folder: TemporaryFolder;
  #session: Session | undefined;

  constructor(change: Partial<Profile> = {}) {
    const [profile] = settingsSchema.parse({
      profiles: [
        {
          id: 'john',
          xmpp: { jid: 'john@example.com', password: { env: 'X' } },
          carddav: { url: 'https://example.com/', username: 'john', password: { env: 'X' } },
          dids: [{ number: '+10345678901', alias: 'Home' }],
          guard: { share: 1, count: 1_000 },
        },
      ],
    }).profiles;
    if (!profile) throw new Error('there is no profile');
    this.profile = { ...profile, ...change };
    this.#folder = temporaryFolder('fake-account');
    this.records = openRecords(this.#folder.path, this.profile);
    this.sharing = new Sharing(
      () => this.profile,
      this.records.evidence,
      () => this.records.remoteRefusal.get() !== null,
    );
  }

  /** Whether a sync may push at all. */
  mayPush = true;

  get context(): SyncContext {
    return {
      profile: this.profile,
      dataFolder: this.#folder.path,
      records: this.records,
      sharing: this.sharing,
      account: {
        open: async () => {
          if (!this.#session) this.logins += 1;
          if (this.silent) await new Promise(() => undefined);
          if (this.closed) throw this.closed;
          this.#session ??= this.#open();
          return this.#session;
        },
        mayPush: () => this.mayPush,
      },
      book: {
        read: async (_signal, _onProgress, { onWaiting }) => {
          for (const waiting of this.bookWaits) onWaiting?.(waiting);
          return readingOf(this.contacts, this.reading);
        },
      },
      onProgress: (progress) => this.progress.push(progress),
    };
  }

  async sync(
    wish: Partial<SyncOptions> = {},
    signal = new AbortController().signal,
  ): Promise<SyncReport> {
    const running = runSync(this.context, { guard: 'ask', ...wish }, signal);
    return (await toTheEnd(running)).report;
  }

  async undo(
    guard: GuardAnswer = 'ask',
    signal = new AbortController().signal,
  ): Promise<UndoReport> {
    return await toTheEnd(runUndo(this.context, guard, signal));
  }

  /** The name of a person's item on the server. */
  nameOf(index: number): string | undefined {
    return this.server.items.get(jidOf(index))?.name;
  }

  async close(): Promise<void> {
    this.records.close();
    await this.#folder.remove();
  }

  #open(): Session {
    const { promise: ended, resolve: end } = Promise.withResolvers<RolodialError>();
    let reason = new RolodialError('xmpp-stream', 'lost');
    let open = true;
    const lose = (why = reason) => {
      reason = why;
      open = false;
      this.#session = undefined;
      end(reason);
      this.onLost();
    };
    this.lose = lose;
    const set = async (jid: string, naming: Naming | null): Promise<SetResult> => {
      if (!open) return lost;
      const { sets } = this.server;
      let applied = false;
      const apply = () => {
        this.server.set(jid, naming);
        applied = true;
      };
      const answer = this.onRosterSet({ jid, number: sets + 1, apply, lose });
      if (!answer) apply();
      else if (!applied) this.server.sets += 1;
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 1))]);
      if (answer === unanswered) {
        await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 30_000))]);
      }
      return open ? (answer ?? { ok: true }) : lost;
    };
    return {
      roster: new ModelMirror(this.server),
      ended,
      requestRoster: async () => {
        if (this.deadLinks > 0) {
          this.deadLinks -= 1;
          lose();
        }
        if (!open) throw reason;
      },
      setItem: set,
      removeItem: (jid) => set(jid, null),
      query: async () => {
        throw open ? new StanzaError('service-unavailable', 'cancel', '') : reason;
      },
      close: async () => lose(),
    };
  }
}

/** The set is dealt with, or not, and nothing is said of it. */
export function silence(): SetResult {
  return unanswered;
}

export function refusal(condition: string, type: string): SetResult {
  return { ok: false, condition, type, text: '' };
}

async function toTheEnd<Result>(work: Promise<Result>): Promise<Result> {
  let over = false;
  const ended = work.finally(() => {
    over = true;
  });
  ended.catch(() => undefined);
  while (!over) await vi.advanceTimersByTimeAsync(250);
  return await ended;
}
