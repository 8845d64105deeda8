/**
 * Whether a client could have known from a lying server's answers that a book is not as it remembers it. Where it
 * could not, nobody blames it until its next full comparison.
 */
import type { Told } from '../../servers/lying-dav-answers.ts';

/** What the client remembered of a book before it asked. */
export interface Remembered {
  readonly token: string | null;
  readonly ctag: string | null;
  /** By names of cards, decoded. */
  readonly etags: ReadonlyMap<string, string>;
  /** ETags of cards that could not be read, by their names. */
  readonly unread: ReadonlyMap<string, string>;
}

type Etags = ReadonlyMap<string, string>;

/**
 * @param told of this book, in the order in which it was told
 * @param truth ETags by names, as they are
 * @param mustLook the client was asked to compare all, whatever the server says of changes
 */
export function couldKnow(
  told: readonly Told[],
  remembered: Remembered,
  truth: Etags,
  mustLook: boolean,
): boolean {
  if (told.length === 0) return true;
  // Who hears that nothing has changed may list all for another reason, to see whether a card is gone.
  if (!mustLook && told.some((each) => isOldNews(each, remembered))) {
    return isSame(lastTold(remembered), truth) && !isBlank(truth);
  }
  const asked = told.filter(({ what }) => what === 'changes' || what === 'all');
  if (asked.length === 0) return told.some((each) => isNews(each, remembered));
  return (
    told.some((each) => each.what === 'all' && shows(each.cards, remembered, truth)) ||
    changesShow(told, remembered, truth)
  );
}

/** Whether the tokens or CTags of a list of books say that something has changed. */
function isNews(each: Told, { token, ctag }: Remembered): boolean {
  if (each.what === 'token') return each.token !== token;
  if (each.what === 'ctag') return token === null && each.ctag !== ctag;
  return false;
}

function isOldNews(each: Told, { token, ctag }: Remembered): boolean {
  if (each.what === 'token') return token !== null && each.token === token;
  return each.what === 'ctag' && token === null && ctag !== null && each.ctag === ctag;
}

/** Whether a list of all cards is true, and not just the one that is remembered. */
function shows(cards: Etags, { etags, unread }: Remembered, truth: Etags): boolean {
  return isSame(cards, truth) && (isBlank(cards) || unread.size > 0 || !isSame(cards, etags));
}

/** Whether there are no ETags to tell one text from another. */
function isBlank(etags: Etags): boolean {
  return [...etags.values()].includes('');
}

/** What the server had told before, whether it could be read or not. */
function lastTold({ etags, unread }: Remembered): Map<string, string> {
  return new Map([...etags, ...unread]);
}

function changesShow(told: readonly Told[], remembered: Remembered, truth: Etags): boolean {
  const { etags } = remembered;
  let state = new Map<string, string>();
  let first = '';
  let named = 0;
  let unchanged = 0;
  for (const page of told) {
    if (page.what !== 'changes') continue;
    const isNext = told.some(
      (each) => each.what === 'changes' && each.hasMore && each.token === page.since,
    );
    if (!isNext) {
      state = page.since === '' ? new Map() : lastTold(remembered);
      first = page.since;
      named = 0;
      unchanged = 0;
    }
    for (const [name, etag] of page.cards) {
      named += 1;
      if (etag !== null && etag !== '' && etags.get(name) === etag) unchanged += 1;
      if (etag === null) state.delete(name);
      else state.set(name, etag);
    }
    if (page.hasMore) continue;
    if (isSame(state, truth)) return true;
    if (first === '') continue;
    // These answers smell: a new token without any change, or most of what is known told again.
    if (named === 0 && page.token !== first) return true;
    if (unchanged > etags.size / 2) return true;
  }
  return false;
}

function isSame(one: Etags, other: Etags): boolean {
  return one.size === other.size && [...one].every(([name, etag]) => other.get(name) === etag);
}
