/**
 * When what a server says of changes is not taken at its word. Sync tokens are counters on many servers: one
 * from before a restored backup, or of a book that was deleted and made anew at its URL, is answered as if it
 * were fine (seen on Nextcloud, ownCloud, Baïkal, SOGo and DAViCal). Only a comparison of all cards shows it.
 */
import type { CachedBook } from '../store/cached-books.ts';
import type { ListedBook } from './book-properties.ts';

const dayMs = 86_400_000;

/** Whatever the server says, all of a book is compared this often. */
const comparedEveryMs = 7 * dayMs;

/** After a doubt that led to nothing, the server's manner is known, and the same doubt waits. */
const patienceMs = dayMs;

/**
 * Whether so much time has passed since all was compared, also where the computer slept or the profile was
 * paused meanwhile, or the clock was set back.
 *
 * @param now in milliseconds since 1970
 */
export function isComparisonDue({ comparedAt }: CachedBook, now: number): boolean {
  return !isWithin(comparedAt, comparedEveryMs, now);
}

/** What the answer to a sync token named. */
export interface NamedCards {
  /** Cards that are there. */
  readonly there: number;
  /** Of those, how many with the ETag that is known. */
  readonly unchanged: number;
  readonly gone: number;
}

/** Why what a server says is doubtful: its sync token has gone back, or something else. */
export type DoubtKind = 'set-back' | 'doubt';

/**
 * Whether an answer about changes is doubtful.
 *
 * - The token has gone back: a counter that was set back.
 * - The token is another, but no card is named.
 * - Most of the cards that are known are named, as they are known: the server lists all, and may leave out
 *   what is gone (DAViCal 1.1.12, where the token was pruned).
 *
 * @param size how many cards of the book are known
 */
export function doubtOfAnswer(
  book: CachedBook,
  next: string,
  { there, unchanged, gone }: NamedCards,
  size: number,
  now: number,
): DoubtKind | undefined {
  if (isSetBack(book, next, now)) return 'set-back';
  if (isWithin(book.doubtedAt, patienceMs, now)) return undefined;
  const isSilent = next !== book.syncToken && there + gone === 0;
  return isSilent || (unchanged > 0 && unchanged * 2 > size) ? 'doubt' : undefined;
}

/** Whether what the home lists at the URL is, or may be, another book than the one that was read. */
export function doubtOfListing(
  book: CachedBook,
  listed: ListedBook,
  now: number,
): DoubtKind | undefined {
  if (isSetBack(book, listed.syncToken, now)) return 'set-back';
  const { identity } = book;
  if (identity === null || listed.identity === null || identity === listed.identity) {
    return undefined;
  }
  return isWithin(book.doubtedAt, patienceMs, now) ? undefined : 'doubt';
}

/** Of two tokens that are the same but for the number at their end, the later one is the smaller. */
function isSetBack(
  { syncToken, setBackAt }: CachedBook,
  after: string | null,
  now: number,
): boolean {
  const [one, other] = [counterOf(syncToken), counterOf(after)];
  const isBack = one !== undefined && one.stem === other?.stem && other.count < one.count;
  return isBack && !isWithin(setBackAt, patienceMs, now);
}

function counterOf(token: string | null): { stem: string; count: bigint } | undefined {
  const match = /^(?<stem>.*?)(?<count>\d{1,18})$/s.exec(token ?? '');
  const { stem = '', count } = match?.groups ?? {};
  return count === undefined ? undefined : { stem, count: BigInt(count) };
}

function isWithin(time: string | null, milliseconds: number, now: number): boolean {
  if (time === null) return false;
  const passed = now - Date.parse(time);
  return passed >= 0 && passed < milliseconds;
}
