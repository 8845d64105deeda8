/**
 * Applies a plan, whatever happens in between: where an answer is missing or the stream was lost, the
 * roster is read again and the plan computed anew within the same sync, so that nothing is done twice and
 * nothing is told wrongly.
 */

import { mendsItself, needsUser, RolodialError, toProblem } from '../../../shared/errors.ts';
import { sameNaming } from '../../../shared/roster/item.ts';
import type { Plan } from '../../../shared/roster/plan.ts';
import { backoffMs } from '../time/backoff.ts';
import { delay, unlessAborted } from '../time/waiting.ts';
import type { Session } from '../xmpp/session.ts';
import type { ChangeRecorder } from './change-recorder.ts';
import { Pace } from './pace.ts';
import { type Change, type PushResult, push } from './push.ts';
import { readRoster } from './read-roster.ts';
import { standingItems } from './standing.ts';

/** What a plan is applied with. */
export interface ApplyContext {
  /** Bare JID, for messages. */
  readonly account: string;
  readonly recorder: ChangeRecorder;
  /** Which changes of a plan are to be made. */
  choose(plan: Plan): readonly Change[];
  /** The session with the account, logging in again if need be. */
  openSession(): Promise<Session>;
  /** Plans anew from the roster as it now stands. */
  replan(session: Session): Plan;
  /** Told how many items have been settled, of how many. */
  onProgress(phase: 'pushing' | 'settling', done: number, total: number): void;
}

export interface Application {
  /** A set was refused as it is where an outside service keeps the roster. */
  readonly remote: boolean;
  /** Items on the roster afterwards. */
  readonly items: number;
}

/** Rounds in a row that settle nothing, and rounds at all. */
const fruitlessAtMost = 3;
const roundsAtMost = 20;

/** A server that restarts is back within seconds; after a longer outage the schedule tries again. */
const lookingAgain = { firstMs: 1_000, capMs: 15_000 };
const looksAtMost = 6;

/**
 * Makes the chosen changes of a plan; the recorder holds what became of each.
 *
 * @throws RolodialError where the server cannot be reached again, never answers, or another login took the place of this one
 */
export async function apply(
  plan: Plan,
  context: ApplyContext,
  signal: AbortSignal,
): Promise<Application> {
  const { recorder } = context;
  const pace = new Pace();
  const pending = (of: Plan) => context.choose(of).filter(({ jid }) => !recorder.isSettled(jid));
  let planned = plan;
  let changes = pending(plan);
  let session = await context.openSession();
  let fruitless = 0;
  for (let round = 1; ; round += 1) {
    const before = recorder.settled;
    recorder.begin(planned, changes);
    const { unsure, remote, cut } = await pushRound(changes, session, context, pace, signal);
    if (!cut || signal.aborted) {
      return { remote, items: await standingItems(session, recorder, signal) };
    }

    const unsettled = changes.filter(({ jid }) => !recorder.isSettled(jid)).length;
    context.onProgress('settling', recorder.settled, recorder.settled + unsettled);
    const lost = await Promise.race([session.ended, undefined]);
    if (lost && !mendsItself(lost)) throw lost;
    session = await lookAgain(context, signal);
    for (const { change } of unsure) if (hasArrived(change, session)) recorder.confirm(change);
    planned = context.replan(session);
    changes = lastOfAll(unsure, pending(planned));
    fruitless = recorder.settled > before ? 0 : fruitless + 1;
    if (fruitless < fruitlessAtMost && round < roundsAtMost) continue;

    // Where everything else is done, these alone have failed. Otherwise the server is no server just now.
    const silent = new Map(unsure.map((result) => [result.change.jid, result]));
    if (!changes.every(({ jid }) => silent.has(jid))) throw noAnswer(context.account);
    for (const { jid } of changes) {
      const failure = silent.get(jid)?.failure;
      if (failure) recorder.giveUp(failure);
    }
    return { remote: false, items: await standingItems(session, recorder, signal) };
  }
}

interface Round {
  /** May have been applied: no answer came. */
  readonly unsure: readonly PushResult[];
  readonly remote: boolean;
  /** Ended for want of an answer; the roster must be looked at again. */
  readonly cut: boolean;
}

async function pushRound(
  changes: readonly Change[],
  session: Session,
  { recorder, onProgress }: ApplyContext,
  pace: Pace,
  signal: AbortSignal,
): Promise<Round> {
  const unsure: PushResult[] = [];
  const answered = new Set<Change>();
  const total = recorder.settled + changes.length;
  let remote = false;
  onProgress('pushing', recorder.settled, total);
  for await (const result of push(changes, session, signal, pace)) {
    const { change, verdict, failure } = result;
    answered.add(change);
    remote ||= verdict === 'remote';
    if (verdict === 'unsure') unsure.push(result);
    else if (failure) recorder.refuse(change, failure, verdict === 'refused');
    else recorder.confirm(change);
    onProgress('pushing', recorder.settled, total);
  }
  recorder.takeBack(changes.filter((change) => !answered.has(change)));
  return { unsure, remote, cut: unsure.length > 0 };
}

/** The session, and the roster as it stands once everything that was sent before has been dealt with. */
async function lookAgain({ openSession }: ApplyContext, signal: AbortSignal): Promise<Session> {
  for (let looks = 1; ; looks += 1) {
    try {
      return await readRoster(openSession, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (looks === looksAtMost || needsUser(toProblem(error))) throw error;
      await unlessAborted(delay(backoffMs(lookingAgain, looks)), signal);
    }
  }
}

function hasArrived({ jid, after }: Change, session: Session): boolean {
  const item = session.roster.items.find((each) => each.jid === jid);
  return item && after ? sameNaming(item, after) : !item && !after;
}

/** Puts changes without an answer last, so that they do not hold up the others a second time. */
function lastOfAll(unsure: readonly PushResult[], changes: readonly Change[]): Change[] {
  const silent = new Set(unsure.map(({ change }) => change.jid));
  const isSilent = ({ jid }: Change) => silent.has(jid);
  return [...changes.filter((change) => !isSilent(change)), ...changes.filter(isSilent)];
}

function noAnswer(account: string): RolodialError {
  return new RolodialError(
    'xmpp-timeout',
    `The XMPP server of ${account} does not answer changes of the roster. Rolodial will try again later.`,
    { account, host: account.slice(account.indexOf('@') + 1) },
  );
}
