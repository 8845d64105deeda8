/**
 * When the members of shared groups are looked up: at each login, and when pushes bring new ones. First those
 * whom the roster does not name; then, for their pictures, the others.
 */
import type { RosterItem } from '../../../shared/roster/item.ts';
import type { MemberProfiles } from '../store/member-profiles.ts';
import { Throttled } from '../time/throttled.ts';
import type { Session } from '../xmpp/session.ts';
import { MemberNames } from './member-names.ts';

/** Long enough for a burst of pushes, short enough for who looks at the page. */
const pushesSettleMs = 1_000;

/** At most so often is told who was found: there may be thousands, and what is read anew is large. */
const tellingMs = 500;

export class MemberLookUp {
  readonly #profiles: MemberProfiles;
  readonly #membersOf: (session: Session) => readonly RosterItem[];
  readonly #telling: Throttled;
  readonly #newcomers: Throttled;
  readonly #names: MemberNames;
  readonly #pictures: MemberNames;
  #session: Session | undefined;
  #abort = new AbortController();
  #naming: Promise<void> = Promise.resolve();
  #looking: Promise<void> = Promise.resolve();

  /**
   * @param membersOf of the shared groups
   * @param onChange told when there is more to show of them
   */
  constructor(
    profiles: MemberProfiles,
    membersOf: (session: Session) => readonly RosterItem[],
    onChange: () => void,
  ) {
    this.#profiles = profiles;
    this.#membersOf = membersOf;
    this.#telling = new Throttled(tellingMs, onChange);
    this.#newcomers = new Throttled(pushesSettleMs, () => this.#lookUp());
    this.#names = new MemberNames(profiles);
    this.#pictures = new MemberNames(profiles);
  }

  /** How many names are still to be looked up. */
  get waiting(): number {
    return this.#names.waiting;
  }

  /** There is a new session; what was under way in the one before ends. */
  start(session: Session): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#session = session;
    this.#looking = Promise.resolve();
    this.#lookUp();
  }

  /** There are new members in the same session. */
  startSoon(): void {
    this.#newcomers.schedule();
  }

  /** Resolves when no names are being looked up any more. */
  async named(): Promise<void> {
    await this.#naming;
  }

  stop(): void {
    this.#newcomers.stop();
    this.#telling.stop();
    this.#abort.abort();
  }

  /** After what is under way, so that few are asked at a time. */
  #lookUp(): void {
    this.#newcomers.cancel();
    const session = this.#session;
    const { signal } = this.#abort;
    if (!session || signal.aborted) return;
    const look = async (names: MemberNames, named: boolean, onFound: (jid: string) => void) => {
      if (signal.aborted) return;
      const wanted = this.#membersOf(session).filter(({ name }) => (name !== '') === named);
      const jids = wanted.map(({ jid }) => jid);
      await names.lookUp(jids, session, signal, onFound);
    };
    const pictureFound = (jid: string) => {
      if (this.#profiles.find(jid)?.avatar) this.#telling.schedule();
    };
    // What fails is the session: the next one goes on.
    this.#naming = this.#looking
      .then(() => look(this.#names, false, () => this.#telling.schedule()))
      .catch(() => undefined);
    this.#looking = this.#naming
      .then(() => look(this.#pictures, true, pictureFound))
      .catch(() => undefined);
  }
}
