/**
 * One sync at a time for each profile, across processes, such as the command line and the tray. The lock is an
 * open transaction on a database of its own, so the system releases it whenever the process dies.
 */
import { DatabaseSync } from 'node:sqlite';
import { RolodialError } from '../../../shared/errors.ts';
import { databaseFile } from './database.ts';

/**
 * Takes the lock, or fails at once. The profile's database must have been opened before.
 *
 * @returns a function that releases it
 * @throws RolodialError `sync-busy` where another process holds it
 */
export function lockProfile(dataFolder: string, profile: string): () => void {
  const lock = new DatabaseSync(`${databaseFile(dataFolder, profile)}.lock`);
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE;');
  } catch (error) {
    lock.close();
    throw new RolodialError(
      'sync-busy',
      `Another Rolodial is syncing the profile ${profile} at the moment.`,
      { profile },
      { cause: error },
    );
  }
  return () => lock.close();
}
