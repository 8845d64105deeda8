/** Which app this is, for the system, and which folder is its own. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { App } from 'electron';

/**
 * Names the app and claims its folder. Before `ready`, and before anything asks for a path.
 *
 * The folder is `rolodial` in the user's configuration folder, the same that the command line uses; the
 * package's display name would make it `Rolodial`. What Chromium keeps goes into a folder inside it.
 *
 * @param settingsFolder another folder to run against
 */
export function claimIdentity(app: App, settingsFolder: string | undefined): void {
  app.setName('rolodial');
  const folder = settingsFolder ?? path.join(app.getPath('appData'), 'rolodial');
  const chromiumFolder = path.join(folder, 'chromium');
  // Electron refuses a folder that is not there.
  mkdirSync(chromiumFolder, { recursive: true, mode: 0o700 });
  app.setPath('userData', folder);
  app.setPath('sessionData', chromiumFolder);
  // Windows groups windows and notifications by this; it must be the installer's appId.
  if (process.platform === 'win32') app.setAppUserModelId('Rolodial.Rolodial');
}
