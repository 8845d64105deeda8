/**
 * Writes down what becomes of each change: in the ledger, in the history, and for the report. What is
 * about to be sent is written before it is, so that a process killed at any point leaves a ledger that the
 * next sync understands (`shared/roster/ledger.ts`).
 */
import type { FailedItem, SyncReport } from '../../../shared/contract/report.ts';
import { type Conflict, shortened } from '../../../shared/roster/conflict.ts';
import { sameNaming } from '../../../shared/roster/item.ts';
import { whileUnderWay } from '../../../shared/roster/ledger.ts';
import { byJid } from '../../../shared/roster/order.ts';
import type { Plan } from '../../../shared/roster/plan.ts';
import { storedEntry } from '../../../shared/roster/stored.ts';
import type { Records } from '../store/records.ts';
import type { LiveRosterView } from '../xmpp/session.ts';
import type { Change } from './push.ts';

export class ChangeRecorder {
  readonly applied: SyncReport['applied'] = { added: 0, updated: 0, removed: 0 };
  readonly failed: FailedItem[] = [];
  /** What the server made of names and groups that it cut or changed. */
  readonly shortened: Conflict[] = [];
  readonly #records: Pick<Records, 'ledger' | 'history' | 'refusals'>;
  readonly #sync: number;
  readonly #settled = new Set<string>();
  readonly #confirmed: Change[] = [];

  /** @param sync the record in the history */
  constructor(records: Pick<Records, 'ledger' | 'history' | 'refusals'>, sync: number) {
    this.#records = records;
    this.#sync = sync;
  }

  /** How many items are applied or have failed. */
  get settled(): number {
    return this.#settled.size;
  }

  isSettled(jid: string): boolean {
    return this.#settled.has(jid);
  }

  /** Brings the ledger in line with what was seen, and writes down what is about to be sent. */
  begin(plan: Plan, changes: readonly Change[]): void {
    const { ledger, history } = this.#records;
    const adopted = plan.actions.filter((action) => action.action === 'keep' && action.record);
    const entries = [...adopted.map((action) => action.ledgerAfter), ...changes.map(whileUnderWay)];
    ledger.forget(plan.forgotten);
    ledger.put(entries.filter((entry) => entry !== undefined && entry !== null));
    history.plan(this.#sync, changes);
  }

  /** The item stands as the change wanted it. */
  confirm(change: Change): void {
    const { jid, ledgerAfter } = change;
    const { ledger, history, refusals } = this.#records;
    if (ledgerAfter) ledger.put([ledgerAfter]);
    else ledger.forget([jid]);
    refusals.forget(jid);
    history.settle(this.#sync, jid, 'applied');
    this.applied[counterOf[change.action]] += 1;
    this.#settled.add(jid);
    this.#confirmed.push(change);
  }

  /** The push is over. What the server kept otherwise than it was sent is its own doing. */
  compare({ items, shown }: LiveRosterView): void {
    const standing = new Map(items.map((item) => [item.jid, item]));
    for (const { jid, after, ledgerAfter } of this.#confirmed.splice(0)) {
      const live = standing.get(jid);
      if (!live || !after || !ledgerAfter || sameNaming(live, after)) continue;
      // What stands may be another client's already.
      const first = shown?.get(jid) ?? live;
      const entry = storedEntry(ledgerAfter, after, first);
      if (!entry) continue;
      this.#records.ledger.put([entry]);
      this.shortened.push(shortened({ jid, ...after }, first));
    }
    this.shortened.sort(byJid);
  }

  /**
   * The server said no: the item stands as it stood.
   * @param forGood it is not to be sent again before it changes
   */
  refuse(change: Change, failure: FailedItem, forGood: boolean): void {
    if (forGood) this.#records.refusals.put(failure, change.after);
    this.#restore([change]);
    this.#fail(failure);
  }

  /** It was refused as it is before, and was not sent. */
  leaveRefused(failure: FailedItem): void {
    this.failed.push(failure);
    this.#settled.add(failure.jid);
  }

  /** No answer ever came. The ledger keeps the item as under way, for the next sync to see what became of it. */
  giveUp(failure: FailedItem): void {
    this.#fail(failure);
  }

  /** These were not sent. */
  takeBack(unsent: readonly Change[]): void {
    this.#restore(unsent);
    const jids = unsent.map(({ jid }) => jid);
    this.#records.history.drop(this.#sync, jids);
  }

  #fail(failure: FailedItem): void {
    this.#records.history.settle(this.#sync, failure.jid, 'failed');
    this.failed.push(failure);
    this.#settled.add(failure.jid);
  }

  #restore(changes: readonly Change[]): void {
    const before = changes.map(({ ledgerBefore }) => ledgerBefore);
    this.#records.ledger.put(before.filter((entry) => entry !== null));
    this.#records.ledger.forget(
      changes.filter(({ ledgerBefore }) => ledgerBefore === null).map(({ jid }) => jid),
    );
  }
}

const counterOf = { add: 'added', update: 'updated', remove: 'removed' } as const;
