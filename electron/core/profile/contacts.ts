/** The contacts of one profile: the address book as it was last read, and how its items stand. */
import type { ContactRow } from '../../../shared/contract/contract.ts';
import type { FailedItem } from '../../../shared/contract/report.ts';
import { desiredItems } from '../../../shared/roster/desired.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import type { KnownAddressBook } from '../carddav/address-book.ts';
import type { Sharing } from '../groups/sharing.ts';
import type { Records } from '../store/records.ts';
import { type ContactSnapshot, contactRows } from '../sync/contact-rows.ts';
import { liveRoster } from '../sync/prepare.ts';
import type { LiveRosterView } from '../xmpp/session.ts';
import { effectsOf } from './settings-change.ts';

interface ContactsOptions {
  /** The settings in force. */
  readonly profile: () => Profile;
  readonly records: Records;
  readonly sharing: Sharing;
  /** What the last read left, without asking the server; null before the first. */
  readonly cachedBook: () => Promise<KnownAddressBook | null>;
}

export class Contacts {
  readonly #options: ContactsOptions;
  #read: ContactSnapshot | null = null;

  constructor(options: ContactsOptions) {
    this.#options = options;
  }

  /**
   * The address book was read.
   * @param settings what is wanted of it was computed with these
   */
  read(snapshot: ContactSnapshot, settings: Profile): void {
    const isOutdated = effectsOf(settings, this.#options.profile()).has('wanted');
    this.#read = isOutdated ? null : snapshot;
  }

  /** Something else is wanted of the same cards. */
  settingsChanged(): void {
    this.#read = null;
  }

  /** As they were last read, perhaps by a run of Rolodial before this one; null where they never were. */
  async last(): Promise<ContactSnapshot | null> {
    if (this.#read) return this.#read;
    const book = await this.#options.cachedBook();
    if (!book) return null;
    const desired = desiredItems(book.contacts, this.#options.profile(), book.precedence);
    return { book, desired };
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
    const { profile, records, sharing } = this.#options;
    const entries = records.ledger.entries();
    // Offline, the ledger is what was last known of our items.
    const live = roster
      ? liveRoster(roster, entries, sharing)
      : {
          items: entries.map((entry) => ({ ...entry, subscription: 'none' })),
          shared: new Set<string>(),
        };
    return contactRows(snapshot, live, entries, profile(), failed);
  }
}
