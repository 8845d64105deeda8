/** One card by GET (RFC 6352 §8, RFC 9110 §9.3.1), and what the answer is if it is no card. */
import { decodeCardBytes } from '../../../shared/contact/vcard/bytes.ts';
import type { UnreadReason } from '../../../shared/contract/unread.ts';
import type { RemoteBook } from './collection-report.ts';
import type { ListedCard } from './comparison.ts';
import { isCollectionAt } from './inner-collections.ts';
import { cardAddresses, isSameEtag } from './request-addresses.ts';
import { unreadReason } from './unread.ts';

/** The answer at a card's address. */
export type SingleCard =
  | {
      readonly text: string;
      /** Empty where the server gives none. */
      readonly etag: string;
    }
  | {
      readonly problem: UnreadReason;
      /** How the server failed; left out where it answered. */
      readonly error?: unknown;
    }
  /** Some books hold other resources, too. */
  | 'no card';

/** A card with a large photo has a few million bytes; an answer without an end would fill the memory. */
const maximumBytes = 64_000_000;

/** Content types of what some books hold besides cards; servers send cards and errors under any other. */
const otherTypes = /^(?:image|audio|video|font)\/|\b(?:calendar|pdf|zip)\b/i;

/**
 * One card, at the first of its likely addresses where there is something. A collection that the server names like
 * a card is none.
 *
 * @throws what the transport throws where the failure is not of this card, see `unreadReason`
 */
export async function getCard(
  name: string,
  listed: ListedCard,
  book: RemoteBook,
): Promise<SingleCard> {
  const addresses = cardAddresses(name, listed.href, book);
  let problem: SingleCard = { problem: 'not-found' };
  for (const { url, isGuess } of addresses) {
    const card = await getCardAt(url, listed.isKnown, book);
    if (card === 'no card' || 'text' in card) {
      if (!isGuess || isListed(card, listed)) return card;
    } else if (!isGuess && card.problem !== 'not-found') {
      problem = card;
      break;
    }
  }
  const [own] = addresses;
  const isOther = !listed.isKnown && own && (await isCollectionAt(own.url, book.transport));
  return isOther ? 'no card' : problem;
}

/** Another card might have an address that is guessed, so only the ETag tells that it is the one that is meant. */
function isListed(card: SingleCard, { etag }: ListedCard): boolean {
  return card !== 'no card' && 'text' in card && isSameEtag(card.etag, etag);
}

/**
 * Unlike a multistatus, nothing in a card's form tells that it is all there, or that it is what was asked for; so
 * the answer is checked closely before it may replace a card that is known.
 */
async function getCardAt(
  url: URL,
  isKnown: boolean,
  { transport }: RemoteBook,
): Promise<SingleCard> {
  try {
    const response = await transport.fetch(url.href);
    const type = response.headers.get('content-type') ?? '';
    const bytes = await bytesOf(response);
    if (!bytes) return { problem: 'too-large' };
    const text = decodeCardBytes(bytes);
    if (isCard(text)) {
      const isWhole = endsAsCard(text) || response.headers.has('content-length');
      return isWhole ? { text, etag: response.headers.get('etag') ?? '' } : { problem: 'cut' };
    }
    if (!isKnown && otherTypes.test(type)) return 'no card';
    return { problem: problemOf(text) };
  } catch (error) {
    const problem = unreadReason(error);
    if (problem === undefined) throw error;
    // The address was understood, or it would not have been asked.
    return { problem: problem === 'not-understood' ? 'not-a-card' : problem, error };
  }
}

/** Whether a text is a vCard, or at least begins one. */
export function isCard(text: string): boolean {
  return /BEGIN\s*:\s*VCARD/i.test(text);
}

/** Whether a vCard has an end: all of it has arrived, or is what its author wrote. */
export function endsAsCard(text: string): boolean {
  return /END\s*:\s*VCARD/i.test(text);
}

/** What stands in the place of a card. */
function problemOf(text: string): UnreadReason {
  if (!/[^\s\0]/.test(text)) return 'empty';
  return /<!doctype html|<html|<head|<body/i.test(text) ? 'web-page' : 'not-a-card';
}

/** The whole body; undefined where it is too long, or says that it is. */
async function bytesOf(response: Response): Promise<Uint8Array | undefined> {
  if (Number(response.headers.get('content-length')) > maximumBytes) {
    await response.body?.cancel();
    return undefined;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > maximumBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
