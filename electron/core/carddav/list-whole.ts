/** All cards of a book with their ETags, by whatever request the server answers to its end. */
import type { BookAbilities } from './book-properties.ts';
import { changesSince, listCards, type RemoteBook } from './collection-report.ts';
import type { CardState, Comparison } from './comparison.ts';
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
    let cards = 0;
    const see = (card: CardState) => {
      cards += 1;
      comparison.see(card);
    };
    const syncToken = await changesSince('', remote, see).catch((error: unknown) => {
      if (!isRefusal(error) && !isBroken(error)) throw error;
    });
    if (syncToken !== undefined && cards > 0) return { comparison, syncToken };
    // An empty list is not believed before the book itself says so, as of a query; nor is its token.
    const listed = await listCards(remote, canQuery, compare);
    const isEmpty = syncToken !== undefined && listed.changed.size === 0;
    return { comparison: listed, syncToken: isEmpty ? syncToken : null };
  }
  return { comparison: await listCards(remote, canQuery, compare), syncToken: null };
}
