/**
 * Waiting for the servers of a sync: one that restarts is back within seconds. The login is tried again here,
 * requests to the address book in http/retry.ts; of both the person who waits is told.
 */
import type { SyncProgress } from '../../../shared/contract/state.ts';
import {
  type Clock,
  defaultRetries,
  type OnWaiting,
  retrying,
  systemClock,
} from '../http/retry.ts';
import { unlessAborted } from '../time/waiting.ts';
import { mayLogInSoon } from '../xmpp/errors.ts';
import type { RosterAccount } from './context.ts';

interface Patience {
  /** Ends the waiting at once. */
  readonly signal: AbortSignal;
  readonly clock?: Clock | undefined;
  readonly onWaiting: OnWaiting;
}

/** The same account, whose login is tried again for 15 s where its server may be back by then. */
export function patientAccount(
  account: RosterAccount,
  { signal, clock = systemClock, onWaiting }: Patience,
): RosterAccount {
  const retries = { policy: defaultRetries, isTemporary: mayLogInSoon };
  return {
    open: () =>
      retrying(() => unlessAborted(account.open(), signal), {
        ...retries,
        ...{ clock, signal, onWaiting },
      }),
    mayPush: (session) => account.mayPush(session),
  };
}

/** Tells of a sync's progress, and beside the last one of a server that is waited for. */
export function progressWithWaiting(onProgress: (progress: SyncProgress) => void) {
  let last: SyncProgress = { phase: 'connecting', done: 0, total: 0 };
  return {
    tell(progress: SyncProgress): void {
      last = progress;
      onProgress(progress);
    },
    waitingFor:
      (server: NonNullable<SyncProgress['waiting']>['server']): OnWaiting =>
      (waiting) => {
        if (!waiting) return onProgress(last);
        const { failure, secondsLeft } = waiting;
        const { host, status } = failure.params;
        onProgress({
          ...last,
          waiting: {
            ...{ server, host: String(host ?? ''), secondsLeft },
            ...(typeof status === 'number' && { status }),
          },
        });
      },
  };
}
