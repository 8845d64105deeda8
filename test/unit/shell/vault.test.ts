import { expect, test } from 'vitest';
import { safeStorageVault } from '../../../electron/shell/vault.ts';

type Backend = ReturnType<Electron.SafeStorage['getSelectedStorageBackend']>;

/** A keychain whose key can be changed, as systems do. */
function keychain(backend: Backend = 'gnome_libsecret') {
  let key = 'k1';
  return {
    rotate() {
      key = 'k2';
    },
    getSelectedStorageBackend: () => backend,
    encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(`${key}:${text}`).reverse()),
    decryptStringAsync: (encrypted: Buffer) => {
      const [used, result] = Buffer.from(encrypted).reverse().toString().split(':');
      if (result === undefined) return Promise.reject(new Error('no ciphertext of ours'));
      return Promise.resolve({ result, shouldReEncrypt: used !== key });
    },
  };
}

const vaultWith = (
  cipher = keychain(),
  file = new Map<string, string>(),
  platform: NodeJS.Platform = 'linux',
) => safeStorageVault(cipher, file, platform, () => {});

test('a password comes back as it was, and its file does not hold it', async () => {
  const file = new Map<string, string>();
  const vault = vaultWith(keychain(), file);

  expect(await vault.store('john.xmpp', 'sésame')).toEqual({ stored: 'john.xmpp' });
  expect(await vault.read('john.xmpp')).toBe('sésame');
  expect([...file.values()].join()).not.toContain('same');
});

test('a password whose key was rotated is kept under the new key from then on', async () => {
  const cipher = keychain();
  const file = new Map<string, string>();
  const vault = vaultWith(cipher, file);
  await vault.store('john', 'secret');
  const before = file.get('john');
  cipher.rotate();

  expect(await vault.read('john')).toBe('secret');
  expect(file.get('john')).not.toBe(before);
  expect(await vault.read('john')).toBe('secret');
});

test('a password that cannot be had says so, without saying what it is', async () => {
  const file = new Map([['john', 'bm90IG91cnM=']]);
  const vault = vaultWith(keychain(), file);

  await expect(vault.read('john')).rejects.toMatchObject({ code: 'secret-unavailable' });
  await expect(vault.read('nobody')).rejects.toMatchObject({ code: 'secret-unavailable' });
  await vault.forget('john');
  expect(file.size).toBe(0);
});

test('without a keychain, the vault does not call itself one', () => {
  const strength = (backend: Backend, platform: NodeJS.Platform = 'linux') =>
    vaultWith(keychain(backend), new Map(), platform).strength;

  expect(strength('gnome_libsecret')).toBe('keychain');
  expect(strength('kwallet6')).toBe('keychain');
  expect(strength('basic_text')).toBe('weak');
  expect(strength('unknown')).toBe('weak');
  expect(strength('basic_text', 'darwin')).toBe('keychain');
});
