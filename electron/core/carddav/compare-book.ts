/** Compares all that a book holds with the cache: after its first read, and where its changes cannot be believed. */
import type { CachedBook } from '../store/cached-books.ts';
import { bookAbilities, bookCtag } from './book-properties.ts';
import {
  type BookReading,
  type BookResult,
  cardsToTryAgain,
  fetchInto,
  readUnread,
  remoteBook,
} from './book-reading.ts';
import { changesSince, type RemoteBook } from './collection-report.ts';
import { compareAll, compareChanges, tellingEtags } from './comparison.ts';
import type { DoubtKind } from './doubts.ts';
import { listWhole } from './list-whole.ts';
import type { ToldChanges } from './told-changes.ts';

/**
 * Why all is compared:
 * - `unlisted`: there is no sync token yet, or none at all;
 * - `refused`: the server does not know the token any more;
 * - `due`: so much time has passed, or the user asks for it;
 * - `set-back`, `doubt`: there may be another book at the URL, or what the server says of changes is doubtful.
 */
export type Cause = 'unlisted' | 'refused' | 'due' | DoubtKind;

/**
 * Unchanged cards do not come again, unless their ETags do not tell versions apart.
 *
 * @param told what the server says has changed, where it was asked
 * @throws RolodialError where the book cannot be read
 */
export async function compareBook(
  known: CachedBook,
  cause: Cause,
  told: ToldChanges | undefined,
  reading: BookReading,
): Promise<BookResult> {
  const { url } = known;
  const { transport, cache, staging } = reading;
  const { path, isShared, canSync, canQuery } = await bookAbilities(url, transport);
  const remote = remoteBook(url, path, reading);
  const ctag = canSync ? null : await bookCtag(url, transport);
  const isSameCtag = ctag !== null && ctag === known.ctag;
  const book = { ...known, path, isShared, ctag };
  if (cause === 'unlisted' && isSameCtag) return await readUnread(book, reading);

  const comparedAt = new Date(reading.now()).toISOString();
  const isTelling = cause === 'unlisted' ? undefined : tellingEtags(cache.etags(url));
  const compare = () => compareAll(cache.etags(url), isTelling);
  const listed = await listWhole(remote, { canSync, canQuery }, compare);
  const gone = listed.comparison.gone();
  const cards = new Map(listed.comparison.changed);
  // Known cards that are fetched whatever their ETag: told as changed, or unreadable last time.
  for (const [name, card] of [...(told?.changed ?? []), ...cardsToTryAgain(url, reading)]) {
    if (card.isKnown && !gone.has(name) && !cards.has(name)) cards.set(name, card);
  }
  for (const name of gone) staging.remove(url, name);
  const syncToken = listed.syncToken ?? told?.syncToken ?? null;
  const { unread, changed } = await fetchInto(cards, remote, { syncToken, canQuery }, reading);

  // What could not be read last time was told then.
  const wasUnread = new Set(cache.unread(url).map(({ name }) => name));
  const found = [...changed, ...gone].filter((name) => !wasUnread.has(name));
  // A CTag that is the same says that nothing has changed.
  const untold = isSameCtag ? found.length : 0;
  const missed = told ? await countUntold(found, told, listed.syncToken, remote) : untold;
  const isVain = found.length === 0;
  const doubtedAt = cause === 'doubt' && isVain ? comparedAt : known.doubtedAt;
  const setBackAt = cause === 'set-back' && isVain ? comparedAt : known.setBackAt;
  return {
    book: { ...book, syncToken, comparedAt, doubtedAt, setBackAt, unread, whole: false },
    lacksToken: false,
    missed,
  };
}

/**
 * How many of the cards that a comparison found the server had not told of. What has changed between its
 * telling and the list was not missed.
 */
async function countUntold(
  found: readonly string[],
  told: ToldChanges,
  listedAt: string | null,
  remote: RemoteBook,
): Promise<number> {
  const untold = found.filter((name) => !told.changed.has(name) && !told.gone().has(name));
  if (untold.length === 0 || listedAt === null || listedAt === told.syncToken) return untold.length;
  const since = compareChanges(() => undefined);
  try {
    await changesSince(told.syncToken, remote, since.see);
  } catch {
    // It was asked only to count more exactly.
  }
  return untold.filter((name) => !since.changed.has(name) && !since.gone().has(name)).length;
}
