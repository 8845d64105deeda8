/** The facade: state in, commands out. Both hosts drive the core through this and nothing else. */
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { CommandHandlers, CoreEvent } from '../../shared/contract/contract.ts';
import type { AppState } from '../../shared/contract/state.ts';
import type { Problem } from '../../shared/errors.ts';
import type { GroupMark } from '../../shared/roster/classify.ts';
import type {
  Profile,
  ProfileInput,
  ServiceSettings,
  Settings,
} from '../../shared/settings/schema.ts';
import type { CoreHost } from './host.ts';
import { keepHeapSmall } from './profile/small-heap.ts';
import { ProfileRunner } from './profile-runner.ts';
import { servedAccounts } from './roster-service/accounts.ts';
import { RosterService } from './roster-service/roster-service.ts';
import { checkedSettings, loadSettings } from './settings/load-settings.ts';
import {
  forgetSecrets,
  hasNewSecret,
  storeSecrets,
  storeServiceSecret,
} from './settings/stored-secrets.ts';
import { type LoginListeners, unknownProfile, worldOf } from './world.ts';

export interface Core {
  /** Every command of the contract; inputs must have been parsed by its schema. */
  readonly handlers: CommandHandlers;
  state(): AppState;
  /** The profile at work, for the command line; throws `profile-unknown`. */
  runner(profile: string): ProfileRunner;
  /** Calls the listener for every event until the returned function is called. */
  subscribe(listener: (event: CoreEvent) => void): () => void;
  /**
   * Connects the profiles, starts their schedules, and listens as a service where the settings say so.
   * @param service what is to be otherwise than in the settings
   */
  start(service?: Partial<ServiceSettings>): void;
  /** The machine woke up or the network came back: try at once what waits, sync what is due. */
  resumed(): void;
  /** Ends running syncs between two items, logs out, closes the databases. */
  stop(): Promise<void>;
}

/**
 * @param setAside what happened to a settings file that could not be read, to be shown to the user
 * @throws RolodialError where the settings cannot be used or a profile's database cannot be opened
 */
export function createCore(host: CoreHost, setAside: Problem | null = null): Core {
  keepHeapSmall();
  const world = worldOf(host);
  const runners = new Map<string, ProfileRunner>();
  const listeners = new Set<(event: CoreEvent) => void>();
  let settings = loadSettings(host.settings);
  let problem = setAside;
  let started = false;
  let serviceOverrides: Partial<ServiceSettings> = {};
  /** The exchange of profiles that is under way. */
  let changing: Promise<unknown> = Promise.resolve();
  const service = new RosterService(
    {
      settingsFolder: path.dirname(host.settings.file),
      async find(user) {
        // While a profile is exchanged for its new self, its roster must not look unknown.
        await changing;
        return servedAccounts(
          [...runners.values()].map(({ served }) => served),
          user,
        );
      },
      secret: world.secret,
      log: host.log,
    },
    () => emit({ event: 'service', service: service.state }),
  );

  for (const profile of settings.profiles) runners.set(profile.id, createRunner(profile));

  function createRunner(profile: Profile): ProfileRunner {
    const profileWorld = {
      dataFolder: host.dataFolder,
      settingsFolder: path.dirname(host.settings.file),
      login: ({ xmpp }: Profile, signal: AbortSignal, listeners: LoginListeners) =>
        world.login(xmpp, signal, listeners),
      readBook: world.readBook,
      cachedBook: world.cachedBook,
      secret: world.secret,
      log: host.log,
    };
    const runner = new ProfileRunner(profile, profileWorld, () => {
      if (runners.get(profile.id) === runner) emit({ event: 'profile', profile: runner.state });
    });
    return runner;
  }

  function emit(event: CoreEvent): void {
    for (const listener of listeners) listener(event);
  }

  function state(): AppState {
    return {
      version: host.version,
      host: host.kind,
      vault: host.vault.strength,
      settings,
      settingsFile: host.settings.file,
      problem,
      profiles: settings.profiles.flatMap(({ id }) => runners.get(id)?.state ?? []),
      service: service.state,
    };
  }

  function runner(profile: string): ProfileRunner {
    const found = runners.get(profile);
    if (!found) throw unknownProfile(profile);
    return found;
  }

  /**
   * Writes the settings, then brings the runners and the service in line with them.
   * @param renewed what has new secrets: the settings name the same place for them as before
   */
  async function change(next: Settings, renewed: Renewed = {}): Promise<void> {
    const before = settings;
    host.settings.write(next);
    settings = next;
    problem = null;
    const exchange = changing.then(() => exchangeProfiles(next, renewed.profile));
    changing = exchange.catch(() => undefined);
    await exchange;
    if (started) await service.apply({ ...next.service, ...serviceOverrides }, renewed.service);
    await forgetSecrets(before, next, host.vault);
    emit({ event: 'state', state: state() });
  }

  async function exchangeProfiles(next: Settings, renewed: string | undefined): Promise<void> {
    const profiles = new Map(next.profiles.map((profile) => [profile.id, profile]));
    for (const [id, standing] of runners) {
      if (id !== renewed && isSameWork(profiles.get(id), standing.profile)) continue;
      runners.delete(id);
      await standing.stop();
    }
    for (const profile of next.profiles) {
      if (runners.has(profile.id)) continue;
      const fresh = createRunner(profile);
      runners.set(profile.id, fresh);
      if (started) fresh.start();
    }
  }

  function withProfile(profile: Profile): Settings {
    const known = settings.profiles.some(({ id }) => id === profile.id);
    const profiles = known
      ? settings.profiles.map((standing) => (standing.id === profile.id ? profile : standing))
      : [...settings.profiles, profile];
    return checkedSettings({ ...settings, profiles }, host.settings.file);
  }

  async function saveProfile(input: ProfileInput): Promise<null> {
    const profile = withProfile(await storeSecrets(input, host.vault));
    await change(profile, hasNewSecret(input) ? { profile: input.id } : {});
    return null;
  }

  async function removeProfile(id: string): Promise<null> {
    // Throws where there is none.
    runner(id);
    await change({ ...settings, profiles: settings.profiles.filter((each) => each.id !== id) });
    return null;
  }

  const handlers: CommandHandlers = {
    getState: async () => state(),
    syncNow: ({ profile, only }) => runner(profile).sync('ask', { only: only && new Set(only) }),
    previewSync: ({ profile }) => runner(profile).preview(),
    cancelSync: async ({ profile }) => {
      runner(profile).cancel();
      return null;
    },
    answerGuard: async ({ profile, answer }) => {
      await runner(profile).answerGuard(answer);
      return null;
    },
    undoLastSync: ({ profile }) => runner(profile).undo('ask'),
    previewUndo: ({ profile }) => runner(profile).previewUndo(),
    adoptUnclaimed: async ({ profile, jids }) => {
      await runner(profile).adoptUnclaimed(jids);
      return null;
    },
    setPaused: async ({ profile, paused }) => {
      const standing = runner(profile);
      const saved = settings.profiles.find(({ id }) => id === profile);
      if (saved) await change(withProfile({ ...saved, paused }));
      standing.setPaused(paused);
      return null;
    },
    listGroups: ({ profile }) => runner(profile).groups.list(),
    markGroup: async ({ profile, group, mark }) => {
      const { profile: standing } = runner(profile);
      await change(withProfile(markedGroup(standing, group, mark)));
      return null;
    },
    refreshGroups: ({ profile }) => runner(profile).groups.refresh(),
    checkGroupsFile: ({ profile, path: file }) => runner(profile).groups.checkFile(file),
    saveGroupsFile: ({ profile, path: file, text, stamp }) =>
      runner(profile).groups.saveFile(file, text, stamp),
    remoteReport: ({ profile }) => runner(profile).remote.report(),
    checkRosterKind: ({ profile }) => runner(profile).remote.check(),
    compareDocument: ({ profile }) => runner(profile).remote.compare(),
    refreshRosters: ({ profile, users }) => runner(profile).remote.refresh(users),
    listContacts: async ({ profile }) => runner(profile).contactRows(),
    saveService: async (input) => {
      const saved = await storeServiceSecret(input, host.vault);
      const isRenewed = input.secret !== undefined && 'value' in input.secret;
      await change({ ...settings, service: saved }, { service: isRenewed });
      return null;
    },
    serviceUrl: () => service.url(),
    servedReport: async ({ profile }) => runner(profile).served.report(),
    importRoster: ({ profile, document }) => runner(profile).served.import(document),
    removeServed: async ({ profile, jids }) => {
      await runner(profile).served.removeOthers(jids);
      return null;
    },
    saveProfile,
    removeProfile: ({ profile }) => removeProfile(profile),
    setLanguage: async ({ language }) => {
      await change({ ...settings, language });
      return null;
    },
    testAccount: async (xmpp) => {
      const session = await world.login(xmpp, AbortSignal.timeout(testTimeoutMs));
      try {
        await session.requestRoster();
        return { rosterItems: session.roster.items.length };
      } finally {
        await session.close();
      }
    },
    testAddressBook: async ({ carddav, ca }) => ({
      books: await world.testBook(carddav, ca, AbortSignal.timeout(testTimeoutMs)),
    }),
  };

  return {
    handlers,
    state,
    runner,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start(overrides = {}) {
      started = true;
      serviceOverrides = overrides;
      for (const each of runners.values()) each.start();
      // What keeps it from listening is in its state, and in the log.
      service.apply({ ...settings.service, ...overrides }).catch(() => undefined);
      host.log(`Started with ${runners.size} profile(s).`);
    },
    resumed() {
      for (const each of runners.values()) each.resumed();
    },
    async stop() {
      started = false;
      await service.stop();
      await Promise.all([...runners.values()].map((each) => each.stop()));
    },
  };
}

/** What was saved with new secrets. */
interface Renewed {
  /** A profile's id. */
  readonly profile?: string;
  readonly service?: boolean;
}

/** A person is waiting at the form. */
const testTimeoutMs = 60_000;

function markedGroup(profile: Profile, group: string, mark: GroupMark | null): Profile {
  const { [group]: _, ...others } = profile.sharedGroups.marks;
  const marks = mark === null ? others : { ...others, [group]: mark };
  return { ...profile, sharedGroups: { ...profile.sharedGroups, marks } };
}

/** Whether two profiles differ in nothing but being paused, so that the runner can go on. */
function isSameWork(one: Profile | undefined, other: Profile): boolean {
  return (
    one !== undefined && isDeepStrictEqual({ ...one, paused: false }, { ...other, paused: false })
  );
}
