/**
 * Reads a card resource of an address book into contacts, and reports what could not be used.
 *
 * A resource should hold one card (RFC 6352 §5.1), but an export put into a book by hand holds many. It never
 * throws, so one bad card does not affect the others.
 */
import type { Contact, SkippedNumber } from './contact.ts';
import { type ContactGroup, readGroup } from './group.ts';
import { cardNames } from './name.ts';
import { readTelephones } from './telephones.ts';
import { propertiesOf } from './vcard/preference.ts';
import { listOf, singleLine, textOf } from './vcard/text.ts';
import { type Card, type CardProblem, readCards } from './vcard.ts';

interface ResourceReading {
  readonly contacts: readonly Contact[];
  /** For `withGroupCategories`, once the whole book is read. */
  readonly groups: readonly ContactGroup[];
  readonly skipped: readonly SkippedNumber[];
  /** Faults of the text that did not cost a number. */
  readonly problems: readonly CardProblem[];
}

interface ReadingOptions {
  /** ISO 3166-1 alpha-2; reads numbers without a country code, which are refused where it is missing. */
  readonly defaultCountry?: string | undefined;
}

/** Long enough to recognise the text. */
const longestExcerpt = 80;

/**
 * Reads every card of a resource.
 *
 * Of several cards with one UID, the first with a name or a number counts. A group card is not a contact.
 *
 * @param resource its href on the server, which replaces a missing UID, and its text
 */
export function readContacts(
  resource: { readonly href: string; readonly text: string },
  options: ReadingOptions = {},
): ResourceReading {
  const { cards, problems } = readCards(resource.text);
  const contacts = new Map<string, Contact>();
  const groups: ContactGroup[] = [];
  const skipped: SkippedNumber[] = [];
  if (cards.length === 0) skipped.push(unreadable(resource));

  for (const [index, card] of cards.entries()) {
    if (card.properties.length === 0) {
      skipped.push(unreadable(resource));
      continue;
    }
    const group = readGroup(card);
    if (group !== undefined) {
      groups.push(group);
      continue;
    }
    const href = index === 0 ? resource.href : `${resource.href}#${index + 1}`;
    const uid = uidOf(card) || href;
    if (contacts.has(uid)) continue;
    const { name, ...names } = cardNames(card);
    const telephones = readTelephones(card, options.defaultCountry);
    for (const refused of telephones.refused) {
      skipped.push({ card: name || telephones.preferred || resource.href, ...refused });
    }
    if (name === '' && telephones.preferred === '') continue;
    contacts.set(uid, {
      uid,
      name: name || telephones.preferred,
      ...names,
      categories: categoriesOf(card),
      numbers: telephones.numbers,
    });
  }
  return { contacts: [...contacts.values()], groups, skipped, problems };
}

function unreadable({
  href,
  text,
}: {
  readonly href: string;
  readonly text: string;
}): SkippedNumber {
  const excerpt = text.slice(0, longestExcerpt).trim();
  return { card: href, raw: excerpt, reason: 'unreadable-card' };
}

function uidOf(card: Card): string {
  const property = card.properties.find(({ name }) => name === 'UID');
  return property === undefined ? '' : textOf(property);
}

function categoriesOf(card: Card): string[] {
  const properties = propertiesOf(card, 'CATEGORIES');
  return [...new Set(properties.flatMap((property) => listOf(property).map(singleLine)))];
}
