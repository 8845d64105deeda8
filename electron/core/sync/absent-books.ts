/**
 * Books that were read before and that the server does not list any more: unshared, hidden or deleted. Their
 * contacts stay in force until the user says that they shall go, as the book may come back.
 */
import type { AbsentBooks } from '../../../shared/contract/report.ts';
import { type Desired, desiredItems } from '../../../shared/roster/desired.ts';
import type { Plan } from '../../../shared/roster/plan.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import type { AddressBookReading } from '../carddav/address-book.ts';
import type { NamedBook } from '../carddav/books-to-read.ts';
import { isAllowed, takenAway } from './choice.ts';
import type { SyncOptions } from './context.ts';

/** What there is to be said of absent books. */
export interface Absence {
  /** What is wanted without their contacts. */
  readonly desired: Desired;
  /** What would go with them. */
  readonly books: AbsentBooks;
}

/**
 * @param wanted what is wanted with their contacts, and the plan for it
 * @param planFor plans for another wish, against the same roster
 * @returns null where no book is absent, or one has items that are not on the roster now
 */
export function absenceOf(
  { goneBooks, contacts, precedence }: AddressBookReading,
  wanted: { readonly desired: Desired; readonly plan: Plan },
  owned: number,
  profile: Profile,
  planFor: (desired: Desired) => Plan,
): Absence | null {
  if (goneBooks.length === 0) return null;
  const gone = new Set(goneBooks.map(({ url }) => url));
  const there = contacts.filter(({ book = '' }) => !gone.has(book));
  const desired = desiredItems(there, profile, precedence);
  const already = new Set(takenAway(wanted.plan).map(({ jid }) => jid));
  const jids = takenAway(planFor(desired))
    .map(({ jid }) => jid)
    .filter((jid) => !already.has(jid));
  const without = new Set(desired.items.map(({ jid }) => jid));
  const isNeeded = wanted.desired.items.some(({ jid }) => !without.has(jid));
  // There is nothing to ask about yet, and nothing may be forgotten.
  if (isNeeded && jids.length === 0) return null;
  return { desired, books: { books: [...goneBooks], jids, owned } };
}

/** Whether the books are to be forgotten: nothing goes with them, or the user has said that it shall. */
export function mayForget(
  { books }: Absence,
  { guard, only }: Pick<SyncOptions, 'guard' | 'only'>,
): boolean {
  if (only && !books.jids.every((jid) => only.has(jid))) return false;
  return books.jids.length === 0 || (guard !== 'keep' && isAllowed(books, guard));
}

/** The absent books without those that the user keeps. */
export function withoutKept(
  books: readonly NamedBook[],
  kept: SyncOptions['keepsAbsentBooks'],
): { readonly kept: readonly string[]; readonly others: readonly NamedBook[] } {
  const isKept = ({ url }: NamedBook) => kept === 'all' || kept?.has(url) === true;
  return {
    kept: books.filter(isKept).map(({ url }) => url),
    others: books.filter((book) => !isKept(book)),
  };
}
