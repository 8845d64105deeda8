/** The settings in force: the only place that holds them, and the only one that writes them. */
import { type Problem, RolodialError } from '../../../shared/errors.ts';
import type { Profile, Settings } from '../../../shared/settings/schema.ts';
import type { SettingsStore } from '../host.ts';
import { checkedSettings, loadSettings } from './load-settings.ts';

/** Makes other settings of the ones in force; gets them as they are at that moment. */
export type SettingsChange = (settings: Settings) => Settings;

export class SettingsInForce {
  readonly #store: SettingsStore;
  #settings: Settings;
  #problem: Problem | null;

  /**
   * @param setAside what happened to a settings file that could not be read
   * @throws RolodialError `settings-corrupt`, `settings-invalid`
   */
  constructor(store: SettingsStore, setAside: Problem | null) {
    this.#store = store;
    this.#settings = loadSettings(store);
    this.#problem = setAside;
  }

  get current(): Settings {
    return this.#settings;
  }

  /** Why the file could not be used, until it has been written again. */
  get problem(): Problem | null {
    return this.#problem;
  }

  /**
   * Changes the settings and writes them.
   * @throws RolodialError `settings-invalid`; nothing is changed then
   */
  update(change: SettingsChange): void {
    const next = checkedSettings(change(this.#settings), this.#store.file);
    this.#store.write(next);
    this.#settings = next;
    this.#problem = null;
  }
}

/**
 * A change of one profile.
 * @throws RolodialError `profile-unknown`, when it is made
 */
export function changedProfile(id: string, change: (profile: Profile) => Profile): SettingsChange {
  return (settings) => {
    if (!settings.profiles.some((profile) => profile.id === id)) throw unknownProfile(id);
    const profiles = settings.profiles.map((profile) =>
      profile.id === id ? change(profile) : profile,
    );
    return { ...settings, profiles };
  };
}

/**
 * The settings with this profile, in the place of the one with the same id, or as the last. A form may have been
 * open for long: what is set elsewhere, the pause and the user's word on groups, stays as it is now.
 */
export function withProfile(profile: Profile): SettingsChange {
  return (settings) => {
    const isKnown = settings.profiles.some(({ id }) => id === profile.id);
    if (!isKnown) return { ...settings, profiles: [...settings.profiles, profile] };
    return changedProfile(profile.id, ({ paused, sharedGroups: { marks } }) => ({
      ...profile,
      paused,
      sharedGroups: { ...profile.sharedGroups, marks },
    }))(settings);
  };
}

/**
 * The settings without this profile.
 * @throws RolodialError `profile-unknown`, when the change is made
 */
export function withoutProfile(id: string): SettingsChange {
  return (settings) => {
    const profiles = settings.profiles.filter((profile) => profile.id !== id);
    if (profiles.length === settings.profiles.length) throw unknownProfile(id);
    return { ...settings, profiles };
  };
}

/** A profile that the settings do not hold. */
export function unknownProfile(profile: string): RolodialError {
  return new RolodialError('profile-unknown', `There is no profile "${profile}" in the settings.`, {
    profile,
  });
}
