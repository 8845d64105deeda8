/**
 * The settings file. A host with a window must start whatever the file holds, so a file that cannot be read is
 * renamed, never overwritten, and replaced by the last good copy.
 */
import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { type Problem, RolodialError, toProblem } from '../../../shared/errors.ts';
import { readSettings, type Settings } from '../../../shared/settings/schema.ts';
import type { SettingsStore } from '../host.ts';

/** What Rolodial uses of Conf and electron-store. */
interface ConfLike {
  store: Record<string, unknown>;
}

/**
 * Sets aside a file that is not JSON or breaks the schema; to be called before the store opens it.
 *
 * @returns the problem to show, or null where the file is valid or absent
 */
export function prepareSettingsFile(file: string): Problem | null {
  if (!existsSync(file)) return null;
  const reading = tryRead(file);
  if (!reading) return null;
  const { dir, name, ext } = path.parse(file);
  const aside = path.join(
    dir,
    `${name}.corrupt-${new Date().toISOString().replace(/[:.]/g, '-')}${ext}`,
  );
  renameSync(file, aside);
  const restored = existsSync(backupOf(file)) && !tryRead(backupOf(file));
  if (restored) copyFileSync(backupOf(file), file);
  const remedy = restored
    ? 'the last good copy was restored'
    : 'Rolodial starts with empty settings';
  return toProblem(
    new RolodialError(
      'settings-corrupt',
      `The settings could not be read (${reading}). They were set aside as ${aside}; ${remedy}.`,
      { detail: reading, file: aside, restored: restored ? 1 : 0 },
    ),
  );
}

/** Why a file cannot be used, or undefined. */
function tryRead(file: string): string | undefined {
  try {
    const reading = readSettings(JSON.parse(readFileSync(file, 'utf8')));
    if (reading.ok) return undefined;
    const [issue] = reading.issues;
    return issue ? `${issue.field}: ${issue.message}` : 'unknown issue';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function backupOf(file: string): string {
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}.backup${ext}`);
}

/**
 * The settings in a file; each write leaves the settings before it as a backup.
 *
 * @param file absolute path
 * @param open opens the host's store over that file. Called at the first write only, since Conf 16
 *   rewrites an invalid file as soon as it opens it
 */
export function settingsStore(file: string, open: () => ConfLike): SettingsStore {
  let conf: ConfLike | undefined;
  return {
    file,
    read: () => (existsSync(file) ? parsed(file) : undefined),
    write(settings: Settings) {
      if (existsSync(file) && !tryRead(file)) copyFileSync(file, backupOf(file));
      conf ??= open();
      conf.store = settings;
    },
  };
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new RolodialError(
      'settings-corrupt',
      `${file} cannot be read: ${detail}`,
      { file, detail },
      { cause: error },
    );
  }
}
