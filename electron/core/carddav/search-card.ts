/** Looks for one card at all addresses that it may have, see {@link cardAddresses}. */
import { RolodialError } from '../../../shared/errors.ts';
import type { RemoteBook } from './collection-report.ts';
import type { ListedCard } from './comparison.ts';
import { isCollectionAt } from './inner-collections.ts';
import { cardAddresses, isSameEtag } from './request-addresses.ts';

/** What may be at an address in place of a card: nothing, or something else, as some books hold other resources, too. */
export type NoCard = 'gone' | 'no card';

/**
 * The first that there is. A collection that the server names like a card is none.
 *
 * @param get asks at one address
 * @throws what `get` throws at the card's own address
 */
export async function searchCard<Card extends { readonly etag: string }>(
  name: string,
  { href, etag, isKnown }: ListedCard,
  book: RemoteBook,
  get: (url: URL) => Promise<Card | NoCard>,
): Promise<Card | NoCard> {
  const addresses = cardAddresses(name, href, book);
  const isCollection = async () => {
    const [own] = addresses;
    return !isKnown && own !== undefined && (await isCollectionAt(own.url, book.transport));
  };
  for (const { url, isGuess } of addresses) {
    const found = await get(url).catch(async (error: unknown) => {
      if (!isAnswer(error)) throw error;
      if (isGuess) return 'gone';
      if (await isCollection()) return 'no card';
      throw error;
    });
    if (found === 'gone') continue;
    if (!isGuess || (typeof found === 'object' && isSameEtag(found.etag, etag))) return found;
  }
  return (await isCollection()) ? 'no card' : 'gone';
}

/** Whether the server has answered, although not with a card. */
function isAnswer(error: unknown): boolean {
  if (!(error instanceof RolodialError)) return false;
  const { code, params } = error;
  if (code === 'carddav-authentication') return params['reason'] === 'forbidden';
  return /^carddav-(?:not-found|server-error|invalid-answer|incomplete)$/.test(code);
}
