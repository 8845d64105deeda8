/** Reads and checks the settings; errors name every wrong field. */
import { RolodialError } from '../../../shared/errors.ts';
import { readSettings, type Settings, settingsSchema } from '../../../shared/settings/schema.ts';
import type { SettingsStore } from '../host.ts';

/**
 * Reads the settings file.
 *
 * @returns the settings; defaults without profiles where there is no file
 * @throws RolodialError `settings-corrupt` or `settings-invalid`
 */
export function loadSettings(store: SettingsStore): Settings {
  const value = store.read();
  if (value === undefined) return settingsSchema.parse({});
  return checkedSettings(value, store.file);
}

/**
 * Checks settings before they are used.
 *
 * @param file that they are from, or go to
 * @throws RolodialError `settings-invalid` with every wrong field
 */
export function checkedSettings(value: unknown, file: string): Settings {
  const reading = readSettings(value);
  if (reading.ok) return reading.settings;
  const issues = reading.issues.map(({ field, message }) => `${field}: ${message}`);
  throw new RolodialError(
    'settings-invalid',
    `${file} cannot be used:\n${issues.map((issue) => `  ${issue}`).join('\n')}`,
    { file, field: reading.issues[0]?.field ?? '', detail: issues.join('\n') },
  );
}
