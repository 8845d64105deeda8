/** Which changes of a plan are to be made: all, all but what takes something away, or the ones that were chosen. */
import type { Guard } from '../../../shared/roster/guard.ts';
import type { Plan } from '../../../shared/roster/plan.ts';
import type { Change } from './push.ts';

/**
 * What to do where the guard would stop: `ask` (stop), `apply` (go on), `keep` (leave out what takes
 * something away), or go on for these JIDs alone and stop for any other.
 */
export type GuardAnswer = 'ask' | 'apply' | 'keep' | ReadonlySet<string>;

export interface Choice {
  readonly guard: GuardAnswer;
  /** Only these JIDs, and of them also takeovers that were to be asked about; without it, everything else. */
  readonly only?: ReadonlySet<string> | undefined;
  /** Something could not be read, and may want by now what nothing else wants: nothing is taken away unasked. */
  readonly isUnsure?: boolean;
}

/** The changes of a plan that the choice holds, in the plan's order. */
export function chosenChanges({ actions }: Plan, { guard, only, isUnsure }: Choice): Change[] {
  return actions
    .filter((action) => action.action !== 'keep')
    .filter((change) => (only ? only.has(change.jid) : !asksFirst(change)))
    .filter((change) => !(guard === 'keep' || (isUnsure && !only)) || !takesAway(change));
}

/** Changes that take something away, among all that a plan holds. */
export function takenAway({ actions }: Plan): Change[] {
  return actions.filter((action) => action.action !== 'keep').filter(takesAway);
}

/** Whether the answer covers every item that the guard asks about. */
export function isAllowed({ jids }: Pick<Guard, 'jids'>, guard: GuardAnswer): boolean {
  if (guard === 'ask') return false;
  return typeof guard === 'string' || jids.every((jid) => guard.has(jid));
}

/** Whether the change removes an item of ours or gives it back. */
export function takesAway(change: Change): boolean {
  return change.action === 'remove' || (change.action === 'update' && change.giveBack);
}

function asksFirst(change: Change): boolean {
  return change.action === 'update' && change.asks;
}
