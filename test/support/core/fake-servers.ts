/**
 * A DOUBLE of the two servers of an account: an XMPP server whose roster is kept in memory, and an address book
 * that is a list of contacts. Logging in, reading and each roster set wait for as long as a test says.
 */

import type { AddressBookReading } from '../../../electron/core/carddav/address-book.ts';
import type { LoginListeners, Servers } from '../../../electron/core/profile/servers.ts';
import { StanzaError } from '../../../electron/core/xmpp/requests.ts';
import type { Session, SetResult } from '../../../electron/core/xmpp/session.ts';
import type { Contact } from '../../../shared/contact/contact.ts';
import { RolodialError } from '../../../shared/errors.ts';
import type { Naming } from '../../../shared/roster/item.ts';
import { readingOf } from '../carddav/readings.ts';
import { ModelMirror, ModelServer } from '../roster/model.ts';

const lost: SetResult = { ok: false, condition: 'disconnected', type: '', text: '' };

export class FakeServers implements Servers {
  readonly roster = new ModelServer();
  contacts: readonly Contact[] = [];
  /** What else the next reads come to. */
  reading: Partial<AddressBookReading> = {};
  logins = 0;
  logouts = 0;
  reads = 0;
  /** Called before each login is answered; throws where it fails. */
  onLogin: (signal: AbortSignal) => Promise<void> = async () => undefined;
  /** Called before the address book is answered; throws where it fails. */
  onRead: (signal: AbortSignal) => Promise<void> = async () => undefined;
  /** Called before each roster set is applied; answers in its place where it gives an answer. */
  onSet: (jid: string) => Promise<SetResult | undefined> = async () => undefined;
  /** Ends the stream that stands. */
  endSession: (reason: RolodialError) => void = () => undefined;
  listeners: LoginListeners = {};

  async secret(): Promise<string> {
    return 'secret';
  }

  async login(
    _account: unknown,
    signal: AbortSignal,
    listeners: LoginListeners = {},
  ): Promise<Session> {
    this.logins += 1;
    this.listeners = listeners;
    await this.onLogin(signal);
    return this.#session();
  }

  async readBook(
    _profile: unknown,
    _cache: unknown,
    signal: AbortSignal,
    onProgress: (cards: number) => void,
  ): Promise<AddressBookReading> {
    this.reads += 1;
    await this.onRead(signal);
    onProgress(this.contacts.length);
    return readingOf(this.contacts, this.reading);
  }

  async cachedBook() {
    if (this.reads === 0) return null;
    return readingOf(this.contacts);
  }

  async testBook() {
    return [];
  }

  #session(): Session {
    const { promise: ended, resolve } = Promise.withResolvers<RolodialError>();
    let open = true;
    const end = (reason: RolodialError) => {
      open = false;
      resolve(reason);
    };
    this.endSession = end;
    const set = async (jid: string, naming: Naming | null): Promise<SetResult> => {
      const answer = await this.onSet(jid);
      if (!open) return lost;
      if (answer) return answer;
      this.roster.set(jid, naming);
      return { ok: true };
    };
    return {
      roster: new ModelMirror(this.roster),
      ended,
      requestRoster: async () => {
        if (!open) throw new RolodialError('xmpp-stream', 'The stream has ended.');
      },
      setItem: set,
      removeItem: (jid) => set(jid, null),
      query: async () => {
        throw new StanzaError('service-unavailable', 'cancel', '');
      },
      close: async () => {
        this.logouts += 1;
        end(new RolodialError('xmpp-stream', 'Logged out.'));
      },
    };
  }
}

/** Waits until it is let go, or told to stop. */
export class Gate {
  readonly #opened = Promise.withResolvers<void>();
  /** Resolves when somebody waits. */
  readonly reached: Promise<void>;
  readonly #reach: () => void;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.reached = promise;
    this.#reach = resolve;
  }

  open(): void {
    this.#opened.resolve();
  }

  /** @throws RolodialError `cancelled` when the signal aborts */
  async pass(signal?: AbortSignal): Promise<void> {
    this.#reach();
    const stopped = new Promise<never>((_, reject) => {
      const stop = () => reject(new RolodialError('cancelled', 'Cancelled.'));
      if (signal?.aborted) stop();
      else signal?.addEventListener('abort', stop, { once: true });
    });
    await Promise.race([this.#opened.promise, stopped]);
  }
}
