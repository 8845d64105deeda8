import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  prepareSettingsFile,
  settingsStore,
} from '../../../electron/core/settings/settings-file.ts';
import { databaseFile, openDatabase } from '../../../electron/core/store/database.ts';
import { ledgerOf } from '../../../electron/core/store/ledger.ts';
import { lockProfile } from '../../../electron/core/store/lock.ts';
import { settingsSchema } from '../../../shared/settings/schema.ts';
import { type TemporaryFolder, temporaryFolder } from '../../servers/temporary-folders.ts';
import { entry } from '../../support/roster/samples.ts';

let folder: TemporaryFolder;

beforeEach(() => {
  folder = temporaryFolder('store');
});
afterEach(() => folder.remove());

describe('the ledger', () => {
  it('gives back what was put, after the database was closed and opened again', () => {
    const taken = entry('a@b', 'Zoë "安娜"', ['Home', 'Ça'], {
      original: { name: 'Mum', groups: ['Family'] },
    });
    const intended = entry('c@d', '', [], { state: 'intended' });
    const database = openDatabase(folder.path, 'john');
    ledgerOf(database, 'john@example.com').put([taken, intended]);
    database.close();

    const again = openDatabase(folder.path, 'john');
    expect(ledgerOf(again, 'john@example.com').entries()).toEqual([taken, intended]);
    expect(ledgerOf(again, 'jane@example.com').entries()).toEqual([]);
    ledgerOf(again, 'john@example.com').forget(['a@b', 'nobody']);
    expect(ledgerOf(again, 'john@example.com').entries()).toEqual([intended]);
    again.close();
  });

  it('of a newer version is left alone, with words', () => {
    openDatabase(folder.path, 'john').close();
    const newer = new DatabaseSync(databaseFile(folder.path, 'john'));
    newer.exec('PRAGMA user_version = 999');
    newer.close();
    expect(() => openDatabase(folder.path, 'john')).toThrow('newer version of Rolodial');
  });
});

describe('the lock of a profile', () => {
  it('is taken by one at a time, and free again when it is let go', () => {
    openDatabase(folder.path, 'john').close();
    const unlock = lockProfile(folder.path, 'john');
    expect(() => lockProfile(folder.path, 'john')).toThrow('Another Rolodial is syncing');
    unlock();
    lockProfile(folder.path, 'john')();
  });
});

describe('the settings file', () => {
  const sound = settingsSchema.parse({ language: 'fr' });
  const file = () => path.join(folder.path, 'settings.json');
  const store = () =>
    settingsStore(file(), () => ({
      set store(value: Record<string, unknown>) {
        writeFileSync(file(), JSON.stringify(value), { mode: 0o600 });
      },
    }));

  it('that is not there is no problem', () => {
    expect(prepareSettingsFile(file())).toBeNull();
    expect(store().read()).toBeUndefined();
  });

  it('that is sound is left alone', () => {
    writeFileSync(file(), JSON.stringify(sound));
    expect(prepareSettingsFile(file())).toBeNull();
    expect(store().read()).toEqual(sound);
  });

  it.each([
    '{ "profiles": [',
    '',
    '[]',
    '{"profiles": 5}',
  ])('that holds %j is set aside, never lost, and the last good copy comes back', (broken) => {
    store().write(sound);
    store().write({ ...sound, language: 'en' });
    writeFileSync(file(), broken);
    const problem = prepareSettingsFile(file());
    expect(problem).toMatchObject({ code: 'settings-corrupt', params: { restored: 1 } });
    const aside = readdirSync(folder.path).find((name) => name.startsWith('settings.corrupt-'));
    expect(readFileSync(path.join(folder.path, aside ?? ''), 'utf8')).toBe(broken);
    expect(store().read()).toEqual(sound);
  });

  it('that is broken and has no good copy leaves empty settings, and is kept aside', () => {
    writeFileSync(file(), 'broken');
    expect(prepareSettingsFile(file())?.message).toContain('starts with empty settings');
    expect(existsSync(file())).toBe(false);
    expect(readdirSync(folder.path)).toHaveLength(1);
  });

  it('keeps its copy as private as itself', () => {
    store().write(sound);
    store().write(sound);
    expect(statSync(path.join(folder.path, 'settings.backup.json')).mode & 0o777).toBe(0o600);
  });
});
