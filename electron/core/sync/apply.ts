/**
 * Applies a plan and keeps the ledger true to the roster, whatever happens in between: what is about to
 * be set is written down first, and an answer that never came is settled by looking at the roster again.
 */
import type { FailedItem, SyncReport } from '../../../shared/ipc/report.ts';
import { cleanGroups, sameNaming } from '../../../shared/roster/item.ts';
import type { LedgerEntry } from '../../../shared/roster/plan.ts';
import type { History } from '../store/history.ts';
import type { Ledger } from '../store/ledger.ts';
import type { Session } from '../xmpp/session.ts';
import type { Prepared } from './prepare.ts';
import { type Change, isDoubtful, isRemoteRoster, type PushResult, push } from './push.ts';

export interface Application {
  readonly applied: SyncReport['applied'];
  readonly failed: readonly FailedItem[];
  /** A set was refused as it is where an outside service keeps the roster. */
  readonly remote: boolean;
  /** Items on the roster afterwards, as the server's pushes tell. */
  readonly items: number;
  /** The record in the history, to be ended with the report. */
  readonly sync: number;
}

interface Books {
  readonly session: Session;
  readonly ledger: Ledger;
  readonly history: History;
}

/**
 * Applies the changes of a prepared sync.
 *
 * @param withRemovals false leaves out whatever takes something away
 * @param onProgress told how many items have been answered, of how many
 */
export async function apply(
  prepared: Prepared,
  { session, ledger, history }: Books,
  withRemovals: boolean,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<Application> {
  const entries = new Map(prepared.ledger.map((entry) => [entry.jid, entry]));
  const changes = changesOf(prepared, withRemovals);
  const sync = history.begin(prepared.startedAt.toISOString(), changes);
  ledger.forget(prepared.plan.forgotten);
  ledger.put([...adoptions(prepared), ...intentions(changes, entries)]);

  const applied = { added: 0, updated: 0, removed: 0 };
  const failed: FailedItem[] = [];
  const doubtful: PushResult[] = [];
  const answered = new Set<string>();
  let remote = false;
  onProgress(0, changes.length);
  for await (const { change, result } of push(changes, session, signal)) {
    answered.add(change.jid);
    if (result.ok) confirm(change);
    else if (isDoubtful(result)) doubtful.push({ change, result });
    else {
      remote ||= isRemoteRoster(result);
      refuse(change, { jid: change.jid, condition: result.condition, text: result.text });
    }
    onProgress(answered.size, changes.length);
  }
  takeBack(changes.filter((change) => !answered.has(change.jid)));
  await settle(doubtful);
  return { applied, failed, remote, items: session.roster.items.length, sync };

  function confirm(change: Change): void {
    const { jid, after } = change;
    const gone = after === null || (change.action === 'update' && change.giveBack);
    if (gone) ledger.forget([jid]);
    else ledger.put([{ jid, ...after, state: 'confirmed', original: change.original }]);
    history.settle(sync, jid, 'applied');
    applied[counterOf[change.action]] += 1;
  }

  function refuse(change: Change, failure: FailedItem): void {
    takeBack([change]);
    history.settle(sync, change.jid, 'failed');
    failed.push(failure);
  }

  /** The ledger as it was: these sets were never sent, or refused. */
  function takeBack(unchanged: readonly Change[]): void {
    const before = unchanged.map((change) => entries.get(change.jid));
    ledger.put(before.filter((entry) => entry !== undefined));
    ledger.forget(unchanged.map(({ jid }) => jid).filter((jid) => !entries.has(jid)));
  }

  /** A set without an answer may have been applied: the roster knows. */
  async function settle(results: readonly PushResult[]): Promise<void> {
    if (results.length === 0) return;
    const looked = await session.requestRoster().then(
      () => true,
      () => false,
    );
    const live = new Map(session.roster.items.map((item) => [item.jid, item]));
    for (const { change, result } of results) {
      const item = live.get(change.jid);
      const done = change.after === null ? !item : item && sameNaming(item, change.after);
      if (looked && done) confirm(change);
      else if (!result.ok) {
        // The intention stays in the ledger: the next sync will see what became of it.
        history.settle(sync, change.jid, 'failed');
        failed.push({ jid: change.jid, condition: result.condition, text: result.text });
      }
    }
  }
}

const counterOf = { add: 'added', update: 'updated', remove: 'removed' } as const;

function changesOf({ plan }: Prepared, withRemovals: boolean): Change[] {
  return plan.actions
    .filter((action) => action.action !== 'keep')
    .filter((change) => withRemovals || !takesAway(change));
}

function takesAway(change: Change): boolean {
  return change.action === 'remove' || (change.action === 'update' && change.giveBack);
}

/** Items that stand as wanted and that the ledger does not name yet, or names otherwise. */
function adoptions({ plan }: Prepared): LedgerEntry[] {
  return plan.actions
    .filter((action) => action.action === 'keep' && action.record)
    .map(({ jid, after, original }) => ({
      jid,
      name: after?.name ?? '',
      groups: after?.groups ?? [],
      state: 'confirmed',
      original,
    }));
}

/**
 * What the ledger says while the sets are under way. A new item is only intended, and so is a takeover;
 * an item that is ours stays ours under both namings, so that no group of ours is left behind on it.
 */
function intentions(
  changes: readonly Change[],
  entries: ReadonlyMap<string, LedgerEntry>,
): LedgerEntry[] {
  return changes.flatMap((change): LedgerEntry[] => {
    const { jid, after, original } = change;
    if (after === null) return [];
    if (change.action === 'update' && change.giveBack) return [];
    const entry = entries.get(jid);
    const ours = entry && change.action === 'update' && !change.takeover;
    if (!ours) return [{ jid, ...after, state: 'intended', original }];
    const groups = cleanGroups([...entry.groups, ...after.groups]);
    return [{ ...entry, groups, state: 'confirmed' }];
  });
}
