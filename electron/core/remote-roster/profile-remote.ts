/** What the window and the command line ask about the remote roster of one profile. */
import type {
  RefreshOutcome,
  RemoteReport,
  ThreeWayReport,
} from '../../../shared/contract/remote-report.ts';
import type { FoundKind } from '../../../shared/contract/report.ts';
import type { DocumentItem } from '../../../shared/roster/document.ts';
import type { Cancellation } from '../profile/cancellation.ts';
import type { Session } from '../xmpp/session.ts';
import type { RemoteRoster } from './remote-roster.ts';

/** What it needs of the profile's runner. */
export interface RemoteWorld {
  /** The session with the server, logging in first if need be. */
  openSession(): Promise<Session>;
  /** Who keeps the roster, as far as the server shows it. */
  foundKind(): FoundKind;
  /** Tries to send one item of ours as it stands, once nothing else is under way. */
  tryToPush(): Promise<void>;
  /** What the address book wanted when it was last read; null where it never was. */
  wanted(): Promise<readonly DocumentItem[] | null>;
  /** What the user may cancel. */
  readonly cancellation: Cancellation;
}

export class ProfileRemote {
  readonly #remote: RemoteRoster;
  readonly #world: RemoteWorld;

  constructor(remote: RemoteRoster, world: RemoteWorld) {
    this.#remote = remote;
    this.#world = world;
  }

  /** What is known of who keeps the roster. */
  async report(): Promise<RemoteReport> {
    const { roster } = await this.#world.openSession();
    return this.#remote.report(this.#world.foundKind(), roster);
  }

  /** Tries to send one item of ours as it stands; without one, only a sync can tell. */
  async check(): Promise<RemoteReport> {
    await this.#world.tryToPush();
    return await this.report();
  }

  /** The document of a remote roster beside the live roster and the address book as it was last read. */
  async compare(): Promise<ThreeWayReport> {
    return await this.#world.cancellation.run(async (signal) => {
      const session = await this.#world.openSession();
      await session.requestRoster();
      const wanted = await this.#world.wanted();
      const live = session.roster.items.map(naming);
      return await this.#remote.compare(live, wanted?.map(naming) ?? null, signal);
    });
  }

  /**
   * Tells the server of a remote roster that rosters have changed.
   * @param users local parts; none for the account's own
   */
  async refresh(users: readonly string[]): Promise<RefreshOutcome> {
    return await this.#world.cancellation.run((signal) => this.#remote.refresh(users, signal));
  }
}

function naming({ jid, name, groups }: DocumentItem): DocumentItem {
  return { jid, name, groups };
}
