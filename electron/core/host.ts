/**
 * What the core needs from the host that runs it: Electron's shell or the headless host. Both hand in the
 * same few things, so that every feature lives in the core and both hosts have it.
 */
import type { Settings } from '../../shared/settings/schema.ts';
import type { SecretSource } from '../../shared/settings/secret.ts';

/** Keeps the settings file. */
export interface SettingsStore {
  /** Absolute path; relative paths in the settings are relative to its folder. */
  readonly file: string;
  /** What the file holds now, unchecked; `undefined` where there is no file yet. Throws `settings-corrupt`. */
  read(): unknown;
  /** Replaces the whole file, atomically, readable by the user alone. */
  write(settings: Settings): void;
}

/** Keeps the secrets that the window is given. */
export interface Vault {
  /** `keychain`: the system's; `weak`: Electron without one (a fixed key); `file`: a file for the user alone. */
  readonly strength: 'keychain' | 'weak' | 'file';
  /** Keeps a secret under a key and answers the source to write into the settings. */
  store(key: string, secret: string): Promise<SecretSource>;
  /** Reads what `store` answered `{stored: key}` for; throws `secret-unavailable`. */
  read(key: string): Promise<string>;
  /** Forgets the key; no error where it is not known. */
  forget(key: string): Promise<void>;
}

/** One line of what happened, for the log. Never holds a secret. */
export type Log = (line: string) => void;

export interface CoreHost {
  readonly kind: 'electron' | 'browser';
  readonly version: string;
  readonly settings: SettingsStore;
  readonly vault: Vault;
  /** Where the profiles' databases are kept. */
  readonly dataFolder: string;
  readonly log: Log;
}
