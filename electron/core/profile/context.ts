/** What everything that works for one profile is handed: its settings, its records, its account and its book. */
import type { Profile } from '../../../shared/settings/schema.ts';
import type { SecretSource } from '../../../shared/settings/secret.ts';
import type { Sharing } from '../groups/sharing.ts';
import type { Records } from '../store/records.ts';
import type { AddressBookSource } from '../sync/context.ts';
import type { Account } from './account.ts';
import type { Cancellation } from './cancellation.ts';
import type { Jobs } from './jobs.ts';

export interface ProfileContext {
  /** The settings now in force; whoever needs them to stay the same keeps what it has read. */
  readonly profile: Profile;
  readonly records: Records;
  /** Tells the server's items from the user's. */
  readonly sharing: Sharing;
  readonly account: Account;
  readonly book: AddressBookSource;
  /** What changes the roster, or must not run beside what does. */
  readonly jobs: Jobs;
  /** What the user waits for besides. */
  readonly questions: Cancellation;
  /** Where the databases are kept. */
  readonly dataFolder: string;
  /** Where relative paths of the settings begin. */
  readonly settingsFolder: string;
  /**
   * Reads a secret of the settings.
   * @param field names it in errors
   * @throws RolodialError `secret-unavailable`
   */
  secret(source: SecretSource, field: string): Promise<string>;
  log(line: string): void;
}
