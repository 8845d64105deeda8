/** A person from an address book, and what could not be used of it. */

/** A phone number in E.164: `+` and 7 to 15 digits. */
export type E164 = `+${string}`;

/** Checks only the form, since gateways use numbers outside every numbering plan. */
export function isE164(text: string): text is E164 {
  return /^\+[0-9]{7,15}$/.test(text);
}

export interface PhoneNumber {
  readonly number: E164;
  /** What kind of number it is ("cell", "work fax", a custom label as written), or empty. */
  readonly label: string;
  /** What its types call it ("work fax") where its own label says something else ("Office"). */
  readonly kind?: string;
  /** As written on the card. */
  readonly raw: string;
  /** Digits to dial after the connection; a roster item cannot hold them. */
  readonly extension?: string;
}

export interface Contact {
  /** UID of the card (RFC 6350 §6.7.6); the resource's href where the card has none. */
  readonly uid: string;
  /** FN, else built from N, ORG, NICKNAME, EMAIL, or the preferred number; of each the one that the card prefers. */
  readonly name: string;
  readonly given: string;
  readonly family: string;
  readonly nickname: string;
  readonly organization: string;
  /** CATEGORIES, each once, the preferred ones first. */
  readonly categories: readonly string[];
  /** URL of the address book that holds the card, where it is known. */
  readonly book?: string;
  /** Each number once, in the card's order. */
  readonly numbers: readonly PhoneNumber[];
}

export const skipReasons = [
  /** No number in it, or characters that no number has. */
  'not-a-number',
  'too-short',
  'too-long',
  /** Digits, but no number of the country that they belong to. */
  'invalid-for-country',
  /** No country code, and no default country to read it by. */
  'no-country',
  /** Its label is one that the settings leave out. */
  'type-excluded',
  /** Its contact is in a category that the settings leave out, or in none that they want. */
  'category-excluded',
  /** Its contact is in an address book that none of the user's numbers takes. */
  'book-excluded',
  /** It is one of the user's own numbers. */
  'own-number',
  /** The card itself could not be read. */
  'unreadable-card',
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** A number that gets no roster item, with what a person needs to find and correct it. */
export interface SkippedNumber {
  /** Name of the contact, or the card's href where it has none. */
  readonly card: string;
  /** As written on the card. */
  readonly raw: string;
  readonly reason: SkipReason;
}
