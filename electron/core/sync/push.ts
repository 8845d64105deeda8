/** Applies a plan, item by item, and yields what became of each. Decides nothing, reports everything. */
import type { PlanAction } from '../../../shared/roster/plan.ts';
import type { Session, SetResult } from '../xmpp/session.ts';

/** An action that changes the roster. */
export type Change = Exclude<PlanAction, { action: 'keep' }>;

export interface PushResult {
  readonly change: Change;
  readonly result: SetResult;
}

/**
 * Outstanding roster sets. With 16, @xmpp/client reached 697 sets a second against Prosody with SQLite,
 * where the same stanzas over a raw socket reached 718 to 752.
 */
const windowSize = 16;

/**
 * Pushes the changes in their order. Stops sending between items when the signal aborts, when the stream
 * has ended, or when the server's answer says that no set will do; what is outstanding is waited for.
 */
export async function* push(
  changes: readonly Change[],
  session: Pick<Session, 'setItem' | 'removeItem'>,
  signal: AbortSignal,
): AsyncGenerator<PushResult> {
  const outstanding = new Map<Change, Promise<PushResult>>();
  const waiting = changes.values();
  let stopped = false;
  for (;;) {
    while (!stopped && !signal.aborted && outstanding.size < windowSize) {
      const next = waiting.next();
      if (next.done) break;
      const change = next.value;
      outstanding.set(
        change,
        send(change, session).then((result) => ({ change, result })),
      );
    }
    if (outstanding.size === 0) return;
    const settled = await Promise.race(outstanding.values());
    outstanding.delete(settled.change);
    stopped ||= endsThePush(settled.result);
    yield settled;
  }
}

async function send(
  change: Change,
  session: Pick<Session, 'setItem' | 'removeItem'>,
): Promise<SetResult> {
  if (change.after !== null) return await session.setItem(change.jid, change.after);
  const result = await session.removeItem(change.jid);
  // What is not there any more needs no removing.
  return !result.ok && result.condition === 'item-not-found' ? { ok: true } : result;
}

function endsThePush(result: SetResult): boolean {
  if (result.ok) return false;
  return result.type === 'auth' || result.condition === 'disconnected' || isRemoteRoster(result);
}

/** How Prosody answers a set where mod_http_roster_admin keeps the roster (seen with 0.12.3). */
export function isRemoteRoster(result: SetResult): boolean {
  return !result.ok && result.condition === 'service-unavailable' && result.type === 'cancel';
}

/** Whether the set may have been applied although no answer said so. */
export function isDoubtful(result: SetResult): boolean {
  return !result.ok && (result.condition === 'timeout' || result.condition === 'disconnected');
}
