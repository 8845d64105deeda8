/**
 * Finds out whether Electron can open a window here.
 *
 * The package `electron` must not be imported for it, since importing it in plain Node downloads the binary.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The binary, as Electron's own package finds it, or the reason why it cannot open a window. */
type FoundElectron = { readonly binary: string } | { readonly reason: string };

/**
 * @param root of the checkout
 * @param asRoot whether the caller switches Chromium's sandbox off as root, where it cannot work
 */
export function findElectron(
  root: string,
  asRoot = false,
  env: NodeJS.ProcessEnv = process.env,
): FoundElectron {
  const electronPackage = path.join(root, 'node_modules', 'electron');
  // Written by Electron's installer: where in its folder the binary is.
  const named = path.join(electronPackage, 'path.txt');
  const program = existsSync(named) ? readFileSync(named, 'utf8') : 'electron';
  const folder = env['ELECTRON_OVERRIDE_DIST_PATH'] || path.join(electronPackage, 'dist');
  const binary = path.join(folder, program);
  if (!existsSync(binary)) return { reason: 'its binary is not installed' };
  if (process.platform === 'linux') {
    if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return { reason: 'there is no display' };
    if (process.getuid?.() === 0 && !asRoot) return { reason: 'it does not run as root' };
  }
  return { binary };
}
