/**
 * `npm run dev` in Electron: main and preload are built anew when their sources change, and Electron starts
 * again; the page comes from Vite, by way of the app's own address. Such a build knows where Vite is, so it
 * has a folder of its own, and `npm start` never sees it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { build } from 'vite';
import packageFile from '../../../package.json' with { type: 'json' };
import { closeServer, listenAt } from '../../core/http/server.ts';
import { isOwnHost } from '../http/origin-guard.ts';
import { openDevPage, root } from './dev-page.ts';
import { Restarts } from './restarts.ts';

/** An app folder like the checkout, as far as Electron and main look into it. */
const appFolder = path.join(root, 'dist', 'dev');

/** Chromium lets no page of an address such as ours reach a socket on loopback without asking. */
const allowHotReload =
  '--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets';

/**
 * @param binary of Electron
 * @param args for the app
 * @returns ends everything
 */
export async function devInElectron(binary: string, args: readonly string[]): Promise<() => void> {
  const { page, close } = await openDevPage();
  const server = createServer((request, response) => {
    if (isOwnHost(request.headers, port)) page(request, response, '');
    else response.writeHead(403).end();
  });
  const port = await listenAt(server, 0, '127.0.0.1');
  makeAppFolder();

  let electron: ChildProcess | undefined;
  const restarts = new Restarts(async () => {
    await stop();
    electron = spawn(binary, [allowHotReload, appFolder, ...args], { stdio: 'inherit' });
  });

  async function stop(): Promise<void> {
    if (!electron || electron.exitCode !== null || electron.signalCode !== null) return;
    const ended = once(electron, 'exit');
    electron.kill('SIGTERM');
    await ended;
  }

  const builds = await Promise.all(
    ['preload', 'main'].map(async (mode) => {
      const watcher = await build({
        configFile: path.join(root, 'vite.config.ts'),
        mode,
        define: { pageOfSources: JSON.stringify(`http://127.0.0.1:${port}/`) },
        build: { outDir: path.join(appFolder, 'dist', mode), watch: {} },
      });
      if (!('on' in watcher)) throw new Error('Vite does not watch');
      return watcher;
    }),
  );
  /** Builds that have ended well at least once. */
  const built = new Set<unknown>();
  for (const watcher of builds) {
    watcher.on('event', (event) => {
      if (event.code !== 'END') return;
      built.add(watcher);
      if (built.size === builds.length) restarts.ask();
    });
  }
  return () =>
    restarts.end(async () => {
      await Promise.all(builds.map((watcher) => watcher.close()));
      await stop();
      await closeServer(server);
      await close();
    });
}

function makeAppFolder(): void {
  rmSync(appFolder, { recursive: true, force: true });
  mkdirSync(path.join(appFolder, 'electron'), { recursive: true });
  symlinkSync(path.join(root, 'electron', 'icons'), path.join(appFolder, 'electron', 'icons'));
  const { name, productName, version, type, main } = packageFile;
  const described = JSON.stringify({ name, productName, version, type, main });
  writeFileSync(path.join(appFolder, 'package.json'), described);
}
