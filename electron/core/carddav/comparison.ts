/** What the cache needs to be as the server lists a book: which cards to fetch, and which are gone. */
import type { Member } from './member-answers.ts';

/** A card by its address, without its text. */
export interface ListedCard {
  /** As the server wrote it. */
  readonly href: string;
  /** Opaque; empty where the server gives none, so that only the text tells whether it has changed. */
  readonly etag: string;
  /** The cache has had a card there, so whatever else comes from there now is doubtful. */
  readonly isKnown: boolean;
}

export interface Comparison {
  /** Takes what the server says of a card. */
  see(member: Member): void;
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
 * @param etags of the cache, by name; taken apart, so that 50,000 cards are not kept twice
 */
export function compareAll(etags: Map<string, string>): Comparison {
  const { changed, see } = compareChanges((name) => etags.get(name));
  return {
    changed,
    gone: () => etags.keys(),
    see(member) {
      see(member);
      if (!member.isGone) etags.delete(member.name);
    },
  };
}
