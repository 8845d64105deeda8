/** The cache compared with what the server says of a book: which cards to fetch, and which are gone. */

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
  /** It was too long last time: asked for alone, where its length may be told before its text. */
  readonly wasTooLong?: boolean;
}

export interface Comparison {
  /** To be called for each card that the server names. */
  see(card: CardState): void;
  /** Cards to fetch, by name. */
  readonly changed: ReadonlyMap<string, ListedCard>;
  /** Names of cards that are not there any more. */
  gone(): ReadonlySet<string>;
}

export interface ChangesComparison extends Comparison {
  /** How many of the cards to fetch have the ETag that is known. */
  unchanged(): number;
}

/**
 * For a list of changes: what it does not mention is as it was. What it mentions is fetched, also where the
 * ETag is the known one: SOGo 5.8 gives it again to a card that was deleted and put anew.
 */
export function compareChanges(etagOf: (name: string) => string | undefined): ChangesComparison {
  const changed = new Map<string, ListedCard>();
  const gone = new Set<string>();
  const unchanged = new Set<string>();
  return {
    changed,
    gone: () => gone,
    unchanged: () => unchanged.size,
    see({ name, href, etag, isGone }) {
      changed.delete(name);
      gone.delete(name);
      unchanged.delete(name);
      if (isGone) {
        gone.add(name);
        return;
      }
      const known = etagOf(name);
      changed.set(name, { href, etag, isKnown: known !== undefined });
      if (known !== undefined && known === etag) unchanged.add(name);
    },
  };
}

/**
 * For a list of all cards: what it does not mention is gone.
 *
 * @param etags of the cache, by name; what is left in it is gone
 * @param isTelling whether an equal ETag tells that the card is the same
 */
export function compareAll(
  etags: Map<string, string>,
  isTelling: (etag: string) => boolean = () => true,
): Comparison {
  const changed = new Map<string, ListedCard>();
  const there = new Map<string, string>();
  return {
    changed,
    gone: () => new Set(etags.keys()),
    see({ name, href, etag, isGone }) {
      // Of two answers about one card the latter holds, as pages follow each other in time.
      const known = etags.get(name) ?? there.get(name);
      const [from, to] = isGone ? [there, etags] : [etags, there];
      changed.delete(name);
      if (known !== undefined) {
        from.delete(name);
        to.set(name, known);
      }
      if (isGone || (etag !== '' && etag === known && isTelling(etag))) return;
      changed.set(name, { href, etag, isKnown: known !== undefined });
    },
  };
}

/** SOGo 5.8 counts the versions of each card (`"gcs00000003"`), and begins anew with a card of the same name. */
const counter = /^(?:W\/)?"?(?:gcs)?\d{1,8}"?$/;

/** Whether ETags of a book name one text each. Those that count, or that several cards share, do not. */
export function tellingEtags(etags: ReadonlyMap<string, string>): (etag: string) => boolean {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const etag of etags.values()) {
    if (seen.has(etag)) repeated.add(etag);
    seen.add(etag);
  }
  return (etag) => !counter.test(etag) && !repeated.has(etag);
}
