/** Which numbers get an item under which DID: by the kind of number, the contact's categories, its book. */
import type { Contact, PhoneNumber, SkipReason } from '../contact/contact.ts';

/** Empty and absent lists let everything through. Words and categories compare without regard to case. */
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
  if (holdsAny(types, skipTypes)) return 'type-excluded';
  if (onlyTypes.length > 0 && !holdsAny(types, onlyTypes)) return 'type-excluded';
  const categories = new Set(contact.categories.map(folded));
  if (holdsAny(categories, skipCategories)) return 'category-excluded';
  if (onlyCategories.length > 0 && !holdsAny(categories, onlyCategories))
    return 'category-excluded';
  const { books = [] } = filter;
  if (books.length > 0 && !books.includes(contact.book ?? '')) return 'book-excluded';
  return undefined;
}

/** "Work Fax" is "work fax", "work" and "fax". */
function typesOf(label: string): Set<string> {
  const whole = folded(label);
  return new Set([whole, ...whole.split(/\s+/u)].filter((type) => type !== ''));
}

function holdsAny(held: ReadonlySet<string>, wanted: readonly string[]): boolean {
  return wanted.some((each) => held.has(folded(each)));
}

function folded(text: string): string {
  return text.trim().toLowerCase();
}
