/** Fetches the cards that are named: many in a request (RFC 6352 §8.7), and singly those that do not come that way. */
import { decodeCardBytes } from '../../../shared/contact/vcard/bytes.ts';
import { RolodialError } from '../../../shared/errors.ts';
import type { CachedCard } from '../store/staged-cards.ts';
import { multigetCards, type RemoteBook } from './collection-report.ts';
import type { ListedCard } from './comparison.ts';
import { incompleteAnswer, invalidAnswer, isRefusal } from './errors.ts';
import { type NoCard, searchCard } from './search-card.ts';

/** Takes the cards as they arrive. */
export interface CardReceiver {
  put(card: CachedCard): void;
  /** The card is not there any more. */
  gone(name: string): void;
}

/** Servers have limits that they do not tell; 100 cards with photos of 500 kB are 50 MB. */
const cardsPerRequest = 100;

/**
 * @param listed what to fetch, by name
 * @throws RolodialError where one of them can be neither fetched nor known to be gone
 */
export async function fetchCards(
  listed: ReadonlyMap<string, ListedCard>,
  book: RemoteBook,
  receiver: CardReceiver,
): Promise<void> {
  const entries = [...listed];
  for (let start = 0; start < entries.length; start += cardsPerRequest) {
    const missing = new Map(entries.slice(start, start + cardsPerRequest));
    // A refusal counts for this hundred alone: a card that a server fails over may be in it.
    await multiget(missing, book, receiver).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
    });
    for (const [name, card] of missing) await fetchOne(name, card, book, receiver);
  }
}

/** Removes from the map what has arrived. */
async function multiget(
  missing: Map<string, ListedCard>,
  book: RemoteBook,
  receiver: CardReceiver,
): Promise<void> {
  const hrefs = [...missing.values()].map(({ href }) => href);
  await multigetCards(hrefs, book, ({ name, etag, text }) => {
    const asked = missing.get(name);
    if (!asked || text === undefined) return;
    missing.delete(name);
    receiver.put({ name, etag: etag || asked.etag, text });
  });
}

/**
 * A 404 in a multiget is believed only when GET says the same: servers that compare addresses letter by
 * letter answer it for cards that are there.
 */
async function fetchOne(
  name: string,
  listed: ListedCard,
  book: RemoteBook,
  receiver: CardReceiver,
): Promise<void> {
  const card = await searchCard(name, listed, book, (url) => getCard(url, listed.isKnown, book));
  if (card === 'gone') receiver.gone(name);
  else if (card !== 'no card') {
    receiver.put({ name, etag: card.etag || listed.etag, text: card.text });
  }
}

/** The answer at a card's address. */
type SingleCard =
  | {
      readonly text: string;
      /** Empty where the server gives none. */
      readonly etag: string;
    }
  | NoCard;

/** A card with a large photo has a few million bytes; an answer without an end would fill the memory. */
const maximumBytes = 64_000_000;

/**
 * One card by GET. Unlike a multistatus, nothing in a card's form tells that it is all there, or that it is
 * what was asked for; so the answer is checked closely before it may replace a card that is known.
 *
 * @throws RolodialError `carddav-incomplete` or `carddav-invalid-answer`, which name the card, where the
 *   answer may be less than the card, or something in its place; or what the transport throws
 */
async function getCard(
  address: URL,
  isKnown: boolean,
  { transport }: RemoteBook,
): Promise<SingleCard> {
  const { pathname } = address;
  const incomplete = (why: string) => incompleteAnswer(address, new Error(`${pathname}: ${why}`));
  const response = await transport.fetch(address.href).catch((error: unknown) => {
    if (isGone(error)) return undefined;
    throw isFault(error) ? incomplete('the server failed over this card') : error;
  });
  if (!response) return 'gone';
  const type = response.headers.get('content-type') ?? '';
  if (/\bhtml\b/i.test(type)) {
    await response.body?.cancel();
    throw invalidAnswer(address, 'it sent a web page instead of a card');
  }
  const bytes = await bytesOf(response);
  if (!bytes) throw incomplete('it has no end');
  const text = decodeCardBytes(bytes);
  if (!/\S/.test(text)) throw incomplete('it is empty');
  if (!/BEGIN\s*:\s*VCARD/i.test(text)) {
    if (isKnown) throw incomplete('it is no card any more');
    if (!/\b(?:vcard|directory)\b/i.test(type)) return 'no card';
  } else if (!/END\s*:\s*VCARD/i.test(text) && !response.headers.has('content-length')) {
    throw incomplete('it breaks off');
  }
  return { text, etag: response.headers.get('etag') ?? '' };
}

/** The whole body; undefined where it is too long. */
async function bytesOf(response: Response): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > maximumBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isGone(error: unknown): boolean {
  const status = statusOf(error);
  return status === 404 || status === 410;
}

/** A lasting fault of the server's, most likely over this card. */
function isFault(error: unknown): boolean {
  const status = statusOf(error);
  return status === 500 || status === 501;
}

function statusOf(error: unknown): unknown {
  return error instanceof RolodialError ? error.params['status'] : undefined;
}
