/** The contacts of one profile: the address book as it was last read, and how its items stand. */
import type { ContactRow } from '../../shared/contract/contract.ts';
import type { FailedItem } from '../../shared/contract/report.ts';
import { desiredItems } from '../../shared/roster/desired.ts';
import type { Profile } from '../../shared/settings/schema.ts';
import type { ParsedBook } from './carddav/parsed-cards.ts';
import type { ProfileRecords } from './groups/sharing.ts';
import { type ContactSnapshot, contactRows } from './sync/contact-rows.ts';
import { liveRoster } from './sync/prepare.ts';
import type { LiveRosterView } from './xmpp/session.ts';

export class ProfileContacts {
  readonly #profile: Profile;
  readonly #records: ProfileRecords;
  readonly #cachedBook: () => Promise<ParsedBook | null>;
  #read: ContactSnapshot | null = null;

  /** @param cachedBook what the last read left, without asking the server; null before the first */
  constructor(
    profile: Profile,
    records: ProfileRecords,
    cachedBook: () => Promise<ParsedBook | null>,
  ) {
    this.#profile = profile;
    this.#records = records;
    this.#cachedBook = cachedBook;
  }

  /** The address book was read. */
  read(snapshot: ContactSnapshot): void {
    this.#read = snapshot;
  }

  /** As they were last read, perhaps by a run of Rolodial before this one; null where they never were. */
  async last(): Promise<ContactSnapshot | null> {
    if (this.#read) return this.#read;
    const book = await this.#cachedBook();
    return book && { book, desired: desiredItems(book.contacts, this.#profile) };
  }

  /**
   * The rows of the Contacts page; none before the first read.
   * @param roster as it stands; undefined while nobody is logged in
   * @param failed what the last push could not do
   */
  async rows(
    roster: LiveRosterView | undefined,
    failed: readonly FailedItem[],
  ): Promise<ContactRow[]> {
    const snapshot = await this.last();
    if (!snapshot) return [];
    const entries = this.#records.ledger.entries();
    // Offline, the ledger is what was last known of our items.
    const live = roster
      ? liveRoster(roster, entries, this.#records.sharing)
      : {
          items: entries.map((entry) => ({ ...entry, subscription: 'none' })),
          shared: new Set<string>(),
        };
    return contactRows(snapshot, live, entries, this.#profile, failed);
  }
}
