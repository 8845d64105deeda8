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

/** Why a number is left out, or `undefined` where it is let through. */
export type Exclusion = (contact: Contact, number: PhoneNumber) => SkipReason | undefined;

/** Prepares a filter for many numbers. */
export function exclusionBy(filter: Filter): Exclusion {
  const { books = [] } = filter;
  const skipTypes = (filter.skipTypes ?? []).map(kindsOf);
  const onlyTypes = (filter.onlyTypes ?? []).map(kindsOf);
  const skipCategories = (filter.skipCategories ?? []).map(folded);
  const onlyCategories = (filter.onlyCategories ?? []).map(folded);
  const asksForTypes = skipTypes.length + onlyTypes.length > 0;
  const asksForCategories = skipCategories.length + onlyCategories.length > 0;
  /** An address book has thousands of numbers, and a few labels. */
  const known = new Map<string, boolean>();

  function isTypeExcluded(label: string): boolean {
    const types = typesOf(label);
    return holdsAny(types, skipTypes) || (onlyTypes.length > 0 && !holdsAny(types, onlyTypes));
  }

  function isCategoryExcluded(contact: Contact): boolean {
    const categories = new Set(contact.categories.map(folded));
    if (holdsAny(categories, skipCategories)) return true;
    return onlyCategories.length > 0 && !holdsAny(categories, onlyCategories);
  }

  return (contact, { label }) => {
    if (asksForTypes) {
      let excluded = known.get(label);
      if (excluded === undefined) {
        excluded = isTypeExcluded(label);
        known.set(label, excluded);
      }
      if (excluded) return 'type-excluded';
    }
    if (asksForCategories && isCategoryExcluded(contact)) return 'category-excluded';
    if (books.length > 0 && !isOneOf(contact.book ?? '', books)) return 'book-excluded';
    return undefined;
  };
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
