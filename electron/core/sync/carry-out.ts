/** What syncing and undoing share: the guard's question, the record in the history, the application. */
import type { Guard } from '../../../shared/roster/guard.ts';
import type { Plan } from '../../../shared/roster/plan.ts';
import type { Session } from '../xmpp/session.ts';
import { type Application, apply } from './apply.ts';
import { Bookkeeping } from './bookkeeping.ts';
import { chosenChanges, isAllowed, takesAway } from './choice.ts';
import type { Change } from './push.ts';
import type { SyncWish, SyncWork } from './run.ts';

/** What a roster set is refused with where an outside service keeps the roster; see verdict.ts. */
const remoteCondition = 'service-unavailable';

interface Deed {
  readonly startedAt: Date;
  /** The sync that this one takes back, or null. */
  readonly undoes: number | null;
  readonly wish: SyncWish;
  /** Plans anew from the roster and the ledger as they then are. */
  replan(session: Session): Plan;
  readonly signal: AbortSignal;
}

export interface Done extends Application {
  readonly books: Bookkeeping;
  /** The record in the history, to be ended with the report. */
  readonly sync: number;
}

/** Whether the guard has a question that the wish does not answer. */
export function guardStops(guard: Guard | null, { guard: answer }: SyncWish): guard is Guard {
  return guard !== null && !isAllowed(guard, answer);
}

/**
 * Makes these changes of a plan, and records them.
 * @throws RolodialError where the server is lost for good; what was done until then is recorded
 */
export async function carryOut(
  plan: Plan,
  changes: readonly Change[],
  { profile, records, openSession, show }: SyncWork,
  { startedAt, undoes, wish, replan, signal }: Deed,
): Promise<Done> {
  const sync = records.history.begin(startedAt.toISOString(), undoes);
  const books = new Bookkeeping(records, sync);
  for (const { jid, after } of wish.bySchedule ? changes : []) {
    const refused = records.refusals.find(jid, after);
    if (refused) books.leaveRefused(refused);
  }
  // What nobody was asked about is not taken away in a later round either.
  const approved = new Set(changes.filter(takesAway).map(({ jid }) => jid));
  const application = await apply(
    plan,
    {
      account: profile.xmpp.jid,
      books,
      openSession,
      replan,
      choose: (planned) =>
        chosenChanges(planned, wish).filter(
          (change) => !takesAway(change) || approved.has(change.jid),
        ),
      onProgress: (phase, done, total) => show({ kind: 'syncing', phase, done, total }),
    },
    signal,
  );
  const { added, updated, removed } = books.applied;
  if (application.remote) records.remoteRefusal.note(remoteCondition);
  else if (added + updated + removed > 0) records.remoteRefusal.forget();
  return { ...application, books, sync };
}
