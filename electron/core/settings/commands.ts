/** The contract's commands that change settings, or try what a form holds before it is saved. */
import type { CommandHandlers } from '../../../shared/contract/contract.ts';
import type { GroupMark } from '../../../shared/roster/classify.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import type { Vault } from '../host.ts';
import type { Renewed } from '../profile/profiles.ts';
import type { Servers } from '../profile/servers.ts';
import { changedProfile, type SettingsChange, withoutProfile, withProfile } from './in-force.ts';
import { renewedSecrets, storeSecrets, storeServiceSecret } from './stored-secrets.ts';

type SettingsCommands = Pick<
  CommandHandlers,
  | 'saveProfile'
  | 'removeProfile'
  | 'setPaused'
  | 'markGroup'
  | 'setLanguage'
  | 'saveService'
  | 'testAccount'
  | 'testAddressBook'
>;

interface SettingsCommandsOptions {
  /** Changes the settings in force, and brings all that is at work in line with them. */
  readonly change: (
    change: SettingsChange,
    renewed?: { readonly profile?: Renewed; readonly service?: boolean },
  ) => Promise<void>;
  /** Goes on after a pause or an undo. */
  readonly release: (profile: string) => void;
  readonly vault: Vault;
  readonly servers: Pick<Servers, 'login' | 'testBook'>;
}

/** A person is waiting at the form. */
const testTimeoutMs = 60_000;

export function settingsCommands({
  change,
  release,
  vault,
  servers,
}: SettingsCommandsOptions): SettingsCommands {
  return {
    saveProfile: async (input) => {
      const profile = await storeSecrets(input, vault);
      await change(withProfile(profile), { profile: { id: input.id, ...renewedSecrets(input) } });
      return null;
    },
    removeProfile: async ({ profile }) => {
      await change(withoutProfile(profile));
      return null;
    },
    setPaused: async ({ profile, paused }) => {
      await change(changedProfile(profile, (standing) => ({ ...standing, paused })));
      if (!paused) release(profile);
      return null;
    },
    markGroup: async ({ profile, group, mark }) => {
      await change(changedProfile(profile, (standing) => markedGroup(standing, group, mark)));
      return null;
    },
    setLanguage: async ({ language }) => {
      await change((settings) => ({ ...settings, language }));
      return null;
    },
    saveService: async (input) => {
      const service = await storeServiceSecret(input, vault);
      const isRenewed = input.secret !== undefined && 'value' in input.secret;
      await change((settings) => ({ ...settings, service }), { service: isRenewed });
      return null;
    },
    testAccount: async (xmpp) => {
      const session = await servers.login(xmpp, AbortSignal.timeout(testTimeoutMs));
      try {
        await session.requestRoster();
        return { rosterItems: session.roster.items.length };
      } finally {
        await session.close();
      }
    },
    testAddressBook: async ({ carddav, ca }) => ({
      books: await servers.testBook(carddav, ca, AbortSignal.timeout(testTimeoutMs)),
    }),
  };
}

/** The profile with the user's word on a group; null takes it back. */
function markedGroup(profile: Profile, group: string, mark: GroupMark | null): Profile {
  const { [group]: _, ...others } = profile.sharedGroups.marks;
  const marks = mark === null ? others : { ...others, [group]: mark };
  return { ...profile, sharedGroups: { ...profile.sharedGroups, marks } };
}
