/**
 * Tells the server of each new document (`roster_admin/refresh`): once for a burst of changes, again after a
 * failure, and at the next start where Rolodial ended before.
 */
import type { RefreshOutcome } from '../../../shared/contract/remote-report.ts';
import type { ServedRosterStore } from '../store/served-roster.ts';
import { backoffMs } from '../time/backoff.ts';

/** Posts the refresh; rejects where the settings lack something, or when the signal aborts. */
type Refresh = (signal: AbortSignal) => Promise<RefreshOutcome>;

/** Changes within this time count as one. */
const burstMs = 1_000;

const retry = { firstMs: 5_000, capMs: 900_000 };

export class Announcer {
  readonly #store: Pick<ServedRosterStore, 'isAnnounced' | 'announced' | 'publishedTag'>;
  readonly #refresh: Refresh;
  readonly #onOutcome: (failure: unknown) => void;
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #underWay: Promise<RefreshOutcome | null> | undefined;
  #failures = 0;

  /** @param onOutcome called after each try; with the error where no request could be made */
  constructor(
    store: Pick<ServedRosterStore, 'isAnnounced' | 'announced' | 'publishedTag'>,
    refresh: Refresh,
    onOutcome: (failure: unknown) => void,
  ) {
    this.#store = store;
    this.#refresh = refresh;
    this.#onOutcome = onOutcome;
  }

  /** Tells the server soon, where the document has changed. */
  schedule(): void {
    if (!this.#store.isAnnounced()) this.#after(burstMs);
  }

  /**
   * Tells the server now, or joins a request under way.
   * @returns the outcome; null where the server knows this document already
   */
  async now(): Promise<RefreshOutcome | null> {
    clearTimeout(this.#timer);
    this.#underWay ??= this.#tell().finally(() => {
      this.#underWay = undefined;
    });
    return await this.#underWay;
  }

  /** Tells nothing more until the next change of the document. */
  cancel(): void {
    clearTimeout(this.#timer);
  }

  /** Cancels; the next start tells the server. */
  stop(): void {
    this.cancel();
    this.#abort.abort();
  }

  async #tell(): Promise<RefreshOutcome | null> {
    const tag = this.#store.publishedTag();
    if (tag === null || this.#store.isAnnounced()) return null;
    const outcome = await this.#refresh(this.#abort.signal);
    if (outcome.ok) {
      this.#store.announced(tag);
      this.#failures = 0;
      // The document may have changed meanwhile.
      this.schedule();
    } else {
      this.#failures += 1;
      this.#after(backoffMs(retry, this.#failures));
    }
    this.#onOutcome(null);
    return outcome;
  }

  #after(milliseconds: number): void {
    if (this.#abort.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // An unreadable secret, for example; the next change tries again.
      this.now().catch((error) => this.#onOutcome(error));
    }, milliseconds);
    this.#timer.unref();
  }
}
