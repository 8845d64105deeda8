/** Made-up address books for the double, and what a sync could not read of them. */
import type { CommandOutput } from '../../../shared/contract/contract.ts';
import type { SyncReport } from '../../../shared/contract/report.ts';
import { type Unread, unreadReasons } from '../../../shared/contract/unread.ts';

type TestedBook = CommandOutput<'testAddressBook'>['books'][number];

const home = 'https://cloud.example.com/dav/john/';

/** What a test of the address book finds: two of the user's, and one that the server makes itself. */
export function sampleBooks(origin: string): TestedBook[] {
  const book = (name: string, path: string, cards: number, isMadeByServer = false) => ({
    ...{ name, url: `${origin}/dav/john/${path}/`, cards, isMadeByServer },
  });
  return [
    book('Contacts', 'contacts', 214),
    book('Famille', 'famille', 31),
    book('Accounts', 'z-server-generated--system', 1_250, true),
  ];
}

/** Cards that could not be read, of each kind in turn. */
export function sampleUnreadCards(count: number, isKnown = true): Unread[] {
  const reasons = unreadReasons.filter((reason) => reason !== 'gone');
  return Array.from({ length: count }, (_, index) => ({
    ...{ book: `${home}contacts/`, name: 'Contacts', isKnown },
    card: `${home}contacts/${names[index % names.length]}-${index}.vcf`,
    reason: reasons[index % reasons.length] ?? 'empty',
  }));
}

const names = ['zo%C3%AB-tremblay', 'bob', '0F7A2B66-91D2-4E0B-9D57-5A3C3A1E7F10', 'am%26per'];

/** A book that could not be read. */
export function sampleUnreadBook(reason: Unread['reason'], isKnown: boolean): Unread {
  return { book: `${home}famille/`, name: 'Famille', reason, isKnown };
}

/** What the report of a sync says where a book is gone that wanted these items. */
export function sampleAbsence(
  jids: readonly string[],
  owned: number,
  name = 'Famille',
): Pick<SyncReport, 'unread' | 'absentBooks'> {
  const gone = { ...sampleUnreadBook('gone', true), name };
  const books = [{ url: gone.book, name: gone.name }];
  return { unread: [gone], absentBooks: { books, jids: [...jids], owned } };
}
