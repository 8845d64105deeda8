/** Sends roster sets, as many at a time as the server keeps up with, and yields what became of each. */
import type { FailedItem } from '../../../shared/contract/report.ts';
import type { PlanAction } from '../../../shared/roster/plan.ts';
import type { Session, SetResult } from '../xmpp/session.ts';
import { Pace } from './pace.ts';
import { endsThePush, type Verdict, verdictOf } from './verdict.ts';

/** An action that changes the roster. */
export type Change = Exclude<PlanAction, { action: 'keep' }>;

export interface PushResult {
  readonly change: Change;
  readonly verdict: Verdict;
  /** How the server said no, or did not answer; null where it is done. */
  readonly failure: FailedItem | null;
}

/** How long to wait before an item is sent again, after each answer of type `wait`. */
const restsMs = [1_000, 2_000, 4_000];

/**
 * Pushes the changes in their order. Stops sending when the signal aborts, when an answer says that no set
 * will do, and when one is missing: what is outstanding then is waited for, and the rest is not yielded.
 *
 * @param pace goes on from one push to the next of the same sync
 */
export async function* push(
  changes: readonly Change[],
  session: Pick<Session, 'setItem' | 'removeItem'>,
  signal: AbortSignal,
  pace: Pace = new Pace(),
): AsyncGenerator<PushResult> {
  const waiting = changes.values();
  const rested: Change[] = [];
  const resting = new Map<PushResult, NodeJS.Timeout>();
  const rests = new Map<Change, number>();
  const answered: PushResult[] = [];
  let outstanding = 0;
  let stopped = false;
  let wake: () => void = () => undefined;

  const send = async (change: Change) => {
    outstanding += 1;
    const sentAt = performance.now();
    const result = await request(change, session);
    outstanding -= 1;
    const verdict = verdictOf(result, change.after === null);
    if (verdict === 'unsure' || verdict === 'later') pace.restart();
    else pace.answered(sentAt, performance.now());
    stopped ||= endsThePush(verdict);
    settle({ change, verdict, failure: failureOf(change, verdict, result) });
  };
  const settle = (result: PushResult) => {
    const rest = restsMs[rests.get(result.change) ?? 0];
    if (result.verdict === 'later' && rest !== undefined && !stopped && !signal.aborted) {
      rests.set(result.change, (rests.get(result.change) ?? 0) + 1);
      resting.set(
        result,
        setTimeout(() => {
          resting.delete(result);
          rested.push(result.change);
          wake();
        }, rest),
      );
    } else answered.push(result);
    wake();
  };
  const stop = () => {
    for (const [result, timer] of resting) {
      clearTimeout(timer);
      answered.push(result);
    }
    resting.clear();
    wake();
  };

  signal.addEventListener('abort', stop);
  try {
    for (;;) {
      if (stopped || signal.aborted) stop();
      while (!stopped && !signal.aborted && outstanding < pace.window) {
        const change = rested.shift() ?? waiting.next().value;
        if (!change) break;
        void send(change);
      }
      const next = answered.shift();
      if (next) yield next;
      else if (outstanding === 0 && resting.size === 0) return;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function request(
  { jid, after }: Change,
  session: Pick<Session, 'setItem' | 'removeItem'>,
): Promise<SetResult> {
  return after === null ? await session.removeItem(jid) : await session.setItem(jid, after);
}

function failureOf({ jid }: Change, verdict: Verdict, result: SetResult): FailedItem | null {
  if (result.ok || verdict === 'done') return null;
  return { jid, condition: result.condition, text: result.text };
}
