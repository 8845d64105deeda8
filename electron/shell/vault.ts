/**
 * Secrets under Electron: `safeStorage` encrypts them with a key from the system's keychain, and the
 * ciphertexts are kept in `secrets.json`, apart from the settings.
 */
import type { SafeStorage } from 'electron';
import { RolodialError } from '../../shared/errors.ts';
import type { Log, Vault } from '../core/host.ts';

/** The file of ciphertexts, in base64; an electron-store is one. */
export interface Ciphertexts {
  get(key: string): string | undefined;
  set(key: string, ciphertext: string): void;
  delete(key: string): void;
}

type Cipher = Pick<
  SafeStorage,
  'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

/** The Linux backends that keep the key safe. */
const linuxKeychains: ReadonlySet<string> = new Set([
  'gnome_libsecret',
  'kwallet',
  'kwallet5',
  'kwallet6',
]);

/**
 * A vault over `safeStorage`. Only to be used after `ready`.
 *
 * Without a keychain (`basic_text`) Electron encrypts with a key from its source code. That works, but is
 * `weak`, and the window says so.
 */
export function safeStorageVault(
  cipher: Cipher,
  ciphertexts: Ciphertexts,
  platform: NodeJS.Platform,
  log: Log,
): Vault {
  async function encrypt(key: string, secret: string): Promise<void> {
    const ciphertext = await cipher.encryptStringAsync(secret);
    ciphertexts.set(key, ciphertext.toString('base64'));
  }

  return {
    get strength() {
      if (platform !== 'linux') return 'keychain';
      return linuxKeychains.has(cipher.getSelectedStorageBackend()) ? 'keychain' : 'weak';
    },
    async store(key, secret) {
      try {
        await encrypt(key, secret);
      } catch (error) {
        throw unavailable(key, 'the keychain of this system did not take it', error);
      }
      return { stored: key };
    },
    async read(key) {
      const ciphertext = ciphertexts.get(key);
      if (ciphertext === undefined) throw unavailable(key, 'it was never entered here');
      const { result, shouldReEncrypt } = await decrypt(cipher, key, ciphertext);
      // The key was rotated, or a better one has become available since the secret was stored.
      if (shouldReEncrypt) {
        await encrypt(key, result).catch((error: unknown) =>
          log(`${key} stays under its old key for now: ${String(error)}`),
        );
      }
      return result;
    },
    async forget(key) {
      ciphertexts.delete(key);
    },
  };
}

async function decrypt(cipher: Cipher, key: string, ciphertext: string) {
  try {
    return await cipher.decryptStringAsync(Buffer.from(ciphertext, 'base64'));
  } catch (error) {
    throw unavailable(key, 'the keychain of this system is locked, or its key has changed', error);
  }
}

function unavailable(key: string, reason: string, cause?: unknown): RolodialError {
  return new RolodialError(
    'secret-unavailable',
    `The password "${key}" is not available: ${reason}. Unlock the keychain, or enter the password again in Settings.`,
    { field: key, detail: reason },
    { cause },
  );
}
