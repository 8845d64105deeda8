/** The product in a history: its own reading, planning, guard, ledger and pushing, over a made-up roster. */
import {
  type AddressBookReading,
  readAddressBook,
} from '../../../electron/core/carddav/address-book.ts';
import { openRecords, type Records } from '../../../electron/core/store/records.ts';
import type { SyncContext, SyncOptions } from '../../../electron/core/sync/context.ts';
import { runSync } from '../../../electron/core/sync/run.ts';
import type { SyncReport } from '../../../shared/contract/report.ts';
import type { Told } from '../../servers/lying-dav-answers.ts';
import { john } from '../carddav/test-client.ts';
import { FakeAccount } from './fake-account.ts';
import type { Remembered } from './history-knowledge.ts';

/** A book in the client's memory. */
export interface CachedState extends Remembered {
  readonly texts: ReadonlySet<string>;
  /** Texts by names, see {@link fullyDecoded}. */
  readonly cards: ReadonlyMap<string, string>;
}

interface FirstReading {
  readonly reading: AddressBookReading;
  readonly memory: ReadonlyMap<string, CachedState>;
  readonly told: readonly Told[];
}

export class HistoryClient {
  readonly account = new FakeAccount({ guard: { share: 0.4, count: 4 } });
  /** Milliseconds since 1970. */
  now = Date.UTC(2026, 10, 1);
  /** JIDs that were removed or given back since this was emptied. */
  readonly taken: string[] = [];
  /** JIDs of items that the user has made. */
  readonly ownItems = new Set<string>();
  /**
   * The first reading of the last sync, the one that its plan was made of, with what was remembered after it.
   * A first read of a book is followed by another one, of which the report says nothing.
   */
  first: FirstReading | undefined;
  readonly #url: string;
  readonly #told: readonly Told[];
  #records: Records;

  /** @param told what the server tells, as it tells it */
  constructor(url: string, told: readonly Told[]) {
    this.#url = url;
    this.#told = told;
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
    this.ownItems.add(jid);
    this.account.server.set(jid, { name: ownName, groups: ['Friends'] });
  }

  async sync(options: SyncOptions): Promise<SyncReport> {
    this.first = undefined;
    const context: SyncContext = {
      ...this.account.context,
      records: this.#records,
      book: {
        read: (signal, onProgress, { full = false }) => this.#read(signal, onProgress, full),
      },
    };
    return (await runSync(context, options, AbortSignal.timeout(60_000))).report;
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

  async #read(signal: AbortSignal, onProgress: (cards: number) => void, full: boolean) {
    const source = {
      ...{ url: this.#url, books: [], username: 'john' },
      ...{ credentials: john, defaultCountry: 'CA' },
    };
    const { cards } = this.#records;
    const options = { full, now: () => this.now };
    const reading = await readAddressBook(source, cards, signal, onProgress, options);
    this.first ??= { reading, memory: this.memory(), told: [...this.#told] };
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
        const unread = cards.unread(url).map(({ name, etag }) => [decoded(name), etag] as const);
        const own = new Map(
          texts
            .filter(({ book }) => book === url)
            .map(({ href, text }) => [fullyDecoded(lastPart(href)), withEnd(text)] as const),
        );
        const state: CachedState = {
          ...{ token: syncToken, ctag, etags: new Map(etags), unread: new Map(unread) },
          ...{ cards: own, texts: new Set(own.values()) },
        };
        return [new URL(url).pathname, state];
      }),
    );
  }
}

/** A card that was cut off when it was first read lacks nothing but its end. */
function withEnd(text: string): string {
  return text.includes('END:VCARD') ? text : `${text}END:VCARD\r\n`;
}

/** The name of an item that the user has made. */
const ownName = 'Mine';
export const isOwn = (name: string) => name === ownName;

const lastPart = (href: string) => href.slice(href.lastIndexOf('/') + 1);

/** A name however often it is encoded. */
export function fullyDecoded(name: string): string {
  const next = decoded(name);
  return next === name ? name : fullyDecoded(next);
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
