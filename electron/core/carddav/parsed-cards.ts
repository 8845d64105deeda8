/**
 * The contacts of the cached cards. Each card is parsed once for as long as the program runs: 10,000 take a
 * quarter of a second.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Contact, SkippedNumber } from '../../../shared/contact/contact.ts';
import type { ContactGroup } from '../../../shared/contact/group.ts';
import { withGroupCategories } from '../../../shared/contact/group.ts';
import { readContacts } from '../../../shared/contact/read.ts';
import type { CardCache, CardInBook } from '../store/card-cache.ts';

/** How the texts are read. */
type ParsingOptions = NonNullable<Parameters<typeof readContacts>[1]>;

/** Nearly always one contact, and then nothing else is kept, as there may be 50,000 cards. */
type ParsedCard = Contact | Omit<ReturnType<typeof readContacts>, 'problems'>;

/** The contacts of all cards. */
export interface ParsedBook {
  readonly contacts: readonly Contact[];
  readonly skipped: readonly SkippedNumber[];
  readonly cards: number;
}

export interface ParsedCards {
  /** Parses the cards of the cache that are not parsed yet. */
  parse(options: ParsingOptions): Promise<ParsedBook>;
}

/** So many are parsed at a time, in about 5 ms; then the window and the network get a turn. */
const sliceSize = 250;

/** For each open cache. */
const parsedCaches = new WeakMap<CardCache, ParsedCards>();

export function parsedCards(cache: CardCache): ParsedCards {
  const cards = parsedCaches.get(cache) ?? createParsedCards(cache);
  parsedCaches.set(cache, cards);
  return cards;
}

function createParsedCards(cache: CardCache): ParsedCards {
  /** By the card's id, which stands for one text. */
  let parsed = new Map<number, ParsedCard>();
  let parsedWith = '';
  let result: { readonly key: string; readonly book: ParsedBook } | undefined;

  return {
    async parse(options) {
      const optionsKey = JSON.stringify(options);
      const key = cache.version() + optionsKey;
      if (key === result?.key) return result.book;
      if (optionsKey !== parsedWith) parsed = new Map();
      parsedWith = optionsKey;
      const cards = parsed;
      const ids = cache.cardIds();
      const fresh = ids.filter((id) => !cards.has(id));
      for (let start = 0; start < fresh.length; start += sliceSize) {
        for (const card of cache.cards(fresh.slice(start, start + sliceSize))) {
          cards.set(card.id, parseCard(card, options));
        }
        await nextTurn();
      }
      const current = new Set(ids);
      for (const id of cards.keys()) if (!current.has(id)) cards.delete(id);
      result = { key, book: combine(ids.flatMap((id) => cards.get(id) ?? [])) };
      return result.book;
    },
  };
}

function parseCard(card: CardInBook, options: ParsingOptions): ParsedCard {
  const { contacts: read, groups, skipped } = readContacts(card, options);
  const contacts = read.map((contact) => ({ ...detached(contact), book: card.book }));
  const [contact] = contacts;
  const isAll = contacts.length === 1 && groups.length === 0 && skipped.length === 0;
  return contact && isAll ? contact : { contacts, groups, skipped };
}

/** A copy of its own: V8 keeps the whole text of a card for every part of it, 20 MB with 50,000 cards. */
function detached(contact: Contact): Contact {
  return JSON.parse(JSON.stringify(contact));
}

function combine(cards: Iterable<ParsedCard>): ParsedBook {
  const contacts: Contact[] = [];
  const groups: ContactGroup[] = [];
  const skipped: SkippedNumber[] = [];
  let count = 0;
  for (const card of cards) {
    count += 1;
    if (!('contacts' in card)) {
      contacts.push(card);
      continue;
    }
    for (const contact of card.contacts) contacts.push(contact);
    for (const group of card.groups) groups.push(group);
    for (const each of card.skipped) skipped.push(each);
  }
  return { contacts: withGroupCategories(contacts, groups), skipped, cards: count };
}
