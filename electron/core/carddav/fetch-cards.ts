/** Fetches the cards that are named: many in a request (RFC 6352 §8.7), and singly those that do not come that way. */
import type { UnreadReason } from '../../../shared/contract/unread.ts';
import { RolodialError } from '../../../shared/errors.ts';
import type { CachedCard } from '../store/staged-cards.ts';
import { multigetCards, type RemoteBook } from './collection-report.ts';
import type { ListedCard } from './comparison.ts';
import { isBroken, isRefusal } from './errors.ts';
import { getCard, isCard } from './get-card.ts';

/** Takes the cards as they arrive. */
export interface CardReceiver {
  put(card: CachedCard): void;
  /** The card is there, or was when the server listed it, and cannot be read. */
  unread(name: string, card: ListedCard, reason: UnreadReason): void;
  /** The card was not asked for, as the server has given none of many others. */
  notAsked(name: string, card: ListedCard, reason: UnreadReason): void;
}

/** Servers have limits that they do not tell; 100 cards with photos of 500 kB are 50 MB. */
const cardsPerRequest = 100;

/** Seven halvings find one bad card among a hundred; a server that fails more often in a row fails every time. */
const failuresAtMost = 8;

/** A server that gives none of so many cards is not asked for the others this time. */
const vainRequestsAtMost = 50;

/**
 * @param listed what to fetch, by name
 * @param isFirst nothing is known of the book: where nothing of it can be fetched, that is a failure
 * @throws RolodialError where the server or the whole book cannot be read
 */
export async function fetchCards(
  listed: ReadonlyMap<string, ListedCard>,
  book: RemoteBook,
  receiver: CardReceiver,
  isFirst: boolean,
): Promise<void> {
  const entries = [...listed].filter(([, { wasTooLong }]) => !wasTooLong);
  const alone = [...listed].filter(([, { wasTooLong }]) => wasTooLong);
  let failed = 0;
  let vain = 0;
  let reason: UnreadReason = 'server-error';
  const counting: CardReceiver = {
    ...receiver,
    put(card) {
      vain = Number.NEGATIVE_INFINITY;
      receiver.put(card);
    },
  };

  /** Halves what the server fails over, until the card that it fails over is alone. */
  async function fetchSeveral(cards: Map<string, ListedCard>, isPart = false): Promise<void> {
    const isAlone = isPart && cards.size <= 1;
    const isVain = failed >= failuresAtMost || vain >= vainRequestsAtMost;
    if (isAlone || isVain) return await fetchSingly(cards);
    const outcome = await multiget(cards, book, counting);
    failed = outcome === 'failed' ? failed + 1 : 0;
    if (outcome !== 'failed') return await fetchSingly(cards);
    const missing = [...cards];
    const half = Math.ceil(missing.length / 2);
    await fetchSeveral(new Map(missing.slice(0, half)), true);
    await fetchSeveral(new Map(missing.slice(half)), true);
  }

  /**
   * That a multiget does not find a card is believed only when GET says the same: servers that compare addresses
   * letter by letter answer so for cards that are there.
   */
  async function fetchSingly(cards: ReadonlyMap<string, ListedCard>): Promise<void> {
    for (const [name, asked] of cards) {
      if (vain >= vainRequestsAtMost) {
        counting.notAsked(name, asked, reason);
        continue;
      }
      const card = await getCard(name, asked, book);
      if (card === 'no card') continue;
      if ('text' in card) {
        counting.put({ name, etag: card.etag || asked.etag, text: card.text });
        continue;
      }
      vain += 1;
      if (card.error && isFirst && vain === vainRequestsAtMost) throw card.error;
      if (card.error) reason = card.problem;
      counting.unread(name, asked, card.problem);
    }
  }

  for (let start = 0; start < entries.length; start += cardsPerRequest) {
    await fetchSeveral(new Map(entries.slice(start, start + cardsPerRequest)));
  }
  await fetchSingly(new Map(alone));
}

/**
 * Removes from the map what has arrived.
 *
 * @returns `failed` where the server failed over one of the cards, or its answer cannot be read to its end
 */
async function multiget(
  missing: Map<string, ListedCard>,
  book: RemoteBook,
  receiver: CardReceiver,
): Promise<'answered' | 'refused' | 'failed'> {
  const hrefs = [...missing.values()].map(({ href }) => href);
  try {
    await multigetCards(hrefs, book, ({ name, etag, text }) => {
      const asked = missing.get(name);
      if (!asked || text === undefined || !isCard(text)) return;
      missing.delete(name);
      receiver.put({ name, etag: etag || asked.etag, text });
    });
    return 'answered';
  } catch (error) {
    if (isFailure(error)) return 'failed';
    if (isRefusal(error)) return 'refused';
    throw error;
  }
}

/**
 * The server's own failure, most likely over one of the cards, as it answers otherwise. SOGo 5.8 says of the
 * book itself that it is not there (404) where the name of a card is not ASCII.
 */
const failures: ReadonlySet<number> = new Set([403, 404, 410, 507]);

function isFailure(error: unknown): boolean {
  if (isBroken(error)) return true;
  return error instanceof RolodialError && failures.has(Number(error.params['status']));
}
