/** The user's address book as contacts: find the books, read every card, make contacts of them. */
import type { Contact, SkippedNumber } from '../../../shared/contact/contact.ts';
import { readContacts, withGroupCategories } from '../../../shared/contact/read.ts';
import { type AddressBook, discoverAddressBooks } from './discover.ts';
import { type CardResource, readBook } from './read-book.ts';
import { type DavCredentials, davTransport } from './transport.ts';

export interface AddressBookSource {
  readonly url: string;
  readonly credentials: DavCredentials;
  /** ISO 3166-1 alpha-2; reads numbers without a country code. */
  readonly defaultCountry: string | undefined;
}

export interface AddressBookReading {
  readonly contacts: readonly Contact[];
  readonly skipped: readonly SkippedNumber[];
  readonly cards: number;
  readonly requests: number;
  readonly bytes: number;
}

/**
 * Reads every book at the source, whole.
 *
 * @param onProgress told how many cards have arrived so far
 * @throws RolodialError with a `carddav-…` code; never a part of an address book
 */
export async function readAddressBook(
  source: AddressBookSource,
  signal: AbortSignal,
  onProgress: (cards: number) => void,
): Promise<AddressBookReading> {
  const transport = davTransport(source.credentials, signal);
  const books = await discoverAddressBooks(source.url, transport);
  let cards = 0;
  const resources: CardResource[] = [];
  for (const book of books) {
    const read = await readBook(book.url, transport, signal, (count) => onProgress(cards + count));
    cards += read.length;
    resources.push(...read);
  }
  return { ...toContacts(resources, source.defaultCountry), cards, ...transport.traffic };
}

/** The books at a source and how many cards each holds, to test what a person typed. */
export async function testAddressBook(
  source: Omit<AddressBookSource, 'defaultCountry'>,
  signal: AbortSignal,
): Promise<(AddressBook & { cards: number })[]> {
  const transport = davTransport(source.credentials, signal);
  const books = await discoverAddressBooks(source.url, transport);
  const counted = [];
  for (const book of books) {
    const read = await readBook(book.url, transport, signal, () => undefined);
    counted.push({ ...book, cards: read.length });
  }
  return counted;
}

function toContacts(
  resources: readonly CardResource[],
  defaultCountry: string | undefined,
): Pick<AddressBookReading, 'contacts' | 'skipped'> {
  const readings = resources.map((resource) => readContacts(resource, { defaultCountry }));
  const contacts = readings.flatMap((reading) => reading.contacts);
  const groups = readings.flatMap((reading) => reading.groups);
  return {
    contacts: withGroupCategories(contacts, groups),
    skipped: readings.flatMap((reading) => reading.skipped),
  };
}
