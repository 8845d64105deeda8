/** Reading the books of the mock server through the product's own reader, into a database of its own. */
import {
  type AddressBookReading,
  type ReadingOptions,
  readAddressBook,
} from '../../../electron/core/carddav/address-book.ts';
import { type CardCache, cardCache } from '../../../electron/core/store/card-cache.ts';
import { openDatabase } from '../../../electron/core/store/database.ts';
import { temporaryFolder } from '../../servers/temporary-folders.ts';
import { john, unhurried } from './test-client.ts';

export interface Reader {
  readonly cache: CardCache;
  /** How far the clock is ahead, in milliseconds. */
  ahead: number;
  /** One read of the address, with whatever `books` the settings choose. */
  read(
    url: string,
    books?: readonly string[],
    options?: Pick<ReadingOptions, 'full'>,
  ): Promise<AddressBookReading>;
  /** Forgets what was parsed, as a new start of the program does; the database stays. */
  restart(): void;
  close(): Promise<void>;
}

export function reader(): Reader {
  const folder = temporaryFolder('reading');
  let database = openDatabase(folder.path, 'john');
  let cache = cardCache(database);
  return {
    ahead: 0,
    get cache() {
      return cache;
    },
    async read(url, books = [], { full = false } = {}) {
      const source = { url, books, username: 'john', credentials: john, defaultCountry: 'CA' };
      const options = { full, now: () => Date.now() + this.ahead, ...unhurried };
      const signal = AbortSignal.timeout(60_000);
      return await readAddressBook(source, cache, signal, () => undefined, options);
    },
    restart() {
      database.close();
      database = openDatabase(folder.path, 'john');
      cache = cardCache(database);
    },
    async close() {
      database.close();
      await folder.remove();
    },
  };
}

/** Names of the contacts in alphabetical order. */
export function names({ contacts }: Pick<AddressBookReading, 'contacts'>): string[] {
  return contacts.map(({ name }) => name).toSorted();
}

/** A card of one person, as small as it can be. */
export function personCard(uid: string, name: string): string {
  return `BEGIN:VCARD\r\nVERSION:3.0\r\nUID:${uid}\r\nFN:${name}\r\nTEL:+16135550123\r\nEND:VCARD\r\n`;
}
