/**
 * Whether the app can be opened here. Importing the package `electron` would not do: without its binary it
 * tries to download it from GitHub, and throws where that cannot be reached.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './rolodial.ts';

/** The Electron binary, or `undefined` where it is not installed or there is no display to open a window on. */
export function electronBinary(): string | undefined {
  const { DISPLAY, WAYLAND_DISPLAY, ELECTRON_OVERRIDE_DIST_PATH } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return undefined;
  const folder = join(root, 'node_modules', 'electron');
  // Written by Electron's own installer: where in its folder the binary is.
  const pathFile = join(folder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron';
  const binary = join(ELECTRON_OVERRIDE_DIST_PATH || join(folder, 'dist'), name);
  return existsSync(binary) ? binary : undefined;
}
