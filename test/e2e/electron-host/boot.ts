/** Runs an app as the Electron binary would: `fake-electron [switches] FOLDER [arguments]`. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from './app.ts';
import { chromium, underPlaywright } from './chromium.ts';

interface AppPackage {
  readonly name: string;
  readonly productName?: string;
  readonly version: string;
  readonly main: string;
}

/** Longer than any main module of ours takes to load. */
const loadLimitMs = 5_000;

const given = process.argv.slice(2);
const folder = path.resolve(given.find((argument) => !argument.startsWith('-')) ?? '.');
const described: AppPackage = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
app.identify(described.productName ?? described.name, described.version, folder);
process.argv = [process.execPath, ...given];

const mainModule = import(pathToFileURL(path.join(folder, described.main)).href).catch(
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);

/** As Electron: ready once the main module has run to its end, and not before. */
async function becomeReady(): Promise<void> {
  const late = setTimeout(() => {
    console.error('the main module waits at its top level; Electron would never become ready');
    process.exit(1);
  }, loadLimitMs);
  await mainModule;
  clearTimeout(late);
  await app.becomeReady();
}

if (underPlaywright) {
  // Playwright connects to Chromium first, then calls this.
  Object.assign(globalThis, { __playwright_run: becomeReady });
  await chromium();
} else {
  await becomeReady();
}
