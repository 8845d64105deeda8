/** A book of thirty people on the mock of dav-faults.ts, read through the product's own reader into a cache. */
import {
  type AddressBookReading,
  readAddressBook,
} from '../../../electron/core/carddav/address-book.ts';
import type { DavCredentials } from '../../../electron/core/carddav/authentication.ts';
import { type CardCache, cardCache } from '../../../electron/core/store/card-cache.ts';
import { openDatabase } from '../../../electron/core/store/database.ts';
import type { RolodialError } from '../../../shared/errors.ts';
import { type FaultyServer, startFaultyServer } from '../../servers/dav-faults.ts';
import { type Login, noLogin } from '../../servers/dav-faults-login.ts';
import { temporaryFolder } from '../../servers/temporary-folders.ts';
import { card, people } from '../contact/cards.ts';
import { unhurried } from './test-client.ts';

export interface FaultyReading {
  readonly server: FaultyServer;
  /** How one logs in from now on; at first not at all. */
  login: Login;
  /** Names of the contacts after one read of the book, by their numbers. */
  read(credentials?: DavCredentials, signal?: AbortSignal): Promise<string[]>;
  /** What the last read could not take in: the card, and whether its last known text is in force. */
  unread(): (readonly [string, boolean])[];
  /** What the read must fail with. */
  failure(signal?: AbortSignal): Promise<RolodialError>;
  /** All that the cache holds, byte for byte. */
  held(): unknown;
  /** Something new, something changed, something gone. */
  change(): void;
  /** As if Rolodial had never read anything. */
  forget(): Promise<void>;
  close(): Promise<void>;
}

const john: DavCredentials = { username: 'john', password: 'Pass wörd €' };

export async function faultyReading(): Promise<FaultyReading> {
  let login: Login = noLogin;
  const server = await startFaultyServer({ login: (request) => login(request) });
  for (const [name, text] of people(30)) server.book.put(name, text);
  let store = openStore();
  let unread: AddressBookReading['unread'] = [];

  async function read(
    credentials: DavCredentials = john,
    signal: AbortSignal = AbortSignal.timeout(60_000),
  ): Promise<string[]> {
    const source = { url: server.bookUrl, books: [], username: 'john', credentials };
    const asked = { ...source, defaultCountry: 'CA' };
    const reading = await readAddressBook(asked, store.cache, signal, () => undefined, unhurried);
    unread = reading.unread;
    return namesOf(reading);
  }

  return {
    server,
    get login() {
      return login;
    },
    set login(wanted) {
      login = wanted;
    },
    read,
    unread: () =>
      unread.map(({ card: url = '', isKnown }) => [url.slice(server.bookUrl.length), isKnown]),
    async failure(signal) {
      return await read(john, signal).then(
        (names) => {
          throw new Error(`it was read: ${names.length} contacts`);
        },
        (error: RolodialError) => error,
      );
    },
    held() {
      const texts = store.cache.cards(store.cache.cardIds());
      return { texts, books: store.cache.books({ address: server.bookUrl, username: 'john' }) };
    },
    change() {
      server.book.put('new.vcf', card('new', 'Person 99', '+16135559999'));
      server.book.put('person-1.vcf', card('person-1', 'Person 77', '+16135550001'));
      server.book.delete('person-2.vcf');
    },
    async forget() {
      await store.close();
      store = openStore();
    },
    async close() {
      await Promise.all([store.close(), server.stop()]);
    },
  };
}

function openStore(): { readonly cache: CardCache; close(): Promise<void> } {
  const folder = temporaryFolder('faults');
  const database = openDatabase(folder.path, 'john');
  return {
    cache: cardCache(database),
    async close() {
      database.close();
      await folder.remove();
    },
  };
}

const namesOf = ({ contacts }: AddressBookReading) =>
  contacts.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));

export const named = (...numbers: number[]) => numbers.map((number) => `Person ${number}`);

/** The book as it is at first. */
export const firstThirty = named(...Array.from({ length: 30 }, (_, index) => index));

/** The book after `change`. */
export const changedBook = [
  ...firstThirty.filter((name) => !/^Person [12]$/.test(name)),
  ...named(77, 99),
];
