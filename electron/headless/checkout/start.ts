/** `npm start` in a checkout: the app in Electron, or the same window in a browser where that cannot be. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { buildIfNeeded } from './build-first.ts';
import { findElectron } from './electron-binary.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..');

function launch(given: readonly string[]): ChildProcess {
  const electron = findElectron(root);
  if ('binary' in electron) {
    return spawn(electron.binary, [root, ...given], { stdio: 'inherit' });
  }
  process.stderr.write(
    `Electron cannot open a window here (${electron.reason}); the window opens in a browser instead.\n`,
  );
  const commandLine = path.join(root, 'dist', 'headless', 'cli.js');
  return spawn(process.execPath, [commandLine, 'serve', ...given], { stdio: 'inherit' });
}

try {
  buildIfNeeded();
  const child = launch(process.argv.slice(2));
  // Ctrl-C reaches the child by itself; this process waits for it to end.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const [code] = await once(child, 'exit');
  process.exitCode = typeof code === 'number' ? code : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
