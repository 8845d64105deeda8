import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const run = promisify(execFile);
const dist = path.resolve(import.meta.dirname, '..', '..', '..', 'dist');

/** What a built file asks others for: its imports, and the requires of CommonJS code inside it. */
async function needs(file: string): Promise<string[]> {
  const text = await readFile(path.join(dist, file), 'utf8');
  const imports = /^import\b[^;'"]*["']([^'"]+)["'];?$/gm;
  // ajv keeps code with plain `require` calls in strings; calls of bundled code go through `__require`.
  const requires = file.endsWith('.cjs') ? /\brequire\("([^"]+)"\)/g : /\b__require\("([^"]+)"\)/g;
  const found = [...text.matchAll(imports), ...text.matchAll(requires)];
  return [...new Set(found.flatMap(([, name]) => name ?? []))];
}

const isBuiltIn = (name: string) => name.startsWith('node:') || builtinModules.includes(name);

/** dbus-native's, for abstract sockets; `tray-host.ts` connects to those by itself. */
const optional = 'abstract-socket';

test('the command line runs from a folder with nothing else in it, and without Electron', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'rolodial-alone-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await copyFile(path.join(dist, 'headless/cli.js'), path.join(folder, 'cli.mjs'));

  const { stdout } = await run(process.execPath, [path.join(folder, 'cli.mjs'), '--version']);

  expect(stdout).toMatch(/^\d+\.\d+\.\d+/);
  expect((await needs('headless/cli.js')).filter((name) => !isBuiltIn(name))).toEqual([]);
  expect(await readFile(path.join(dist, 'headless/cli.js'), 'utf8')).toMatch(/^#!.*\bnode\n/);
});

test('the desktop app needs Electron and nothing else that is not in it', async () => {
  const needed = (await needs('main/main.js')).filter((name) => !isBuiltIn(name));

  expect(needed.filter((name) => name !== optional)).toEqual(['electron']);
});

test('the preload script is one file that needs Electron alone', async () => {
  expect(await needs('preload/preload.cjs')).toEqual(['electron']);
});
