/** That the stand-in refuses nothing by itself: what a spec of the shell sees refused, the shell refused. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';

const executablePath = path.join(import.meta.dirname, 'fake-electron');
const example = path.join(import.meta.dirname, 'example');

interface Example {
  fail(): Promise<void>;
  twice(number: number): number;
  each(values: number[], callback: (value: number) => number): number[];
  send(): void;
}
type ExampleWindow = typeof globalThis & { readonly example: Example };

async function start(permissions?: string): Promise<{ app: ElectronApplication; page: Page }> {
  const { PERMISSIONS: _, ...env } = process.env as Record<string, string>;
  const app = await _electron.launch({
    executablePath,
    args: [example],
    env: permissions === undefined ? env : { ...env, PERMISSIONS: permissions },
  });
  onTestFinished(() => app.close());
  const page = await app.firstWindow();
  await page.waitForURL(/one\.html$/);
  return { app, page };
}

const permissionsOf = (page: Page) =>
  page.evaluate(async () => {
    const states: Record<string, string> = {};
    for (const name of ['geolocation', 'notifications'] as const) {
      states[name] = (await navigator.permissions.query({ name })).state;
    }
    return states;
  });

test('a page is granted every permission, as in Electron, unless the app’s handlers refuse it', async () => {
  const free = await start();
  expect(await permissionsOf(free.page)).toEqual({
    geolocation: 'granted',
    notifications: 'granted',
  });

  const held = await start('geolocation');
  expect(await permissionsOf(held.page)).toEqual({
    geolocation: 'granted',
    notifications: 'denied',
  });
  await expect
    .poll(() => held.app.evaluate(() => Reflect.get(globalThis, 'asked')))
    .toContain('notifications');
});

test('a page goes where it wants, unless the app prevents it', async () => {
  const { app, page } = await start();

  await page.click('a');
  await page.waitForURL(/two\.html$/);
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.on('will-navigate', (details) => {
      details.preventDefault();
    });
  });
  await page.evaluate(() => {
    location.href = 'one.html';
  });
  await page.waitForTimeout(300);
  expect(await page.title()).toBe('Two');
});

test('the preload’s functions, callbacks and errors cross the worlds', async () => {
  const { page } = await start();

  const seen = await page.evaluate(async () => {
    const { example } = globalThis as ExampleWindow;
    return {
      called: example.twice(21),
      back: example.each([1, 2], (value) => value * 10),
      error: await example.fail().catch((error: Error) => error.message),
      mixed: 'require' in globalThis || 'ipcRenderer' in globalThis,
    };
  });
  expect(seen).toEqual({
    called: 42,
    back: [10, 20],
    error: "Error invoking remote method 'fail': TypeError: no",
    mixed: false,
  });
});

test('whatever is not imitated says so', async () => {
  const { app, page } = await start();

  const complaints = await app.evaluate((electron) => {
    const { app: application, BrowserWindow } = electron;
    const tries: (() => unknown)[] = [
      () => electron.clipboard,
      () => application.dock,
      () => application.on('login', () => {}),
      () => new BrowserWindow({ kiosk: true }),
      () => new BrowserWindow({ webPreferences: { preload: 'x', sandbox: false } }),
      () => BrowserWindow.getAllWindows()[0]?.hide(),
      () => BrowserWindow.getAllWindows()[0]?.webContents.reload(),
      () => application.getPath('downloads'),
    ];
    return tries.map((attempt) => {
      try {
        attempt();
        return 'no complaint';
      } catch (error) {
        return (error as Error).message;
      }
    });
  });
  for (const complaint of complaints) expect(complaint).toContain('not implemented: ');
  expect(
    await page.evaluate(() => {
      try {
        (globalThis as ExampleWindow).example.send();
        return 'no complaint';
      } catch (error) {
        return (error as Error).message;
      }
    }),
  ).toContain('not implemented: ipcRenderer.send');
});

test('a main module that waits for `ready` at its top level never gets it, and is told so', async () => {
  const waiting = path.join(import.meta.dirname, 'waiting-example');

  const run = promisify(execFile)(executablePath, [waiting]);

  await expect(run).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('would never become ready'),
  });
});
