/** The account of one profile on its XMPP server: what each login asks and tells, and who keeps its roster. */
import type { FoundKind, RosterKind } from '../../../shared/contract/report.ts';
import type { RolodialError } from '../../../shared/errors.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import type { SharedGroups } from '../groups/shared-groups.ts';
import type { Sharing } from '../groups/sharing.ts';
import { checkRosterKind } from '../remote-roster/check-kind.ts';
import type { Records } from '../store/records.ts';
import type { RosterAccount } from '../sync/context.ts';
import { foundKind } from '../sync/prepare.ts';
import { Throttled } from '../time/throttled.ts';
import { unlessAborted } from '../time/waiting.ts';
import { Connection } from '../xmpp/connection.ts';
import type { Session } from '../xmpp/session.ts';
import type { Cancellation } from './cancellation.ts';
import type { LoginListeners } from './servers.ts';

/** Who is told what the server tells. */
export interface AccountListener {
  /** The connection has another status, with the reason where a login failed or a stream was lost. */
  onConnection(problem: RolodialError | null): void;
  /** Somebody has changed the roster. */
  onRoster(): void;
  /** A login has shown the groups anew, or members came and went. */
  onGroups(): void;
  /** It may be known by now who keeps the roster. */
  onRosterKind(): void;
}

interface AccountOptions {
  /** The settings in force. */
  readonly profile: () => Profile;
  readonly records: Records;
  readonly sharing: Sharing;
  readonly shared: SharedGroups;
  readonly questions: Cancellation;
  /** Who kept the roster at the last sync; undefined before the first. */
  readonly lastKind: () => RosterKind | undefined;
  /** Logs in with the settings in force. */
  readonly login: (signal: AbortSignal, listeners: LoginListeners) => Promise<Session>;
}

/** How often at most the window is told of presence. */
const presencesMs = 500;

export class Account implements RosterAccount {
  readonly connection: Connection;
  readonly #options: AccountOptions;
  readonly #listener: AccountListener;
  /** Hundreds of contacts may come and go within a second. */
  readonly #presences: Throttled;
  /** Sessions in which a roster that was found to be remote was tried again. */
  readonly #triedToPush = new WeakSet<Session>();

  constructor(options: AccountOptions, listener: AccountListener) {
    this.#options = options;
    this.#listener = listener;
    this.#presences = new Throttled(presencesMs, () => listener.onGroups());
    this.connection = new Connection(
      (signal) => this.#logIn(signal),
      (problem) => listener.onConnection(problem),
    );
  }

  async open(): Promise<Session> {
    const session = await this.connection.open();
    await this.#options.shared.fileRead();
    return session;
  }

  /**
   * Logs out and in again.
   * @throws RolodialError of the login
   */
  async reopen(): Promise<Session> {
    return await this.connection.reopen();
  }

  /** The settings of the account have changed: logs in anew, if it is logged in or is to be. */
  renew(): void {
    this.connection.renew();
  }

  /**
   * The session for what the user asks beside the syncs.
   * @throws RolodialError of the login; `cancelled` as soon as who asked has gone
   */
  async openForQuestion(): Promise<Session> {
    const { questions } = this.#options;
    return await questions.run((signal) => unlessAborted(this.open(), signal));
  }

  /** A roster that was found to be remote is tried once in a session, if at all. */
  mayPush(session: Session): boolean {
    const { records, profile } = this.#options;
    if (!records.remoteRefusal.get()) return true;
    if (!profile().remoteRoster.checkAtLogin || this.#triedToPush.has(session)) return false;
    this.#triedToPush.add(session);
    return true;
  }

  /**
   * Tries to send one item of ours as it stands; without one, only a sync can tell who keeps the roster.
   * @throws RolodialError of the login, or `cancelled`
   */
  async tryToPush(signal: AbortSignal): Promise<void> {
    await checkRosterKind(await unlessAborted(this.open(), signal), this.#options);
    this.#listener.onRosterKind();
  }

  /** Who keeps the roster, as far as the server shows it. */
  foundKind(): FoundKind {
    const { records, lastKind } = this.#options;
    if (records.remoteRefusal.get()) return 'remote';
    const { session } = this.connection;
    if (session) return foundKind(session.roster);
    const last = lastKind();
    return last === undefined || last === 'served' ? 'unknown' : last;
  }

  /** Tells of nobody who comes and goes any more. */
  stop(): void {
    this.#presences.stop();
  }

  /** Logs in and reads the roster, so that the mirror is whole and pushes keep it so. */
  async #logIn(signal: AbortSignal): Promise<Session> {
    const { login, shared, records, profile } = this.#options;
    const session = await login(signal, {
      onPush: (change) => {
        shared.pushed(change);
        this.#listener.onRoster();
      },
      onPresence: () => this.#presences.schedule(),
    });
    try {
      await session.requestRoster();
      await shared.loggedIn(session);
      if (profile().remoteRoster.checkAtLogin && records.remoteRefusal.get()) {
        if (await checkRosterKind(session, this.#options)) this.#triedToPush.add(session);
      }
      this.#listener.onGroups();
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }
}
