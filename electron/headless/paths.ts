/** Where Rolodial keeps its settings and databases: Electron's userData folder, so that both hosts share them. */
import { homedir } from 'node:os';
import path from 'node:path';

/** Electron 45, `app.getPath('userData')` with the name "rolodial". */
export function userFolder(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const name = 'rolodial';
  if (platform === 'darwin') return path.join(homedir(), 'Library', 'Application Support', name);
  if (platform === 'win32') {
    return path.join(env['APPDATA'] ?? path.join(homedir(), 'AppData', 'Roaming'), name);
  }
  return path.join(env['XDG_CONFIG_HOME'] || path.join(homedir(), '.config'), name);
}
