import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Vault } from '../../../electron/core/host.ts';
import { readSecret } from '../../../electron/core/settings/secrets.ts';
import type { SecretSource } from '../../../shared/settings/secret.ts';
import { type TemporaryFolder, temporaryFolder } from '../../servers/temporary-folders.ts';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder('secrets');
});
afterEach(() => folder.remove());

const vault: Vault = {
  strength: 'file',
  store: async (key) => ({ stored: key }),
  read: async (key) => `vault:${key}`,
  forget: async () => undefined,
};

const read = (source: SecretSource) => readSecret(source, 'xmpp.password', folder.path, vault);

describe('a secret', () => {
  it('comes from a file beside the settings, without its last line break', async () => {
    writeFileSync(path.join(folder.path, 'secret'), ' pässwörd€ \r\n');
    expect(await read({ file: 'secret' })).toBe(' pässwörd€ ');
  });

  it('comes from an environment variable', async () => {
    process.env['ROLODIAL_TEST_SECRET'] = 'from env';
    expect(await read({ env: 'ROLODIAL_TEST_SECRET' })).toBe('from env');
    delete process.env['ROLODIAL_TEST_SECRET'];
  });

  it('comes from the first line that a command prints', async () => {
    const script = 'console.log("first\\nsecond")';
    expect(await read({ command: [process.execPath, '-e', script] })).toBe('first');
  });

  it('comes from the vault', async () => {
    expect(await read({ stored: 'john.xmpp' })).toBe('vault:john.xmpp');
  });

  it.each<[SecretSource, string]>([
    [
      { env: 'ROLODIAL_NOT_SET' },
      'xmpp.password: the environment variable ROLODIAL_NOT_SET is not set',
    ],
    [{ file: 'nowhere' }, 'xmpp.password: the file nowhere cannot be read'],
    [
      { command: ['/nonexistent/program'] },
      'xmpp.password: the command /nonexistent/program failed',
    ],
  ])('that %j does not give is told with its field', async (source, words) => {
    await expect(read(source)).rejects.toMatchObject({
      code: 'secret-unavailable',
      message: expect.stringContaining(words),
    });
  });

  it('that a failing command printed goes nowhere', async () => {
    const script = 'console.log("hunter2"); console.error("hunter2"); process.exit(1)';
    const error = await read({ command: [process.execPath, '-e', script] }).catch(
      (reason) => reason,
    );
    expect(error.message).toContain('failed');
    expect(JSON.stringify([error.message, error.params, String(error.cause)])).not.toContain(
      'hunter2',
    );
  });

  it('that is empty is none', async () => {
    writeFileSync(path.join(folder.path, 'empty'), '\n');
    await expect(read({ file: 'empty' })).rejects.toThrow('is empty');
  });
});
