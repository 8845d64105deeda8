/**
 * Tells the server of each new document (`roster_admin/refresh`): once per burst of changes, again where that
 * failed, and at the next start where Rolodial ended before.
 */
import type { RefreshOutcome } from '../../../shared/contract/remote-report.ts';
import type { ServedRosterStore } from '../store/served-roster.ts';
import { backoffMs } from '../time/backoff.ts';

/** Posts the refresh; rejects where the settings lack something, or when the signal aborts. */
type Refresh = (signal: AbortSignal) => Promise<RefreshOutcome>;

/** Changes that follow one another so closely are one. */
const burstMs = 1_000;

const retry = { firstMs: 5_000, capMs: 900_000 };

export class Announcer {
  readonly #store: Pick<ServedRosterStore, 'isAnnounced' | 'announced' | 'publishedTag'>;
  readonly #refresh: Refresh;
  readonly #onOutcome: (failure: unknown) => void;
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #telling: Promise<RefreshOutcome | null> | undefined;
  #failures = 0;

  /** @param onOutcome told after each try; with an error where nothing could be asked at all */
  constructor(
    store: Pick<ServedRosterStore, 'isAnnounced' | 'announced' | 'publishedTag'>,
    refresh: Refresh,
    onOutcome: (failure: unknown) => void,
  ) {
    this.#store = store;
    this.#refresh = refresh;
    this.#onOutcome = onOutcome;
  }

  /** There may be a new document: the server is told soon. */
  soon(): void {
    if (!this.#store.isAnnounced()) this.#after(burstMs);
  }

  /**
   * Tells the server now, or joins the telling that runs.
   * @returns what came of it; null where it knows already
   */
  async now(): Promise<RefreshOutcome | null> {
    clearTimeout(this.#timer);
    this.#telling ??= this.#tell().finally(() => {
      this.#telling = undefined;
    });
    return await this.#telling;
  }

  /** The document stays to be told of. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
  }

  async #tell(): Promise<RefreshOutcome | null> {
    const tag = this.#store.publishedTag();
    if (tag === null || this.#store.isAnnounced()) return null;
    const outcome = await this.#refresh(this.#abort.signal);
    if (outcome.ok) {
      this.#store.announced(tag);
      this.#failures = 0;
      // What changed while the server was told is another burst.
      this.soon();
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
      // A secret that cannot be read, say: the next change is the next occasion.
      this.now().catch((error) => this.#onOutcome(error));
    }, milliseconds);
    this.#timer.unref();
  }
}
