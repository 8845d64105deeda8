/** The core's host under Electron: the settings file, the vault, a folder, a log. */
import type { App, SafeStorage } from 'electron';
import Store from 'electron-store';
import type { Problem } from '../../shared/errors.ts';
import type { CoreHost, Log } from '../core/host.ts';
import { openSettings } from './settings-store.ts';
import { safeStorageVault } from './vault.ts';

export interface ElectronHost {
  readonly host: CoreHost;
  /** Set where the settings file was damaged and has been set aside. */
  readonly problem: Problem | null;
}

/** The host for {@link createCore}. Only to be called after `ready`: the vault asks the keychain. */
export function electronHost(app: App, safeStorage: SafeStorage, log: Log): ElectronHost {
  const folder = app.getPath('userData');
  const ciphertexts = new Store<Record<string, string>>({
    name: 'secrets',
    cwd: folder,
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
  });
  const { settings, problem } = openSettings(folder);
  if (problem) log(problem.message);
  const host: CoreHost = {
    kind: 'electron',
    version: app.getVersion(),
    settings,
    vault: safeStorageVault(safeStorage, ciphertexts, process.platform, log),
    dataFolder: folder,
    log,
  };
  return { host, problem };
}
