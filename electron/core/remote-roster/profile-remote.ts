/** What the window and the command line ask about the remote roster of one profile. */
import type {
  RefreshOutcome,
  RemoteReport,
  ThreeWayReport,
} from '../../../shared/contract/remote-report.ts';
import type { DocumentItem } from '../../../shared/roster/document.ts';
import type { Contacts } from '../profile/contacts.ts';
import type { ProfileContext } from '../profile/context.ts';
import { RemoteRoster } from './remote-roster.ts';

export class ProfileRemote {
  readonly #context: ProfileContext;
  readonly #contacts: Contacts;
  readonly #remote: RemoteRoster;

  constructor(context: ProfileContext, contacts: Contacts) {
    this.#context = context;
    this.#contacts = contacts;
    this.#remote = new RemoteRoster(context);
  }

  /** What is known of who keeps the roster. */
  async report(): Promise<RemoteReport> {
    const { roster } = await this.#context.account.openForQuestion();
    return this.#remote.report(this.#context.account.foundKind(), roster);
  }

  /** Sends one item of ours unchanged; where there is none, only a sync can show who keeps the roster. */
  async check(): Promise<RemoteReport> {
    const { jobs, account } = this.#context;
    // Not beside a sync, which sends sets of its own.
    await jobs.run('check-roster-kind', '', (signal) => account.tryToPush(signal));
    return await this.report();
  }

  /** The document of a remote roster beside the live roster and the address book as it was last read. */
  async compare(): Promise<ThreeWayReport> {
    return await this.#context.questions.run(async (signal) => {
      const session = await this.#context.account.openForQuestion();
      await session.requestRoster();
      const contacts = await this.#contacts.last();
      const wanted = contacts?.desired.items ?? null;
      const live = session.roster.items.map(naming);
      return await this.#remote.compare(live, wanted?.map(naming) ?? null, signal);
    });
  }

  /** Tells the server that the account's own roster has changed. */
  async tellServer(signal: AbortSignal): Promise<RefreshOutcome> {
    return await this.#remote.refresh([], signal);
  }

  /**
   * Tells the server of a remote roster that rosters have changed.
   * @param users local parts; none for the account's own
   */
  async refresh(users: readonly string[]): Promise<RefreshOutcome> {
    return await this.#context.questions.run((signal) => this.#remote.refresh(users, signal));
  }
}

function naming({ jid, name, groups }: DocumentItem): DocumentItem {
  return { jid, name, groups };
}
