/** Tells what is another of a profile's state, once for each change, and progress at most ten times a second. */
import { isDeepStrictEqual } from 'node:util';
import type { SyncReport } from '../../../shared/contract/report.ts';
import type { ProfileState, SyncProgress } from '../../../shared/contract/state.ts';
import { Throttled } from '../time/throttled.ts';
import type { ProfileEvent } from './state.ts';

/** Who is told what the window is to see. */
export interface ProfileListener {
  /** What is another of the state. */
  onState(changed: Partial<Omit<ProfileState, 'id'>>): void;
  /** How far a sync has come. */
  onProgress(progress: SyncProgress): void;
  /** A sync has ended with a report; perhaps the guard stopped it. */
  onSynced(report: SyncReport): void;
}

/** At most nine of them in a second, and the last one when it is over: ten. */
const progressMs = 115;

/** What happens for each item of a push; the groups alone change for other reasons, and seldom. */
const perItem: ReadonlySet<ProfileEvent['event']> = new Set(['progress', 'contacts']);

export class StateEvents {
  readonly #state: () => ProfileState;
  readonly #listener: ProfileListener;
  readonly #progress: Throttled;
  #told: ProfileState;
  #untold: SyncProgress | null = null;
  #closed = false;

  /** @param state computes the state as it is now */
  constructor(state: () => ProfileState, listener: ProfileListener) {
    this.#state = state;
    this.#listener = listener;
    this.#told = state();
    this.#progress = new Throttled(progressMs, () => this.#tellProgress());
  }

  /**
   * These have happened, and the state may be another.
   * @param before how far a job had come then; null where none was under way
   * @param now how far it has come
   */
  tell(
    events: readonly ProfileEvent[],
    before: SyncProgress | null,
    now: SyncProgress | null,
  ): void {
    if (this.#closed) return;
    // During a push every set comes back as a roster push: the window hears of the progress alone.
    const [first] = events;
    if (first && perItem.has(first.event) && now && now.phase === before?.phase) {
      this.#untold = now;
      this.#progress.schedule();
    } else {
      // Whoever counts along sees the last item, too, however soon the end comes after it.
      if (!now) this.#tellProgress();
      // What is left of a phase before would take the window back to it.
      else if (now.phase !== before?.phase) this.#untold = null;
      this.#tellState();
    }
    for (const event of events) if (event.event === 'synced') this.#listener.onSynced(event.report);
  }

  /** Tells nothing more: what a closing connection still says belongs to no state. */
  close(): void {
    this.#closed = true;
    this.#progress.stop();
  }

  #tellState(): void {
    const state = this.#state();
    const changed = differences(this.#told, state);
    this.#told = state;
    if (Object.keys(changed).length > 0) this.#listener.onState(changed);
  }

  #tellProgress(): void {
    this.#progress.cancel();
    if (this.#untold) this.#listener.onProgress(this.#untold);
    this.#untold = null;
  }
}

function differences(before: ProfileState, after: ProfileState): Partial<Omit<ProfileState, 'id'>> {
  const names = Object.keys(after) as (keyof ProfileState)[];
  const changed = names.filter((name) => name !== 'id' && isAnother(name, before, after));
  return Object.fromEntries(changed.map((name) => [name, after[name]]));
}

function isAnother(name: keyof ProfileState, before: ProfileState, after: ProfileState): boolean {
  if (name === 'activity') return !isSamePhase(before.activity, after.activity);
  // A report holds thousands of lines, and another report is another object.
  if (name === 'lastSync') return before.lastSync !== after.lastSync;
  return !isDeepStrictEqual(before[name], after[name]);
}

function isSamePhase(one: ProfileState['activity'], other: ProfileState['activity']): boolean {
  if (one.kind === 'syncing' && other.kind === 'syncing') return one.phase === other.phase;
  return isDeepStrictEqual(one, other);
}
