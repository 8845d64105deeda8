/** `app`: names, paths, readiness, the single-instance lock, and quitting in Electron's order. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { App as ElectronApp } from 'electron';
import { BrowserWindow, followWindows } from './browser-window.ts';
import { chromium, stopChromium } from './chromium.ts';
import { LoudEmitter, NotImplementedError, PreventableEvent } from './loud.ts';
import { requestLock } from './single-instance.ts';

type Implemented =
  | 'exit'
  | 'getAppPath'
  | 'getName'
  | 'getPath'
  | 'getPreferredSystemLanguages'
  | 'getVersion'
  | 'isReady'
  | 'quit'
  | 'requestSingleInstanceLock'
  | 'setName'
  | 'setPath'
  | 'whenReady';

class App extends LoudEmitter implements Pick<ElectronApp, Implemented> {
  #name = '';
  #version = '';
  #appPath = '';
  readonly #paths = new Map<string, string>();
  readonly #ready = Promise.withResolvers<void>();
  #isReady = false;
  #quitting = false;

  constructor() {
    super([
      'ready',
      'activate',
      'second-instance',
      'web-contents-created',
      'window-all-closed',
      'before-quit',
      'will-quit',
      'quit',
    ]);
    followWindows(
      (contents) => this.emit('web-contents-created', {}, contents),
      () => this.#allWindowsClosed(),
    );
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => this.quit());
  }

  /** What Electron reads from the app's package.json before its main module runs. */
  identify(name: string, version: string, appPath: string): void {
    this.#name = name;
    this.#version = version;
    this.#appPath = appPath;
  }

  /** Electron's last step before `ready`; the main module has run by then. */
  async becomeReady(): Promise<void> {
    await chromium();
    this.#isReady = true;
    this.#ready.resolve();
    this.emit('ready', {}, {});
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  getName(): string {
    return this.#name;
  }

  setName(name: string): void {
    this.#name = name;
  }

  getVersion(): string {
    return this.#version;
  }

  getAppPath(): string {
    return this.#appPath;
  }

  getPath(name: Parameters<ElectronApp['getPath']>[0]): string {
    const set = this.#paths.get(name);
    if (set !== undefined) return set;
    if (name === 'appData') {
      return process.env['XDG_CONFIG_HOME'] ?? path.join(homedir(), '.config');
    }
    if (name === 'userData') return path.join(this.getPath('appData'), this.#name);
    throw new NotImplementedError(`app.getPath('${name}')`);
  }

  setPath(name: string, folder: string): void {
    if (!existsSync(folder)) throw new Error(`app.setPath: ${folder} does not exist`);
    if (this.#isReady) throw new NotImplementedError('app.setPath after ready');
    this.#paths.set(name, folder);
  }

  getPreferredSystemLanguages(): string[] {
    return [process.env['LANG']?.split('.')[0]?.replace('_', '-') ?? 'en-US'];
  }

  requestSingleInstanceLock(): boolean {
    return requestLock(this.getPath('userData'), ({ argv, workingDirectory }) =>
      this.emit('second-instance', {}, argv, workingDirectory, {}),
    );
  }

  /** `before-quit`, then every window closes, then `will-quit` and `quit`; each but the last can stop it. */
  quit(): void {
    if (this.#quitting) return;
    this.#quitting = true;
    if (!this.#ask('before-quit')) return;
    const windows = BrowserWindow.getAllWindows();
    if (windows.length === 0) {
      this.#willQuit();
      return;
    }
    for (const window of windows) {
      let kept = false;
      window.once('close', (event: PreventableEvent) => {
        kept = event.defaultPrevented;
      });
      window.close();
      if (kept) {
        this.#quitting = false;
        return;
      }
    }
  }

  exit(code = 0): void {
    this.emit('quit', {}, code);
    void stopChromium().finally(() => process.exit(code));
  }

  #allWindowsClosed(): void {
    if (this.#quitting) this.#willQuit();
    else if (!this.emit('window-all-closed')) this.quit();
  }

  #willQuit(): void {
    if (this.#ask('will-quit')) this.exit(0);
  }

  #ask(event: 'before-quit' | 'will-quit'): boolean {
    const details = new PreventableEvent();
    this.emit(event, details);
    if (details.defaultPrevented) this.#quitting = false;
    return !details.defaultPrevented;
  }
}

export const app = new App();
