/** What a sync or an undo is given, and the options of a sync. */
import type { SyncProgress } from '../../../shared/contract/state.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import type { AddressBookReading } from '../carddav/address-book.ts';
import type { Sharing } from '../groups/sharing.ts';
import type { Clock, OnWaiting } from '../http/retry.ts';
import type { Records } from '../store/records.ts';
import type { Session } from '../xmpp/session.ts';
import type { Choice } from './choice.ts';

export interface SyncContext {
  readonly profile: Profile;
  readonly records: Records;
  /** Tells the server's items from the user's. */
  readonly sharing: Sharing;
  readonly account: RosterAccount;
  readonly book: AddressBookSource;
  /** Where the databases are kept, and the profile's lock. */
  readonly dataFolder: string;
  /** Told how far it has come. */
  readonly onProgress: (progress: SyncProgress) => void;
  /** By which servers are waited for; the system's, but in tests. */
  readonly clock?: Clock | undefined;
}

/** Who keeps the roster that a sync changes. */
export interface RosterAccount {
  /**
   * The session, logging in first if there is none.
   * @throws RolodialError of the login
   */
  open(): Promise<Session>;
  /** Whether roster sets may be sent: not again and again where an outside service keeps the roster. */
  mayPush(session: Session): boolean;
}

export interface BookReadOptions {
  /** Compare all cards with what is known, whatever the server says of changes. */
  readonly full?: boolean;
  /** Told of a server that is waited for. */
  readonly onWaiting?: OnWaiting | undefined;
}

export interface AddressBookSource {
  /**
   * Reads the address book from its server.
   * @param onProgress told how many cards have been read
   * @throws RolodialError of the server, or `cancelled`
   */
  read(
    signal: AbortSignal,
    onProgress: (cards: number) => void,
    options: BookReadOptions,
  ): Promise<AddressBookReading>;
}

/** Which changes a sync makes, and whether a person asked for it. */
export interface SyncOptions extends Choice {
  /** It runs by the schedule: what the server has refused for good is left alone until it changes. */
  readonly bySchedule?: boolean;
  /** Compare all cards with what is known, whatever the server says of changes. */
  readonly full?: boolean;
  /** URLs of books that are not there any more and whose contacts stay, without another question. */
  readonly keepsAbsentBooks?: ReadonlySet<string> | 'all';
}
