/**
 * Looks up the members of shared groups at each login, and when roster pushes bring new ones: first those
 * whom the roster does not name; then the others, for their pictures.
 */
import type { RosterItem } from '../../../shared/roster/item.ts';
import type { MemberProfiles } from '../store/member-profiles.ts';
import { Throttled } from '../time/throttled.ts';
import type { Session } from '../xmpp/session.ts';
import { MemberQueue } from './member-queue.ts';

/** Long enough for a burst of pushes, short enough for a user who watches the page. */
const pushesSettleMs = 1_000;

/** The shortest time between two notifications: members may be thousands, and each makes the window read anew. */
const notificationMs = 500;

export class MemberLookUp {
  readonly #profiles: MemberProfiles;
  readonly #membersOf: (session: Session) => readonly RosterItem[];
  readonly #notification: Throttled;
  readonly #newcomers: Throttled;
  readonly #names: MemberQueue;
  readonly #pictures: MemberQueue;
  #session: Session | undefined;
  #abort = new AbortController();
  #naming: Promise<void> = Promise.resolve();
  #looking: Promise<void> = Promise.resolve();

  /**
   * @param membersOf of the shared groups
   * @param onChange called when more of the members can be shown
   */
  constructor(
    profiles: MemberProfiles,
    membersOf: (session: Session) => readonly RosterItem[],
    onChange: () => void,
  ) {
    this.#profiles = profiles;
    this.#membersOf = membersOf;
    this.#notification = new Throttled(notificationMs, onChange);
    this.#newcomers = new Throttled(pushesSettleMs, () => this.#lookUp());
    this.#names = new MemberQueue(profiles);
    this.#pictures = new MemberQueue(profiles);
  }

  /** How many names are still to be looked up. */
  get waiting(): number {
    return this.#names.waiting;
  }

  /** Begins anew with a new session; lookups in the one before end. */
  start(session: Session): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#session = session;
    this.#looking = Promise.resolve();
    this.#lookUp();
  }

  /** To be called when the same session has new members. */
  startSoon(): void {
    this.#newcomers.schedule();
  }

  /** Resolves when no names are being looked up any more. */
  async named(): Promise<void> {
    await this.#naming;
  }

  stop(): void {
    this.#newcomers.stop();
    this.#notification.stop();
    this.#abort.abort();
  }

  /** Waits for lookups under way, so that only a few members are asked at a time. */
  #lookUp(): void {
    this.#newcomers.cancel();
    const session = this.#session;
    const { signal } = this.#abort;
    if (!session || signal.aborted) return;
    const look = async (names: MemberQueue, named: boolean, onFound: (jid: string) => void) => {
      if (signal.aborted) return;
      const wanted = this.#membersOf(session).filter(({ name }) => (name !== '') === named);
      const jids = wanted.map(({ jid }) => jid);
      await names.lookUp(jids, session, signal, onFound);
    };
    const pictureFound = (jid: string) => {
      if (this.#profiles.find(jid)?.avatar) this.#notification.schedule();
    };
    // Only a lost session fails; the next one continues.
    this.#naming = this.#looking
      .then(() => look(this.#names, false, () => this.#notification.schedule()))
      .catch(() => undefined);
    this.#looking = this.#naming
      .then(() => look(this.#pictures, true, pictureFound))
      .catch(() => undefined);
  }
}
