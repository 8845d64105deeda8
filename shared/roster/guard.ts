/** The guard: a sync asks before it applies a plan that removes many items. */
import type { Profile } from '../settings/schema.ts';
import type { PlanAction } from './plan.ts';

/** Why a sync stops before it removes anything. */
export interface Guard {
  reason: 'many-removals' | 'empty-read';
  /** How many items would be removed. */
  removals: number;
  /** Items that are ours before the sync. */
  owned: number;
  jids: string[];
}

/**
 * Why these actions must not be applied without a question, or null.
 *
 * @param owned how many items the ledger holds
 * @param contacts how many contacts the address book gave; with none, every removal is doubtful
 */
export function guardOf(
  actions: readonly PlanAction[],
  owned: number,
  contacts: number,
  threshold: Profile['guard'],
): Guard | null {
  const jids = actions
    .filter(
      (action) => action.action === 'remove' || (action.action === 'update' && action.giveBack),
    )
    .map((action) => action.jid);
  const removals = jids.length;
  if (removals === 0) return null;
  if (contacts === 0) return { reason: 'empty-read', removals, owned, jids };
  if (removals > threshold.count && removals > owned * threshold.share) {
    return { reason: 'many-removals', removals, owned, jids };
  }
  return null;
}
