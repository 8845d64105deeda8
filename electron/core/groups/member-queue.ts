/**
 * Looks up the members of shared groups: a few at a time with pauses, each once, and again only when the
 * answer has aged, also where nothing was found.
 */
import type { MemberProfiles } from '../store/member-profiles.ts';
import { delay } from '../time/waiting.ts';
import type { Session } from '../xmpp/session.ts';
import { MemberUnreachable, memberVcard } from './member-vcard.ts';

const atATime = 3;
/** Between two members, so that the server has little to do. */
const pauseMs = 100;
const dayMs = 86_400_000;
const nothing = { name: null, nameFrom: null, avatar: null };

export class MemberQueue {
  readonly #profiles: MemberProfiles;
  readonly #waiting = new Set<string>();

  constructor(profiles: MemberProfiles) {
    this.#profiles = profiles;
  }

  /** How many are still to be looked up. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * Looks up those whose profile is unknown or has aged; ends early when the session or `signal` does.
   * @param onFound told of each that was looked up
   */
  async lookUp(
    jids: Iterable<string>,
    session: Pick<Session, 'query'>,
    signal: AbortSignal,
    onFound: (jid: string) => void,
  ): Promise<void> {
    const now = Date.now();
    const wanted = [...new Set(jids)].filter(
      (jid) => (this.#profiles.find(jid)?.askAgainAt.getTime() ?? 0) <= now,
    );
    const queue = wanted.filter((jid) => !this.#waiting.has(jid)).values();
    for (const jid of wanted) this.#waiting.add(jid);
    try {
      const worker = async () => {
        for (const jid of queue) {
          if (signal.aborted || !(await this.#lookUpOne(jid, session, signal))) return;
          onFound(jid);
          await delay(pauseMs);
        }
      };
      await Promise.all(Array.from({ length: atATime }, worker));
    } finally {
      for (const jid of wanted) this.#waiting.delete(jid);
    }
  }

  /** False where the session is lost or cancelled, so that nobody else is asked. */
  async #lookUpOne(
    jid: string,
    session: Pick<Session, 'query'>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const askAgain = (days: number) => new Date(Date.now() + days * dayMs);
    try {
      const found = await memberVcard(jid, session);
      if (!signal.aborted) this.#profiles.put(jid, found, askAgain(7));
    } catch (error) {
      if (signal.aborted) return false;
      if (error instanceof MemberUnreachable) {
        const { name, nameFrom, avatar } = this.#profiles.find(jid) ?? nothing;
        this.#profiles.put(jid, { name, nameFrom, avatar }, askAgain(1));
      } else if (isSilence(error)) {
        // The member's server does not answer; others may.
        this.#profiles.put(jid, nothing, askAgain(1));
      } else return false;
    } finally {
      this.#waiting.delete(jid);
    }
    return true;
  }
}

function isSilence(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}
