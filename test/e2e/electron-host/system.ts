/** What Electron tells of the system, and asks of it. None of it touches the machine. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Dialog, Net, SafeStorage, Shell } from 'electron';
import { LoudEmitter, loud, NotImplementedError } from './loud.ts';

/** Without a keychain Electron uses a key that stands in its source code and says `basic_text`; so here. */
const key = createHash('sha256').update('electron stand-in').digest();

export const safeStorage = loud('safeStorage', {
  getSelectedStorageBackend: () => 'basic_text',
  async encryptStringAsync(text) {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), body]);
  },
  async decryptStringAsync(encrypted) {
    const decipher = createDecipheriv('aes-256-gcm', key, encrypted.subarray(0, 12));
    decipher.setAuthTag(encrypted.subarray(12, 28));
    const body = Buffer.concat([decipher.update(encrypted.subarray(28)), decipher.final()]);
    return { result: body.toString('utf8'), shouldReEncrypt: false };
  },
} satisfies Pick<
  SafeStorage,
  'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>);

class PowerMonitor extends LoudEmitter {}
/** Fires what a spec emits; nothing here sleeps. */
export const powerMonitor = new PowerMonitor(['suspend', 'resume', 'unlock-screen']);

export const net = loud('net', { isOnline: () => true } satisfies Pick<Net, 'isOnline'>);

export const nativeTheme = loud('nativeTheme', { shouldUseDarkColors: false });

const workArea = { x: 0, y: 0, width: 1920, height: 1080 } as const;
export const screen = loud('screen', { getAllDisplays: () => [{ workArea }] });

/** A spec puts its own function here: opening a real program is never what a test wants. */
export const shell = loud('shell', {
  openExternal: (address) =>
    Promise.reject(new NotImplementedError(`shell.openExternal(${address})`)),
} satisfies Pick<Shell, 'openExternal'>);

export const dialog = loud('dialog', {
  showErrorBox(title, content) {
    process.stderr.write(`error box: ${title}: ${content}\n`);
  },
} satisfies Pick<Dialog, 'showErrorBox'>);
