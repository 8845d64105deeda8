/** Builds what a profile at work is made of, and hands each part what it needs. */
import type { RosterKind } from '../../../shared/contract/report.ts';
import type { RolodialError } from '../../../shared/errors.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import { ProfileGroups } from '../groups/profile-groups.ts';
import { SharedGroups } from '../groups/shared-groups.ts';
import { Sharing } from '../groups/sharing.ts';
import { ProfileRemote } from '../remote-roster/profile-remote.ts';
import { ServedProfile } from '../roster-service/served-profile.ts';
import { lockProfile } from '../store/lock.ts';
import { openRecords, type Records } from '../store/records.ts';
import { Account } from './account.ts';
import { Cancellation } from './cancellation.ts';
import { Contacts } from './contacts.ts';
import type { ProfileContext } from './context.ts';
import { Jobs } from './jobs.ts';
import type { Servers } from './servers.ts';
import type { ProfileEvent } from './state.ts';
import { SyncJobs } from './sync-jobs.ts';

/** What a profile needs of the program that runs it. */
export type ProfileHost = Pick<
  ProfileContext,
  'dataFolder' | 'settingsFolder' | 'secret' | 'log'
> & { readonly servers: Pick<Servers, 'login' | 'readBook' | 'cachedBook'> };

interface PartsOptions {
  /** The settings in force. */
  readonly profile: () => Profile;
  readonly host: ProfileHost;
  /** Told what happens, several events at once where they are one thing. */
  readonly happened: (...events: readonly ProfileEvent[]) => void;
  /** The connection has another status, with the reason where a login failed or a stream was lost. */
  readonly onConnection: (problem: RolodialError | null) => void;
  /** Who kept the roster at the last sync. */
  readonly lastKind: () => RosterKind | undefined;
}

/** For a whole address book: 50,000 cards on a slow server take minutes; what takes longer has stalled. */
const readLimitMs = 1_800_000;

export type ProfileParts = ReturnType<typeof profileParts>;

/** @throws RolodialError where the profile's database cannot be opened */
export function profileParts({ profile, host, happened, onConnection, lastKind }: PartsOptions) {
  const { servers, ...program } = host;
  const records = openRecords(host.dataFolder, profile());
  closeInterrupted(host.dataFolder, profile().id, records);
  const jobs = new Jobs();
  const questions = new Cancellation();
  const sharing = new Sharing(
    profile,
    records.evidence,
    () => profile().remoteRoster.serve || records.remoteRefusal.get() !== null,
  );
  const onGroups = () => happened({ event: 'groups' });
  const onRoster = () => happened({ event: 'contacts' }, { event: 'groups' });
  const { settingsFolder } = host;
  const shared = new SharedGroups({ profile, records, sharing, settingsFolder }, onGroups);
  const account = new Account(
    {
      ...{ profile, records, sharing, shared, questions, lastKind },
      login: (signal, listeners) => servers.login(profile().xmpp, signal, listeners),
    },
    { onConnection, onRoster, onGroups, onRosterKind: () => happened() },
  );
  const book: ProfileContext['book'] = {
    read: (signal, onProgress, onWaiting) => {
      const limited = AbortSignal.any([signal, AbortSignal.timeout(readLimitMs)]);
      return servers.readBook(profile(), records.cards, limited, onProgress, onWaiting);
    },
  };
  const context: ProfileContext = {
    ...program,
    ...{ records, sharing, account, book, jobs, questions },
    get profile() {
      return profile();
    },
  };
  const contacts = new Contacts({
    ...{ profile, records, sharing },
    cachedBook: () => servers.cachedBook(profile(), records.cards),
  });
  const remote = new ProfileRemote(context, contacts);
  const served = new ServedProfile(context, (signal) => remote.tellServer(signal), onRoster);
  return {
    ...{ records, sharing, jobs, questions, account, contacts, shared, remote, served },
    groups: new ProfileGroups(context, shared),
    syncs: new SyncJobs(context, served, contacts, happened),
  };
}

/** Where another process is at work, it is its own attempt that has no end yet. */
function closeInterrupted(dataFolder: string, profile: string, { attempts }: Records): void {
  try {
    const unlock = lockProfile(dataFolder, profile);
    attempts.closeInterrupted();
    unlock();
  } catch {
    // Busy; the next start looks again.
  }
}
