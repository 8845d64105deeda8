/** `npm run dev`, on a copy of the checkout whose files may be changed. */
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type RunningProcess, startProcess } from '../../servers/processes.ts';
import { type TemporaryFolder, temporaryFolder } from '../../servers/temporary-folders.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..');

let checkout: TemporaryFolder;
let dev: RunningProcess;
let browser: Browser;
let page: Page;
/** What it has printed so far. */
let said = '';
/** What the page complained of. */
const complaints: string[] = [];

beforeAll(async () => {
  checkout = temporaryFolder('dev');
  for (const name of ['electron', 'renderer', 'shared', 'package.json', 'vite.config.ts']) {
    cpSync(path.join(root, name), path.join(checkout.path, name), { recursive: true });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(checkout.path, 'node_modules'));
  const program = 'electron/headless/checkout/dev.ts';
  const parameters = [program, '--config', 'settings.json', '--data', 'data'];
  dev = await startProcess(process.execPath, parameters, {
    cwd: checkout.path,
    env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', NODE_ENV: 'development' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [dev.child.stdout, dev.child.stderr]) {
    stream?.on('data', (chunk) => {
      said += chunk;
    });
  }
  await vi.waitFor(() => expect(said).toContain('Open this address'), 60_000);
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  });
  page = await browser.newPage({ locale: 'en-CA' });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(said.match(/^http:\S+/m)?.[0] ?? '');
  await page.getByRole('heading', { level: 1 }).waitFor();
});

afterAll(async () => {
  await browser?.close();
  await dev?.stop();
  await checkout?.remove();
});

function edit(file: string, before: string, after: string): void {
  const name = path.join(checkout.path, file);
  const text = readFileSync(name, 'utf8');
  expect(text).toContain(before);
  writeFileSync(name, text.replace(before, after));
}

/** Asks the core, as the page does. */
function version(): Promise<unknown> {
  return page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch('api/getState', { method: 'POST', headers, body: '{}' }).catch(
      () => undefined,
    );
    return (await answer?.json())?.value.version;
  });
}

it('a change of the page shows in the open window, which is not loaded again', async () => {
  await page.evaluate(() => Object.assign(window, { isTheSame: true }));
  const changed = page.getByRole('heading', { level: 1, name: 'Overview, changed' });
  edit('renderer/parts/page.tsx', '>{title}<', '>{title}, changed<');
  // A page whose connection to the watcher stands only just now has not heard of the first time.
  await expect
    .poll(
      async () => {
        edit('renderer/parts/page.tsx', ', changed<', ', changed<');
        await changed.waitFor({ timeout: 10_000 }).catch(() => undefined);
        return await changed.isVisible();
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  expect(await page.evaluate(() => 'isTheSame' in window)).toBe(true);
  expect(complaints).toEqual([]);
});

it('after a change of the core the core starts anew, and the open window goes on with it', async () => {
  const host = 'electron/headless/host.ts';
  edit(host, '{ version } = packageFile', "version = '0.0.0-changed'");
  await expect.poll(version).toBe('0.0.0-changed');
  edit(host, 'export const version', 'export cons version');
  await expect.poll(() => said).toContain('The core does not start');
  edit(host, 'export cons version', 'export const version');
  edit(host, '0.0.0-changed', '0.0.0-mended');
  await expect.poll(version).toBe('0.0.0-mended');
  expect(await page.evaluate(() => 'isTheSame' in window)).toBe(true);
});

it('nobody gets at the sources without the printed address', async () => {
  const statuses = await Promise.all(
    ['', 'main.tsx', '@vite/client', 'api/getState'].map(
      async (file) => (await fetch(new URL(`/${file}`, page.url()))).status,
    ),
  );
  expect(statuses).toEqual([403, 403, 403, 401]);
});

it('Ctrl-C ends it, and leaves no process', async () => {
  dev.signal('SIGINT');
  expect(await dev.ended).toEqual({ code: 0, signal: null });
  expect(() => process.kill(-dev.pid, 0)).toThrow('ESRCH');
});
