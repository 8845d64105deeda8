/** The settings file under Electron: electron-store's, so that it is written atomically and 0600. */
import path from 'node:path';
import Store from 'electron-store';
import type { Problem } from '../../shared/errors.ts';
import type { SettingsStore } from '../core/host.ts';
import { prepareSettingsFile, settingsStore } from '../core/settings/settings-file.ts';

export interface OpenedSettings {
  readonly settings: SettingsStore;
  /** Set where the file was damaged and has been set aside. */
  readonly problem: Problem | null;
}

/**
 * Opens `settings.json`.
 *
 * A damaged file is set aside first. electron-store would throw, or with `clearInvalidConfig` overwrite it
 * without a copy, so that option stays off.
 *
 * @param folder absolute path
 */
export function openSettings(folder: string): OpenedSettings {
  const file = path.join(folder, 'settings.json');
  const problem = prepareSettingsFile(file);
  const open = () =>
    new Store<Record<string, unknown>>({
      name: 'settings',
      cwd: folder,
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
    });
  return { settings: settingsStore(file, open), problem };
}
