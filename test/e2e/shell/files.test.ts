import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Bridge } from '../../../shared/contract/contract.ts';
import { openedPage, startShell, stateOf } from '../../support/shell/running-shell.ts';

type BridgedWindow = typeof globalThis & { readonly rolodial: Bridge };

test('a password goes into the vault, encrypted, and into files that only the user can read', async () => {
  const shell = await startShell();
  const page = await openedPage(shell);

  const answer = await page.evaluate(() =>
    (globalThis as BridgedWindow).rolodial.invoke('saveProfile', {
      id: 'john',
      xmpp: {
        jid: 'john@example.com',
        password: { value: 'correct horse battery' },
        host: '127.0.0.1',
        port: 1,
      },
      carddav: {
        url: 'http://127.0.0.1:1/',
        username: 'john',
        password: { value: 'staple' },
      },
      dids: [{ number: '+10345678901', alias: 'Home' }],
    }),
  );

  expect(answer).toEqual({ ok: true, value: null });
  const settings = await readFile(path.join(shell.folder, 'settings.json'), 'utf8');
  const secrets = await readFile(path.join(shell.folder, 'secrets.json'), 'utf8');
  expect(settings).toContain('"stored"');
  for (const text of [settings, secrets]) {
    expect(text).not.toContain('correct horse');
    expect(text).not.toContain('staple');
  }
  for (const name of ['settings.json', 'secrets.json']) {
    const { mode } = await stat(path.join(shell.folder, name));
    expect(mode & 0o777, name).toBe(0o600);
  }
  expect(['weak', 'keychain']).toContain((await stateOf(page)).vault);
});

test('a damaged settings file is set aside and the window says so', async () => {
  const damaged = '{ "profiles": [ { "id": "john", ';
  const shell = await startShell({ settings: damaged });
  const page = await openedPage(shell);

  expect((await stateOf(page)).problem?.code).toBe('settings-corrupt');
  const aside = (await readdir(shell.folder)).find((name) => name.startsWith('settings.corrupt-'));
  expect(await readFile(path.join(shell.folder, aside ?? ''), 'utf8')).toBe(damaged);
});
