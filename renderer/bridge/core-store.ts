/**
 * The window's picture of the core: one snapshot, then the slices that change. Nothing is asked twice;
 * only a broken stream of events makes the snapshot worth reading again.
 */

import type { CoreEvent } from '../../shared/contract/contract.ts';
import type { AppState, ProfileState } from '../../shared/contract/state.ts';
import type { Problem } from '../../shared/errors.ts';
import type { Connection, HostBridge } from './host-bridge.ts';

export interface CoreView {
  /** Undefined until the first snapshot has arrived. */
  readonly state: AppState | undefined;
  /** Why there is no snapshot. */
  readonly problem: Problem | undefined;
  readonly connection: Connection;
}

export interface CoreStore {
  readonly bridge: HostBridge;
  view(): CoreView;
  subscribe(listener: () => void): () => void;
}

export function createCoreStore(bridge: HostBridge): CoreStore {
  const listeners = new Set<() => void>();
  let view: CoreView = { state: undefined, problem: undefined, connection: 'open' };
  /** Events that came while a snapshot was on its way; they may be newer than it. */
  let waiting: CoreEvent[] | undefined;

  function show(change: Partial<CoreView>): void {
    view = { ...view, ...change };
    for (const listener of listeners) listener();
  }

  async function readSnapshot(): Promise<void> {
    const missed: CoreEvent[] = [];
    waiting = missed;
    const answer = await bridge.invoke('getState', {});
    if (waiting !== missed) return; // the stream broke and opened again meanwhile
    waiting = undefined;
    if (answer.ok) show({ state: missed.reduce(withEvent, answer.value), problem: undefined });
    else show({ problem: answer.problem });
  }

  bridge.subscribe((event) => {
    if (waiting) waiting.push(event);
    else if (view.state) show({ state: withEvent(view.state, event) });
  });

  if (bridge.followConnection) {
    bridge.followConnection((connection) => {
      show({ connection });
      if (connection === 'open') void readSnapshot();
    });
  } else {
    void readSnapshot();
  }

  return {
    bridge,
    view: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The state after an event; a profile that the state does not hold (just removed) changes nothing. */
function withEvent(state: AppState, event: CoreEvent): AppState {
  if (event.event === 'state') return event.state;
  if (event.event === 'service') return { ...state, service: event.service };
  return {
    ...state,
    profiles: state.profiles.map((profile) =>
      profile.id === event.id ? withProfileEvent(profile, event) : profile,
    ),
  };
}

function withProfileEvent(
  profile: ProfileState,
  event: Extract<CoreEvent, { id: string }>,
): ProfileState {
  // A key that an event holds has a value; the compiler cannot tell it from one that is left out.
  if (event.event === 'profile') return { ...profile, ...event.changed } as ProfileState;
  const { kind } = profile.activity;
  return kind === 'syncing' ? { ...profile, activity: { kind, ...event.progress } } : profile;
}
