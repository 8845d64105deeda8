/** A snapshot of both sides, and the plan between them: everything a sync decides, before it changes anything. */
import type { FoundKind, RosterKind } from '../../../shared/contract/report.ts';
import { type Desired, desiredItems } from '../../../shared/roster/desired.ts';
import type { Guard } from '../../../shared/roster/guard.ts';
import { guardOf } from '../../../shared/roster/guard.ts';
import type { LedgerEntry } from '../../../shared/roster/ledger.ts';
import { type LiveRoster, type Plan, plan } from '../../../shared/roster/plan.ts';
import type { AddressBookReading } from '../carddav/address-book.ts';
import type { Sharing } from '../groups/sharing.ts';
import type { LiveRosterView, Session } from '../xmpp/session.ts';
import { type Absence, absenceOf } from './absent-books.ts';
import { takenAway } from './choice.ts';
import type { SyncContext } from './context.ts';
import { readRoster } from './read-roster.ts';

export interface Prepared {
  readonly startedAt: Date;
  readonly book: AddressBookReading;
  readonly desired: Desired;
  /** How many items the ledger holds. */
  readonly owned: number;
  readonly roster: { readonly kind: RosterKind; readonly items: number };
  readonly plan: Plan;
  /** Something could not be read, and may want by now what nothing else wants: nothing is taken away. */
  readonly isUnsure: boolean;
  /** JIDs of what is therefore not taken away. */
  readonly withheld: readonly string[];
  /** Null where all books are there, or nothing may be taken away anyhow. */
  readonly absence: Absence | null;
  /** Why the plan must not be applied without a question, or null. */
  readonly guard: Guard | null;
}

/**
 * Reads both sides and plans.
 * @throws RolodialError of either side; nothing has been changed then
 */
export async function prepare(
  context: Pick<SyncContext, 'profile' | 'records' | 'sharing' | 'account'>,
  readBook: () => Promise<AddressBookReading>,
  signal: AbortSignal,
): Promise<Prepared> {
  const { profile, records, account } = context;
  const startedAt = new Date();
  const book = await readBook();
  // The book may have taken minutes: the session of the beginning may be gone by now.
  const session = await readRoster(() => account.open(), signal);
  const desired = desiredItems(book.contacts, profile, book.precedence);
  const owned = records.ledger.entries().length;
  const planned = planNow(desired, session, context);
  const isUnsure = book.unread.some(({ isCurrent }) => !isCurrent);
  const planFor = (other: Desired) => planNow(other, session, context);
  return {
    startedAt,
    book,
    desired,
    owned,
    roster: { kind: kindOf(session), items: session.roster.items.length },
    plan: planned,
    isUnsure,
    withheld: isUnsure ? takenAway(planned).map(({ jid }) => jid) : [],
    absence: isUnsure ? null : absenceOf(book, { desired, plan: planned }, owned, profile, planFor),
    guard: isUnsure ? null : guardOf(planned.actions, owned, book.contacts.length, profile.guard),
  };
}

/** The plan for a book that was read, against the roster and the ledger as they are now. */
export function planNow(
  desired: Desired,
  session: Session,
  { profile, records, sharing }: Pick<SyncContext, 'profile' | 'records' | 'sharing'>,
): Plan {
  const entries = records.ledger.entries();
  return plan(desired.items, liveRoster(session.roster, entries, sharing), entries, profile);
}

/** The live roster with the server's own items told apart. */
export function liveRoster(
  roster: LiveRosterView,
  entries: readonly LedgerEntry[],
  sharing: Sharing,
): LiveRoster {
  return { items: roster.items, shared: sharing.classify(roster, entries).shared };
}

/** A server that versions rosters keeps them itself; only a refused set proves the contrary. */
export function foundKind(roster: LiveRosterView): FoundKind {
  const { versioningAdvertised, version } = roster.evidence;
  return versioningAdvertised || version !== null ? 'server' : 'unknown';
}

/** Who keeps the roster that a sync changes. */
export function kindOf({ roster, isDocument }: Session): RosterKind {
  return isDocument ? 'served' : foundKind(roster);
}
