/** What reading one book works with and comes to, and how its cards arrive. */
import { withoutPictures } from '../../../shared/contact/vcard.ts';
import type { UnreadReason } from '../../../shared/contract/unread.ts';
import type { CachedBook } from '../store/cached-books.ts';
import type { CardCache, ReadBook, Staging } from '../store/card-cache.ts';
import type { CachedCard } from '../store/staged-cards.ts';
import type { UnreadCard } from '../store/unread-cards.ts';
import { changesSince, listCards, type RemoteBook } from './collection-report.ts';
import { compareAll, type ListedCard } from './comparison.ts';
import { isRefusal, tokenRefusals } from './errors.ts';
import { type CardReceiver, fetchCards } from './fetch-cards.ts';
import { endsAsCard } from './get-card.ts';
import type { DavTransport } from './transport.ts';

/** Where a read takes from and puts to. */
export interface BookReading {
  readonly transport: DavTransport;
  readonly cache: CardCache;
  readonly staging: Staging;
  /** Compare all ETags, whatever the server says of changes. */
  readonly full: boolean;
  /** In milliseconds since 1970. */
  readonly now: () => number;
  /** Called for each card that arrives. */
  readonly onCard: () => void;
  /** Takes the addresses in a list that cannot be understood. */
  readonly strangers: Set<string>;
}

/** @param path as the server gives it */
export function remoteBook(
  url: string,
  path: string,
  { transport, strangers }: Pick<BookReading, 'transport' | 'strangers'>,
): RemoteBook {
  return { url, path, transport, onNotUnderstood: (href) => strangers.add(href) };
}

/** What a read of a book came to. */
export interface BookResult {
  readonly book: ReadBook;
  /** The server would give a sync token, but this read did not ask for one. */
  readonly lacksToken: boolean;
  /** How many cards a comparison of all found that the server had not told of. */
  readonly missed: number;
}

/** How the server can be asked once more what it holds. */
export interface Position {
  /** Given before the cards were fetched; null where the server gives none. */
  readonly syncToken: string | null;
  readonly canQuery: boolean;
}

/** What became of the cards that were to be fetched. */
export interface FetchedCards {
  /** Those that could not be read, and are there as far as the server says. */
  readonly unread: readonly UnreadCard[];
  /** Those whose text is another than the one that was known. */
  readonly changed: ReadonlySet<string>;
}

/**
 * Fetches cards and stages what arrives.
 *
 * @throws RolodialError where the book cannot be read
 */
export async function fetchInto(
  cards: ReadonlyMap<string, ListedCard>,
  remote: RemoteBook,
  position: Position,
  reading: BookReading,
): Promise<FetchedCards> {
  const unread = new Map<string, UnreadCard>();
  const notAsked = new Set<string>();
  const changed = new Set<string>();
  const fail = (name: string, { href, etag }: ListedCard, reason: UnreadReason) =>
    unread.set(name, { name, href, etag, reason });
  const receiver: CardReceiver = {
    put(card) {
      const kept = keep(card, remote.url, reading);
      if (kept === 'changed') changed.add(card.name);
      const asked = cards.get(card.name);
      if (kept === 'cut' && asked) fail(card.name, asked, 'cut');
    },
    unread: fail,
    notAsked: (name, asked, reason) => {
      fail(name, asked, reason);
      notAsked.add(name);
    },
  };
  await fetchCards(cards, remote, receiver, reading.cache.size(remote.url) === 0);
  const missing = [...unread.values()].filter(({ reason }) => reason === 'not-found');
  if (missing.length > 0) {
    const gone = await goneSince(remote, position);
    for (const { name } of missing) {
      if (!gone(name)) continue;
      unread.delete(name);
      reading.staging.remove(remote.url, name);
    }
  }
  // Whose turn did not come is the first next time.
  const wasAsked = ({ name }: UnreadCard) => Number(!notAsked.has(name));
  const inTurn = [...unread.values()].toSorted((one, other) => wasAsked(one) - wasAsked(other));
  return { unread: inTurn, changed };
}

/**
 * Stages a card, unless it has no end although the known one has.
 *
 * @returns `cut` where it is not staged
 */
function keep(card: CachedCard, book: string, reading: BookReading): 'changed' | 'same' | 'cut' {
  const known = reading.cache.text(book, card.name);
  if (known !== undefined && !endsAsCard(card.text) && endsAsCard(known)) return 'cut';
  return stage(card, book, reading) === known ? 'same' : 'changed';
}

/**
 * Stages a card, without its pictures: they may be 500 kB each, and nobody reads them.
 *
 * @returns its text as it is staged
 */
export function stage(
  card: CachedCard,
  book: string,
  { staging, onCard }: Pick<BookReading, 'staging' | 'onCard'>,
): string {
  const text = withoutPictures(card.text);
  staging.put(book, { ...card, text });
  onCard();
  return text;
}

/**
 * What has gone since the server listed it. A 404 alone is not believed: servers that do not encode an
 * address as they are asked for it answer so for cards that are there.
 */
async function goneSince(
  remote: RemoteBook,
  { syncToken, canQuery }: Position,
): Promise<(name: string) => boolean> {
  const gone = new Set<string>();
  if (syncToken !== null) {
    const next = await changesSince(syncToken, remote, ({ name, isGone }) => {
      if (isGone) gone.add(name);
      else gone.delete(name);
    }).catch((error: unknown) => {
      if (!isRefusal(error, tokenRefusals)) throw error;
    });
    if (next !== undefined) return (name) => gone.has(name);
  }
  const { changed } = await listCards(remote, canQuery, () => compareAll(new Map()));
  return (name) => !changed.has(name);
}

/** Nothing has changed in the book; only what could not be read last time is tried again. */
export async function readUnread(known: CachedBook, reading: BookReading): Promise<BookResult> {
  const { url, path, syncToken } = known;
  const cards = withUnread(new Map(), new Set(), url, reading);
  const remote = remoteBook(url, path, reading);
  const { unread } = await fetchInto(cards, remote, { syncToken, canQuery: true }, reading);
  return { book: { ...known, unread, whole: false }, lacksToken: false, missed: 0 };
}

/** The cards to fetch, and those that could not be read last time and are not said to be gone. */
export function withUnread(
  changed: ReadonlyMap<string, ListedCard>,
  gone: ReadonlySet<string>,
  book: string,
  reading: BookReading,
): ReadonlyMap<string, ListedCard> {
  const cards = new Map(changed);
  for (const [name, card] of cardsToTryAgain(book, reading)) {
    if (!cards.has(name) && !gone.has(name)) cards.set(name, card);
  }
  return cards;
}

/** Cards that could not be read last time and whose address was understood. */
export function* cardsToTryAgain(
  book: string,
  { cache }: BookReading,
): Generator<[string, ListedCard]> {
  for (const { name, href, etag, reason } of cache.unread(book)) {
    if (reason === 'not-understood') continue;
    const isKnown = cache.etag(book, name) !== undefined;
    yield [name, { href, etag, isKnown, wasTooLong: reason === 'too-large' }];
  }
}
