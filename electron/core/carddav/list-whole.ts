/** All cards of a book with their ETags, by whatever request the server answers to its end. */
import type { BookAbilities } from './book-properties.ts';
import { changesSince, listCards, type RemoteBook } from './collection-report.ts';
import type { Comparison } from './comparison.ts';
import { isBroken, isRefusal } from './errors.ts';

/**
 * Lists all cards beside what is known.
 *
 * @param compare begins a comparison; again where one request led nowhere
 * @returns the comparison that saw all cards, and the sync token that goes with exactly this list; null where the
 *   server gives none
 */
export async function listWhole(
  remote: RemoteBook,
  { canSync, canQuery }: Pick<BookAbilities, 'canSync' | 'canQuery'>,
  compare: () => Comparison,
): Promise<{ comparison: Comparison; syncToken: string | null }> {
  if (canSync) {
    const comparison = compare();
    const syncToken = await changesSince('', remote, comparison.see).catch((error: unknown) => {
      if (!isRefusal(error) && !isBroken(error)) throw error;
    });
    if (syncToken !== undefined) return { comparison, syncToken };
  }
  return { comparison: await listCards(remote, canQuery, compare), syncToken: null };
}
