/** What syncing and undoing share: the guard's question, the record in the history, the application. */
import type { Guard } from '../../../shared/roster/guard.ts';
import type { Plan } from '../../../shared/roster/plan.ts';
import type { Session } from '../xmpp/session.ts';
import { type Application, apply } from './apply.ts';
import { ChangeRecorder } from './change-recorder.ts';
import { chosenChanges, isAllowed, takesAway } from './choice.ts';
import type { SyncContext, SyncOptions } from './context.ts';
import type { Change } from './push.ts';

/** What a roster set is refused with where an outside service keeps the roster; see verdict.ts. */
const remoteCondition = 'service-unavailable';

interface ApplyOptions {
  readonly startedAt: Date;
  /** The sync that this one takes back, or null. */
  readonly undoes: number | null;
  readonly options: SyncOptions;
  /** Plans anew from the roster and the ledger as they then are. */
  replan(session: Session): Plan;
  readonly signal: AbortSignal;
}

/** What became of the changes. */
export interface Applied extends Application {
  readonly recorder: ChangeRecorder;
  /** The record in the history, to be ended with the report. */
  readonly sync: number;
}

/** Whether the guard has a question that the options do not answer. */
export function guardStops(guard: Guard | null, { guard: answer }: SyncOptions): guard is Guard {
  return guard !== null && !isAllowed(guard, answer);
}

/**
 * Makes these changes of a plan, and records them.
 * @throws RolodialError where the server is lost for good; what was done until then is recorded
 */
export async function applyChanges(
  plan: Plan,
  changes: readonly Change[],
  { profile, records, account, onProgress }: SyncContext,
  { startedAt, undoes, options, replan, signal }: ApplyOptions,
): Promise<Applied> {
  const sync = records.history.begin(startedAt.toISOString(), undoes);
  const recorder = new ChangeRecorder(records, sync);
  for (const { jid, after } of options.bySchedule ? changes : []) {
    const refused = records.refusals.find(jid, after);
    if (refused) recorder.leaveRefused(refused);
  }
  // A later round removes nothing that the guard has not passed.
  const approved = new Set(changes.filter(takesAway).map(({ jid }) => jid));
  const application = await apply(
    plan,
    {
      account: profile.xmpp.jid,
      recorder,
      openSession: () => account.open(),
      replan,
      choose: (planned) =>
        chosenChanges(planned, options).filter(
          (change) => !takesAway(change) || approved.has(change.jid),
        ),
      onProgress: (phase, done, total) => onProgress({ phase, done, total }),
    },
    signal,
  );
  const { added, updated, removed } = recorder.applied;
  if (application.remote) records.remoteRefusal.note(remoteCondition);
  else if (added + updated + removed > 0) records.remoteRefusal.forget();
  return { ...application, recorder, sync };
}
