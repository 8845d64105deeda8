/** Fetches the cards that are named: many in a request (RFC 6352 §8.7), and singly what does not come that way. */
import type { CachedCard } from '../store/card-cache.ts';
import type { ListedCard } from './comparison.ts';
import { type AskedBook, askMembers } from './member-answers.ts';
import { escapeXml, isRefusal } from './multistatus-request.ts';
import { withoutPictures } from './pictures.ts';
import { fetchSingleCard } from './single-card.ts';

/** Takes what becomes of the cards. */
export interface CardReceiver {
  put(card: CachedCard): void;
  /** The card is not there any more. */
  gone(name: string): void;
}

/** Servers have limits that they do not tell; 100 cards with photos of 500 kB are 50 MB. */
const cardsPerRequest = 100;

/**
 * @param listed what to fetch, by name
 * @throws RolodialError where one of them can be neither had nor known to be gone
 */
export async function fetchCards(
  listed: ReadonlyMap<string, ListedCard>,
  book: AskedBook,
  receiver: CardReceiver,
): Promise<void> {
  const entries = [...listed];
  for (let start = 0; start < entries.length; start += cardsPerRequest) {
    const missing = new Map(entries.slice(start, start + cardsPerRequest));
    // Asked again for the next hundred: one card that a server stumbles over fails those around it alone.
    await multiget(missing, book, receiver).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
    });
    for (const [name, card] of missing) await fetchOne(name, card, book, receiver);
  }
}

/** Takes out of the map what came. */
async function multiget(
  missing: Map<string, ListedCard>,
  book: AskedBook,
  receiver: CardReceiver,
): Promise<void> {
  const hrefs = [...missing.values()].map(({ href }) => `<d:href>${escapeXml(href)}</d:href>`);
  const body = `<card:addressbook-multiget xmlns:d="DAV:" xmlns:card="urn:ietf:params:xml:ns:carddav">
  <d:prop><d:getetag/><card:address-data/></d:prop>${hrefs.join('')}
</card:addressbook-multiget>`;
  await askMembers('REPORT', book, body, ({ name, etag, card }) => {
    const asked = missing.get(name);
    if (!asked || card === undefined) return;
    missing.delete(name);
    receiver.put({ name, etag: etag || asked.etag, text: withoutPictures(card) });
  });
}

/**
 * One card by itself. A 404 in a multiget is believed only when GET says the same: servers that compare
 * addresses letter by letter answer it for cards that are there.
 */
async function fetchOne(
  name: string,
  listed: ListedCard,
  book: AskedBook,
  receiver: CardReceiver,
): Promise<void> {
  const answer = await fetchSingleCard(listed, book);
  if (answer === 'gone') receiver.gone(name);
  else if (answer !== 'no card') {
    const { etag, text } = answer;
    receiver.put({ name, etag: etag || listed.etag, text: withoutPictures(text) });
  }
}
