/** The cache compared with what the server lists of a book: which cards to fetch, and which are gone. */

/** What a server says of a card without its text. */
export interface CardState {
  /** Its name within the book, the same however the server writes the address. */
  readonly name: string;
  /** Its address as the server wrote it, for later requests. */
  readonly href: string;
  /** Opaque; empty where the server gives none. */
  readonly etag: string;
  /** The server says that it is not there (any more). */
  readonly isGone: boolean;
}

/** A card to fetch. */
export interface ListedCard {
  /** As the server wrote it. */
  readonly href: string;
  /** Opaque; empty where the server gives none, so that only the text tells whether the card has changed. */
  readonly etag: string;
  /** The cache holds a card of this address, so an answer without one is doubtful. */
  readonly isKnown: boolean;
}

export interface Comparison {
  /** To be called for each card that the server lists. */
  see(card: CardState): void;
  /** Cards that the cache does not have as they are now, by name. */
  readonly changed: ReadonlyMap<string, ListedCard>;
  /** Names of cards that are not there any more. */
  gone(): Iterable<string>;
}

/** For a list of changes: what it does not mention is as it was. */
export function compareChanges(etagOf: (name: string) => string | undefined): Comparison {
  const changed = new Map<string, ListedCard>();
  const gone = new Set<string>();
  return {
    changed,
    gone: () => gone,
    see({ name, href, etag, isGone }) {
      changed.delete(name);
      gone.delete(name);
      const known = etagOf(name);
      const isKnown = known !== undefined;
      if (isGone) gone.add(name);
      else if (etag === '' || etag !== known) changed.set(name, { href, etag, isKnown });
    },
  };
}

/**
 * For a list of all cards: what it does not mention is gone.
 *
 * @param etags of the cache, by name; emptied, so that 50,000 cards are not kept twice
 */
export function compareAll(etags: Map<string, string>): Comparison {
  const { changed, see } = compareChanges((name) => etags.get(name));
  return {
    changed,
    gone: () => etags.keys(),
    see(card) {
      see(card);
      if (!card.isGone) etags.delete(card.name);
    },
  };
}
