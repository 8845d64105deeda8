/** What a server says has changed in a book since last time. */
import type { CachedBook } from '../store/cached-books.ts';
import { type BookReading, remoteBook } from './book-reading.ts';
import { changesSince } from './collection-report.ts';
import { type ChangesComparison, compareChanges } from './comparison.ts';
import { isBroken, isOtherBook, isRefusal, tokenRefusals } from './errors.ts';

export interface ToldChanges extends ChangesComparison {
  /** From which to go on next time. */
  readonly syncToken: string;
}

/**
 * @returns undefined where there is no sync token, or the server does not know it any more, names the book
 *   otherwise than it did, or gives an answer that has no end
 */
export async function changesOf(
  { url, path, syncToken }: CachedBook,
  reading: BookReading,
): Promise<ToldChanges | undefined> {
  if (syncToken === null) return undefined;
  const comparison = compareChanges((name) => reading.cache.etag(url, name));
  const remote = remoteBook(url, path, reading);
  const next = await changesSince(syncToken, remote, comparison.see).catch((error: unknown) => {
    const isOfNoUse = isRefusal(error, tokenRefusals) || isOtherBook(error) || isBroken(error);
    if (!isOfNoUse) throw error;
  });
  return next === undefined ? undefined : { ...comparison, syncToken: next };
}

/** A server whose token is the known one says that nothing has changed. */
export function nothingTold(syncToken: string): ToldChanges {
  return { ...compareChanges(() => undefined), syncToken };
}
