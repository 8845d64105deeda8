/** What a read of an address book came to, without a server. */
import type { AddressBookReading } from '../../../electron/core/carddav/address-book.ts';
import type { Contact } from '../../../shared/contact/contact.ts';

/** A read that went well and found these contacts, each in a card of its own. */
export function readingOf(
  contacts: readonly Contact[],
  changes: Partial<AddressBookReading> = {},
): AddressBookReading {
  return {
    ...{ contacts: [...contacts], skipped: [], cards: contacts.length, precedence: [] },
    ...{ requests: 1, bytes: 1, followsChanges: true },
    ...{ unread: [], missed: 0, goneBooks: [], leftOut: [] },
    ...changes,
  };
}
