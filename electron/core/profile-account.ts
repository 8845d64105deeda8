/** The account of one profile on its server: what each login asks and tells, and who keeps its roster. */

import type { FoundKind, RosterKind } from '../../shared/contract/report.ts';
import type { RolodialError } from '../../shared/errors.ts';
import type { Profile } from '../../shared/settings/schema.ts';
import type { SharedGroups } from './groups/shared-groups.ts';
import type { ProfileRecords } from './groups/sharing.ts';
import { checkRosterKind } from './remote-roster/check-kind.ts';
import { foundKind } from './sync/prepare.ts';
import { Throttled } from './time/throttled.ts';
import type { LoginListeners } from './world.ts';
import { Connection } from './xmpp/connection.ts';
import type { Session } from './xmpp/session.ts';

/** Who is told what the server tells. */
export interface AccountListener {
  /** The connection has another status, with the reason where a login failed or a stream was lost. */
  onConnection(problem: RolodialError | null): void;
  /** Somebody has changed the roster. */
  onRoster(): void;
  /** A login has shown the groups anew, or members came and went. */
  onGroups(): void;
}

/** How often at most the window is told of presence. */
const presencesMs = 500;

export class ProfileAccount {
  readonly connection: Connection;
  readonly #profile: Profile;
  readonly #records: ProfileRecords;
  readonly #shared: SharedGroups;
  readonly #listener: AccountListener;
  /** Hundreds of contacts may come and go within a second. */
  readonly #presences: Throttled;
  /** Sessions in which a roster that was found to be remote was tried again. */
  readonly #triedToPush = new WeakSet<Session>();

  /** @param login reaches the server */
  constructor(
    profile: Profile,
    records: ProfileRecords,
    shared: SharedGroups,
    login: (signal: AbortSignal, listeners: LoginListeners) => Promise<Session>,
    listener: AccountListener,
  ) {
    this.#profile = profile;
    this.#records = records;
    this.#shared = shared;
    this.#listener = listener;
    this.#presences = new Throttled(presencesMs, () => listener.onGroups());
    this.connection = new Connection(
      (signal) => this.#logIn(login, signal),
      (problem) => listener.onConnection(problem),
    );
  }

  /** Whether a sync may push: a roster that was found to be remote is tried once in a session, if at all. */
  mayPush(session: Session): boolean {
    if (session.isDocument || !this.#records.remoteRefusal.get()) return true;
    if (!this.#profile.remoteRoster.checkAtLogin || this.#triedToPush.has(session)) return false;
    this.#triedToPush.add(session);
    return true;
  }

  /** Tries to send one item of ours as it stands; without one, only a sync can tell who keeps the roster. */
  async tryToPush(): Promise<void> {
    await checkRosterKind(await this.connection.open(), this.#records);
  }

  /**
   * Who keeps the roster, as far as the server shows it.
   * @param last what the last sync found
   */
  foundKind(last: RosterKind | undefined): FoundKind {
    if (this.#records.remoteRefusal.get()) return 'remote';
    const { session } = this.connection;
    if (session) return foundKind(session.roster);
    return last === undefined || last === 'served' ? 'unknown' : last;
  }

  /** Tells of nobody who comes and goes any more. */
  stop(): void {
    this.#presences.stop();
  }

  /** Logs in and reads the roster, so that the mirror is whole and pushes keep it so. */
  async #logIn(
    login: (signal: AbortSignal, listeners: LoginListeners) => Promise<Session>,
    signal: AbortSignal,
  ): Promise<Session> {
    const session = await login(signal, {
      onPush: (change) => {
        this.#shared.pushed(change);
        this.#listener.onRoster();
      },
      onPresence: () => this.#presences.schedule(),
    });
    try {
      await session.requestRoster();
      await this.#shared.loggedIn(session);
      const { checkAtLogin } = this.#profile.remoteRoster;
      if (checkAtLogin && this.#records.remoteRefusal.get()) {
        if (await checkRosterKind(session, this.#records)) this.#triedToPush.add(session);
      }
      this.#listener.onGroups();
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }
}
