/** The headless host: settings in a file through conf, secrets in files that only the user may read. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import Conf from 'conf';
import packageFile from '../../package.json' with { type: 'json' };
import { RolodialError } from '../../shared/errors.ts';
import type { CoreHost, Log, Vault } from '../core/host.ts';
import { settingsStore } from '../core/settings/settings-file.ts';

export const { version } = packageFile;

export interface HostOptions {
  /** The settings file; default: the desktop application's. */
  readonly config?: string | undefined;
  /** Folder of the databases; default: the desktop application's. */
  readonly data?: string | undefined;
  readonly log: Log;
}

export function headlessHost({ config, data, log }: HostOptions): CoreHost {
  const dataFolder = path.resolve(data ?? userFolder());
  return {
    kind: 'browser',
    version,
    settings: openSettings(config),
    vault: fileVault(dataFolder),
    dataFolder,
    log,
  };
}

export function settingsFileOf(config: string | undefined): string {
  return path.resolve(config ?? path.join(userFolder(), 'settings.json'));
}

/** Electron's userData folder (Electron 45, `app.getPath('userData')`), so that both hosts share one. */
function userFolder(): string {
  const { platform, env } = process;
  const name = 'rolodial';
  if (platform === 'darwin') return path.join(homedir(), 'Library', 'Application Support', name);
  if (platform === 'win32') {
    return path.join(env['APPDATA'] ?? path.join(homedir(), 'AppData', 'Roaming'), name);
  }
  return path.join(env['XDG_CONFIG_HOME'] || path.join(homedir(), '.config'), name);
}

function openSettings(config: string | undefined) {
  const file = settingsFileOf(config);
  const { dir, name, ext } = path.parse(file);
  return settingsStore(
    file,
    () =>
      new Conf<Record<string, unknown>>({
        cwd: dir,
        configName: name,
        fileExtension: ext.replace(/^\./, ''),
        configFileMode: 0o600,
        clearInvalidConfig: false,
        accessPropertiesByDotNotation: false,
      }),
  );
}

/** Secrets as files in the data folder, which only the user may read; the settings name the file. */
function fileVault(dataFolder: string): Vault {
  const folder = path.join(dataFolder, 'secrets');
  return {
    strength: 'file',
    async store(key, secret) {
      const file = path.join(folder, key);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(file, secret, { mode: 0o600 });
      return { file };
    },
    async read(key) {
      const file = path.join(folder, key);
      try {
        return await readFile(file, 'utf8');
      } catch (error) {
        throw new RolodialError(
          'secret-unavailable',
          `The password "${key}" is kept by the desktop application's keychain, which is not reachable from here. Name an environment variable, a file or a command in the settings instead.`,
          { field: key, detail: 'keychain' },
          { cause: error },
        );
      }
    },
    async forget(key) {
      await rm(path.join(folder, key), { force: true });
    },
  };
}
