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

const progressMs = 100;

/** What happens for each item of a push; the groups alone change for other reasons, and seldom. */
const perItem: ReadonlySet<ProfileEvent['event']> = new Set(['progress', 'contacts']);

export class StateEvents {
  readonly #state: () => ProfileState;
  readonly #listener: ProfileListener;
  readonly #progress: Throttled;
  #told: ProfileState;
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
   * @param isSamePhase a job is under way, and in the same phase as before
   */
  tell(events: readonly ProfileEvent[], isSamePhase: boolean): void {
    if (this.#closed) return;
    // During a push every set comes back as a roster push: the window hears of the progress alone.
    const [first] = events;
    if (first && perItem.has(first.event) && isSamePhase) this.#progress.schedule();
    else this.#tellState();
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
    if (state.activity.kind !== 'syncing') this.#progress.cancel();
    if (Object.keys(changed).length > 0) this.#listener.onState(changed);
  }

  #tellProgress(): void {
    const { activity } = this.#state();
    if (activity.kind !== 'syncing') return;
    const { phase, done, total } = activity;
    this.#listener.onProgress({ phase, done, total });
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
