/** The product in a history: its own reading, planning, guard, ledger and pushing, over a made-up roster. */
import {
  type AddressBookReading,
  readAddressBook,
} from '../../../electron/core/carddav/address-book.ts';
import type { CardCache } from '../../../electron/core/store/card-cache.ts';
import { openRecords, type Records } from '../../../electron/core/store/records.ts';
import type { SyncContext } from '../../../electron/core/sync/context.ts';
import { runSync } from '../../../electron/core/sync/run.ts';
import type { SyncReport } from '../../../shared/contract/report.ts';
import { john } from '../carddav/test-client.ts';
import { FakeAccount } from './fake-account.ts';
import type { Remembered } from './history-knowledge.ts';

/** What a reading tells of what it could not read. */
export interface Unread {
  readonly book: string;
  readonly name: string;
  readonly card?: string;
  readonly isKnown: boolean;
}

/** A book in the client's memory. */
export interface CachedState extends Remembered {
  readonly texts: ReadonlySet<string>;
}

type ReadBook = (
  source: Parameters<typeof readAddressBook>[0],
  cache: CardCache,
  signal: AbortSignal,
  onProgress: (cards: number) => void,
  options: { full: boolean; now: () => number },
) => Promise<AddressBookReading & { readonly unread?: readonly Unread[] }>;

const readBook: ReadBook = readAddressBook;

export class HistoryClient {
  readonly account = new FakeAccount({ guard: { share: 0.4, count: 4 } });
  /** Milliseconds since 1970. */
  now = Date.UTC(2026, 10, 1);
  /** Asks for a full comparison. */
  full = false;
  /** JIDs that were removed or given back since this was emptied. */
  readonly taken: string[] = [];
  /** The first reading of the last sync: the one that its plan was made of. */
  reading: Awaited<ReturnType<ReadBook>> | undefined;
  readonly #url: string;
  #records: Records;

  constructor(url: string) {
    this.#url = url;
    this.#records = this.#open();
    const { items } = this.account.server;
    this.account.onRosterSet = ({ jid, apply }) => {
      const before = items.get(jid)?.name;
      apply();
      const after = items.get(jid)?.name;
      if (before !== undefined && (after === undefined || isOwn(after))) this.taken.push(jid);
      return { ok: true };
    };
  }

  /** The user makes an item in another client. */
  addOwnItem(jid: string): void {
    this.account.server.set(jid, { name: ownName, groups: ['Friends'] });
  }

  async sync(guard: 'ask' | 'keep' | ReadonlySet<string>): Promise<SyncReport> {
    this.reading = undefined;
    const { context } = this.account;
    const book: SyncContext['book'] = {
      read: (signal, onProgress) => this.#read(signal, onProgress),
    };
    const signal = AbortSignal.timeout(60_000);
    return (await runSync({ ...context, records: this.#records, book }, { guard }, signal)).report;
  }

  /** The program ends, and another one begins with what is written down. */
  restart(): void {
    this.#records.close();
    this.#records = this.#open();
  }

  async close(): Promise<void> {
    this.#records.close();
    await this.account.close();
  }

  #open(): Records {
    return openRecords(this.account.context.dataFolder, this.account.profile);
  }

  async #read(signal: AbortSignal, onProgress: (cards: number) => void) {
    const source = {
      ...{ url: this.#url, books: [], username: 'john' },
      ...{ credentials: john, defaultCountry: 'CA' },
    };
    const options = { full: this.full, now: () => this.now };
    const { cards } = this.#records;
    const reading = await readBook(source, cards, signal, onProgress, options);
    this.reading ??= reading;
    return reading;
  }

  /** What the client remembers of each book, by its path. */
  memory(): Map<string, CachedState> {
    const { cards } = this.#records;
    const books = cards.books({ address: this.#url, username: 'john' });
    const texts = cards.cards(cards.cardIds());
    return new Map(
      books.map(({ url, syncToken, ctag }) => {
        const etags = [...cards.etags(url)].map(([name, etag]) => [decoded(name), etag] as const);
        const own = texts.filter(({ book }) => book === url).map(({ text }) => text);
        const state = { token: syncToken, ctag, etags: new Map(etags), texts: new Set(own) };
        return [new URL(url).pathname, state];
      }),
    );
  }
}

/** The name of an item that the user has made. */
const ownName = 'Mine';
export const isOwn = (name: string) => name === ownName;

export function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
