/** Decides which numbers get an item under which DID, by their kind and the contact's categories and book. */
import type { Contact, PhoneNumber, SkipReason } from '../contact/contact.ts';
import { kindOf } from '../contact/label.ts';
import { bookKey } from '../settings/book-address.ts';

/**
 * Empty and absent lists let everything through. Words and categories compare without regard to case, and
 * a "mobile" is a "cell", whichever of the two the card or the person says. A number with a label of its own
 * ("Office") is also what its types call it ("work fax").
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
  const books = new Set((filter.books ?? []).map(bookKey));
  const skipTypes = (filter.skipTypes ?? []).map(kindsOf);
  const onlyTypes = (filter.onlyTypes ?? []).map(kindsOf);
  const skipCategories = (filter.skipCategories ?? []).map(folded);
  const onlyCategories = (filter.onlyCategories ?? []).map(folded);
  const asksForTypes = skipTypes.length + onlyTypes.length > 0;
  const asksForCategories = skipCategories.length + onlyCategories.length > 0;
  // An address book has thousands of numbers, few labels, and lies in few books.
  const isExcludedType = new Map<string, boolean>();
  const isChosenBook = new Map<string, boolean>();

  function isTypeExcluded(labels: string): boolean {
    const types = new Set(labels.split('\n').flatMap(typesOf));
    return holdsAny(types, skipTypes) || (onlyTypes.length > 0 && !holdsAny(types, onlyTypes));
  }

  function isCategoryExcluded(contact: Contact): boolean {
    const categories = new Set(contact.categories.map(folded));
    if (holdsAny(categories, skipCategories)) return true;
    return onlyCategories.length > 0 && !holdsAny(categories, onlyCategories);
  }

  return (contact, { label, kind }) => {
    // A label is on one line.
    const labels = kind === undefined ? label : `${label}\n${kind}`;
    if (asksForTypes && remembered(isExcludedType, labels, isTypeExcluded)) return 'type-excluded';
    if (asksForCategories && isCategoryExcluded(contact)) return 'category-excluded';
    const isChosen = (book: string) => books.has(bookKey(book));
    if (books.size > 0 && !remembered(isChosenBook, contact.book ?? '', isChosen)) {
      return 'book-excluded';
    }
    return undefined;
  };
}

function remembered(
  answers: Map<string, boolean>,
  key: string,
  work: (key: string) => boolean,
): boolean {
  const answer = answers.get(key) ?? work(key);
  answers.set(key, answer);
  return answer;
}

/** "Work Fax" is "work fax", "work" and "fax", and so is "Work/Fax"; "Mobile" is "cell". */
function typesOf(label: string): string[] {
  const whole = kindsOf(label);
  const words = label.split(/[^\p{L}\p{N}]+/u).map(kindOf);
  return [whole, ...whole.split(' '), words.join(' ').trim(), ...words].filter(
    (type) => type !== '',
  );
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
