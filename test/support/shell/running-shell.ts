/**
 * Runs the built app: on the stand-in of `test/e2e/electron-host`, or on the real Electron where
 * `ROLODIAL_ELECTRON` names its binary.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import type { Bridge } from '../../../shared/contract/contract.ts';
import type { AppState } from '../../../shared/contract/state.ts';

declare global {
  // What the main process of a test keeps for the test to look at.
  var openedOutside: string[];
  var trayMenu: Electron.Menu | undefined;
}

type BridgedWindow = typeof globalThis & { readonly rolodial: Bridge };

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const standIn = path.join(root, 'test', 'e2e', 'electron-host', 'fake-electron');
const executablePath = process.env['ROLODIAL_ELECTRON'] ?? standIn;

export interface ShellOptions {
  /** Contents of `settings.json`; default: none. */
  readonly settings?: string;
  readonly arguments?: readonly string[];
  /** Address of the session bus; default: no bus, so no tray host. */
  readonly bus?: string;
}

export interface RunningShell {
  readonly app: ElectronApplication;
  /** Settings folder, which is also where everything else is kept. */
  readonly folder: string;
  /** What the app has written to standard error so far. */
  log(): string;
  /** Starts the app a second time in the same folder; settles when that process has gone. */
  launchAgain(): Promise<void>;
}

/** Starts the app for one test, and ends it with the test. */
export async function startShell(options: ShellOptions = {}): Promise<RunningShell> {
  const folder = await mkdtemp(path.join(tmpdir(), 'rolodial-shell-'));
  if (options.settings !== undefined) {
    await writeFile(path.join(folder, 'settings.json'), options.settings, { mode: 0o600 });
  }
  const given = [root, '--settings-folder', folder, ...(options.arguments ?? [])];
  const env = environment(options.bus);
  const removeFolder = () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  const app = await _electron
    .launch({ executablePath, args: given, env })
    .catch(async (error: unknown) => {
      await removeFolder();
      throw error;
    });
  let log = '';
  app.process().stderr?.on('data', (chunk) => {
    log += String(chunk);
  });
  const ended = once(app.process(), 'exit');
  onTestFinished(async () => {
    await app.close().catch(() => undefined);
    await ended;
    await removeFolder();
  });
  return {
    app,
    folder,
    log: () => log,
    async launchAgain() {
      const second = spawn(executablePath, ['--no-sandbox', ...given], { env, stdio: 'ignore' });
      await once(second, 'exit');
    },
  };
}

function environment(bus: string | undefined): Record<string, string> {
  const { DBUS_SESSION_BUS_ADDRESS: _, NODE_OPTIONS: __, ...rest } = process.env;
  const known = Object.entries(rest).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return {
    ...Object.fromEntries(known),
    LANG: 'en_CA.UTF-8',
    LANGUAGE: 'en_CA',
    TEST_PASSWORD: 'wonderland',
    ...(bus === undefined ? {} : { DBUS_SESSION_BUS_ADDRESS: bus }),
  };
}

/** The first window, once its page has the bridge. */
export async function openedPage({ app }: RunningShell): Promise<Page> {
  return await bridged(await app.firstWindow());
}

/** A window that opens later, once its page has the bridge. To be called before it opens. */
export async function nextOpenedPage({ app }: RunningShell): Promise<Page> {
  return await bridged(await app.waitForEvent('window'));
}

async function bridged(page: Page): Promise<Page> {
  await page.waitForURL((url) => url.pathname === '/index.html');
  await page.waitForFunction(() => 'rolodial' in globalThis);
  return page;
}

/** Asks the core through the bridge, as the page does. */
export async function stateOf(page: Page): Promise<AppState> {
  const answer = await page.evaluate(() =>
    (globalThis as BridgedWindow).rolodial.invoke('getState', {}),
  );
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer.value;
}

/** The windows that the app has, as Electron counts them. */
export function windowCount({ app }: RunningShell): Promise<number> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
}

/** Closes the one window as a person does, and waits until it has gone. */
export async function closeWindow(shell: RunningShell): Promise<void> {
  await shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(() => windowCount(shell)).toBe(0);
}

/** Catches what would open in another program; `openedOutside` is then its list. */
export async function catchOpenExternal({ app }: RunningShell): Promise<() => Promise<string[]>> {
  await app.evaluate(({ shell }) => {
    globalThis.openedOutside = [];
    shell.openExternal = (address) => {
      globalThis.openedOutside.push(address);
      return Promise.resolve();
    };
  });
  return () => app.evaluate(() => globalThis.openedOutside);
}
