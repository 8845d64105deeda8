/** The rows of the Contacts page: what is wanted, how it stands, what was skipped and why. */
import type { ContactRow } from '../../../shared/contract/contract.ts';
import type { FailedItem } from '../../../shared/contract/report.ts';
import type { Desired, DesiredItem } from '../../../shared/roster/desired.ts';
import { sameName } from '../../../shared/roster/item.ts';
import type { LedgerEntry } from '../../../shared/roster/ledger.ts';
import {
  type LiveRoster,
  type PlanAction,
  type PlanSettings,
  plan,
} from '../../../shared/roster/plan.ts';
import type { Prepared } from './prepare.ts';

/** The address book as last read, and what the roster should hold for it. */
export interface ContactSnapshot {
  readonly book: Pick<Prepared['book'], 'skipped'>;
  readonly desired: Desired;
}

/**
 * @param snapshot the last snapshot of the address book
 * @param live the roster as it stands now
 * @param ledger as it stands now
 * @param failed what the last push could not do
 */
export function contactRows(
  { desired, book }: ContactSnapshot,
  live: LiveRoster,
  ledger: readonly LedgerEntry[],
  settings: PlanSettings,
  failed: readonly FailedItem[],
): ContactRow[] {
  const now = plan(desired.items, live, ledger, settings);
  const actions = new Map(now.actions.map((action) => [action.jid, action]));
  const failures = new Map(failed.map((failure) => [failure.jid, failure]));
  const conflicts = new Map(
    [...desired.conflicts, ...now.conflicts].map((conflict) => [conflict.jid, conflict]),
  );
  const wanted = new Set(desired.items.map((item) => item.jid));

  return [
    ...desired.items.map((item): ContactRow => {
      const action = actions.get(item.jid);
      const failure = failures.get(item.jid);
      const conflict = conflicts.get(item.jid);
      const state = stateOf(action);
      if (failure && state !== 'in-sync') {
        return { ...wantedRow(item, action), state: 'failed', reason: failure.condition };
      }
      if (conflict)
        return { ...wantedRow(item, action), state: 'conflict', reason: conflict.reason };
      return { ...wantedRow(item, action), state, reason: null };
    }),
    ...now.actions.filter((action) => !wanted.has(action.jid)).map(unwantedRow),
    ...[...book.skipped, ...desired.skipped].map(
      (skipped, index): ContactRow => ({
        ...blank,
        key: `skipped:${index}`,
        state: 'skipped',
        name: skipped.card,
        contact: skipped.card,
        number: skipped.raw,
        reason: skipped.reason,
      }),
    ),
  ];
}

function stateOf(action: PlanAction | undefined): 'in-sync' | 'to-add' | 'to-change' | 'conflict' {
  if (!action) return 'conflict';
  if (action.action === 'add') return 'to-add';
  return action.action === 'update' ? 'to-change' : 'in-sync';
}

const blank = {
  jid: '',
  name: '',
  currentName: null,
  number: '',
  did: '',
  alias: '',
  type: '',
  contact: '',
  given: '',
  family: '',
  nickname: '',
  organization: '',
  category: '',
  reason: null,
} satisfies Partial<ContactRow>;

function wantedRow(item: DesiredItem, action: PlanAction | undefined) {
  const { contact, number, did } = item;
  const { before = null, after = null } = action ?? {};
  const name = after?.name ?? item.name;
  return {
    key: item.jid,
    jid: item.jid,
    name,
    currentName: before && !sameName(before, { name }) ? before.name : null,
    ...(action?.changedElsewhere && { changedElsewhere: true }),
    ...(action?.action === 'update' && action.asks && { asks: true }),
    number: number.number,
    did: did.number,
    alias: did.alias,
    type: number.label,
    contact: contact.name,
    given: contact.given,
    family: contact.family,
    nickname: contact.nickname,
    organization: contact.organization,
    category: contact.categories[0] ?? '',
  };
}

/** An item of ours whose contact is gone: it goes, or goes back to how it stood before a takeover. */
function unwantedRow(action: PlanAction): ContactRow {
  const [number = '', did = ''] = action.jid.slice(0, action.jid.indexOf('@')).split('%');
  const giveBack = action.after !== null;
  return {
    ...blank,
    key: action.jid,
    jid: action.jid,
    state: giveBack ? 'to-change' : 'to-remove',
    name: (action.after ?? action.before).name,
    currentName: giveBack ? (action.before?.name ?? null) : null,
    ...(action.changedElsewhere && { changedElsewhere: true }),
    number,
    did,
    alias: action.before?.groups[0] ?? '',
  };
}
