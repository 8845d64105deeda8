/** Which numbers get an item under which DID: by the kind of number, the contact's categories, its book. */
import type { Contact, PhoneNumber, SkipReason } from '../contact/contact.ts';
import { kindOf } from '../contact/label.ts';

/**
 * Empty and absent lists let everything through. Words and categories compare without regard to case, and
 * a "mobile" is a "cell", whichever of the two the card or the person says.
 */
export interface Filter {
  /** Only numbers whose label is, or holds, one of these words. */
  readonly onlyTypes?: readonly string[] | undefined;
  /** No numbers whose label is, or holds, one of these words. */
  readonly skipTypes?: readonly string[] | undefined;
  /** Only contacts in one of these categories. */
  readonly onlyCategories?: readonly string[] | undefined;
  /** No contacts in one of these categories. */
  readonly skipCategories?: readonly string[] | undefined;
  /** Only contacts of these address books, by URL. */
  readonly books?: readonly string[] | undefined;
}

/** Why the filter leaves a number out, or `undefined` where it lets it through. */
export function exclusionOf(
  contact: Contact,
  number: PhoneNumber,
  filter: Filter,
): SkipReason | undefined {
  const { onlyTypes = [], skipTypes = [], onlyCategories = [], skipCategories = [] } = filter;
  const types = typesOf(number.label);
  if (holdsAny(types, skipTypes.map(kindsOf))) return 'type-excluded';
  if (onlyTypes.length > 0 && !holdsAny(types, onlyTypes.map(kindsOf))) return 'type-excluded';
  const categories = new Set(contact.categories.map(folded));
  if (holdsAny(categories, skipCategories.map(folded))) return 'category-excluded';
  if (onlyCategories.length > 0 && !holdsAny(categories, onlyCategories.map(folded))) {
    return 'category-excluded';
  }
  const { books = [] } = filter;
  if (books.length > 0 && !isOneOf(contact.book ?? '', books)) return 'book-excluded';
  return undefined;
}

/** "Work Fax" is "work fax", "work" and "fax"; "Mobile" is "cell". */
function typesOf(label: string): Set<string> {
  const words = kindsOf(label).split(' ');
  return new Set([words.join(' '), ...words].filter((type) => type !== ''));
}

/** Each word by its own name: "Work Mobile" is "work cell". */
function kindsOf(label: string): string {
  return label.trim().split(/\s+/u).map(kindOf).join(' ');
}

function holdsAny(held: ReadonlySet<string>, wanted: readonly string[]): boolean {
  return wanted.some((each) => held.has(each));
}

function folded(text: string): string {
  return text.trim().toLowerCase();
}

/** However the address is written: people leave out the last slash, and servers encode more than they must. */
function isOneOf(book: string, books: readonly string[]): boolean {
  if (books.includes(book)) return true;
  const place = placeOf(book);
  return books.some((each) => placeOf(each) === place);
}

function placeOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { host, pathname } = new URL(url);
  try {
    return host + decodeURIComponent(pathname).replace(/\/$/, '');
  } catch {
    return url;
  }
}
