/** The facade: state in, commands out. Both hosts drive the core through this and nothing else. */
import path from 'node:path';
import type { CommandHandlers, CoreEvent } from '../../shared/contract/contract.ts';
import type { SyncReport } from '../../shared/contract/report.ts';
import type { AppState } from '../../shared/contract/state.ts';
import type { Problem } from '../../shared/errors.ts';
import type { ServiceSettings } from '../../shared/settings/schema.ts';
import type { CoreHost } from './host.ts';
import { profileCommands } from './profile/commands.ts';
import type { RunningProfile } from './profile/profile.ts';
import { Profiles, type Renewed } from './profile/profiles.ts';
import { type Servers, serversOf } from './profile/servers.ts';
import { keepHeapSmall } from './profile/small-heap.ts';
import { findServedAccount } from './roster-service/find-account.ts';
import { RosterService } from './roster-service/roster-service.ts';
import { settingsCommands } from './settings/commands.ts';
import { type SettingsChange, SettingsInForce } from './settings/in-force.ts';
import { forgetSecrets } from './settings/stored-secrets.ts';

export interface Core {
  /** Every command of the contract; inputs must have been parsed by its schema. */
  readonly handlers: CommandHandlers;
  state(): AppState;
  /**
   * A profile at work, for the command line.
   * @throws RolodialError `profile-unknown`
   */
  profile(id: string): RunningProfile;
  /** Calls the listener for every event until the returned function is called. */
  subscribe(listener: (event: CoreEvent) => void): () => void;
  /** Calls the listener with the report of each sync that ends, until the returned function is called. */
  onSynced(listener: (report: SyncReport) => void): () => void;
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
 * @param servers how accounts and address books are reached
 * @throws RolodialError where the settings cannot be used or a profile's database cannot be opened
 */
export function createCore(
  host: CoreHost,
  setAside: Problem | null = null,
  servers: Servers = serversOf(host),
): Core {
  keepHeapSmall();
  const listeners = new Set<(event: CoreEvent) => void>();
  const syncListeners = new Set<(report: SyncReport) => void>();
  const emit = (event: CoreEvent) => {
    for (const listener of listeners) listener(event);
  };
  const settings = new SettingsInForce(host.settings, setAside);
  const settingsFolder = path.dirname(host.settings.file);
  const { dataFolder, vault, log } = host;
  const profiles = new Profiles(
    settings.current.profiles,
    { dataFolder, settingsFolder, servers, secret: servers.secret, log },
    {
      onEvent: emit,
      onSynced(report) {
        for (const listener of syncListeners) listener(report);
      },
    },
  );
  const service = new RosterService(
    {
      ...{ settingsFolder, secret: servers.secret, log },
      async find(user) {
        // While a profile is exchanged for another, its roster must not look unknown.
        await profiles.settled();
        const served = profiles.all.map((each) => each.served);
        return findServedAccount(served, user);
      },
    },
    () => emit({ event: 'service', service: service.state }),
  );
  let started = false;
  let serviceOverrides: Partial<ServiceSettings> = {};

  function state(): AppState {
    return {
      version: host.version,
      host: host.kind,
      vault: vault.strength,
      settings: settings.current,
      settingsFile: host.settings.file,
      problem: settings.problem,
      profiles: profiles.states(settings.current.profiles),
      service: service.state,
    };
  }

  /** Changes the settings, then brings the profiles and the service in line with them. */
  async function change(
    update: SettingsChange,
    renewed: { readonly profile?: Renewed; readonly service?: boolean } = {},
  ): Promise<void> {
    const before = settings.current;
    settings.update(update);
    await profiles.apply(() => settings.current.profiles, renewed.profile);
    const { current } = settings;
    if (started) await service.apply({ ...current.service, ...serviceOverrides }, renewed.service);
    await forgetSecrets(before, current, vault);
    emit({ event: 'state', state: state() });
  }

  return {
    handlers: {
      getState: async () => state(),
      serviceUrl: () => service.url(),
      ...profileCommands(profiles),
      ...settingsCommands({ change, release: (id) => profiles.get(id).release(), vault, servers }),
    },
    state,
    profile: (id) => profiles.get(id),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onSynced(listener) {
      syncListeners.add(listener);
      return () => syncListeners.delete(listener);
    },
    start(overrides = {}) {
      started = true;
      serviceOverrides = overrides;
      profiles.start();
      // What keeps it from listening is in its state, and in the log.
      service.apply({ ...settings.current.service, ...overrides }).catch(() => undefined);
      log(`Started with ${profiles.all.length} profile(s).`);
    },
    resumed() {
      for (const each of profiles.all) each.resumed();
    },
    async stop() {
      started = false;
      await service.stop();
      await profiles.stop();
    },
  };
}
