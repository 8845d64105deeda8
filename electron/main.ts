/** Start-up of the app: what starts, in which order, and what each part gets. */
import {
  app,
  dialog,
  ipcMain,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
} from 'electron';
import { createCore } from './core/core.ts';
import { setAppMenu } from './shell/app-menu.ts';
import { openFirstWindow } from './shell/first-window.ts';
import { electronHost } from './shell/host.ts';
import { claimIdentity } from './shell/identity.ts';
import { bindIpc } from './shell/ipc.ts';
import { readLaunch } from './shell/launch.ts';
import { rendererFolder } from './shell/paths.ts';
import { followPowerAndNetwork } from './shell/power.ts';
import { quitInOrder } from './shell/quit.ts';
import { denyEverythingByDefault } from './shell/security.ts';
import { registerPageScheme, servePage } from './shell/serve-page.ts';
import { statusTray } from './shell/status-tray.ts';
import { watchTrayHost } from './shell/tray-host.ts';
import { statusWindow } from './shell/window.ts';
import { windowPlaceStore } from './shell/window-place.ts';
import { wordsFor } from './shell/words.ts';

const log = (line: string) => console.error(line);
const launch = readLaunch(process.argv, process.cwd());

claimIdentity(app, launch.settingsFolder);
if (app.requestSingleInstanceLock()) {
  registerPageScheme(protocol);
  // Not awaited: while the main module waits at its top level, Electron never becomes ready.
  app.whenReady().then(start).catch(failToStart);
} else {
  // The first instance gets the `second-instance` event, and opens its window.
  app.quit();
}

function start(): void {
  denyEverythingByDefault(app, session.defaultSession, shell, log);
  servePage(protocol, rendererFolder);

  const { host, problem } = electronHost(app, safeStorage, log);
  const core = createCore(host, problem);
  const isQuitting = quitInOrder(app, () => core.stop(), log);
  const trayHost = watchTrayHost(process.platform, log);
  const window = statusWindow({
    place: windowPlaceStore(),
    hasTray: () => trayHost.present,
    isQuitting,
    log,
  });

  bindIpc(ipcMain, core, window);
  statusTray(app, core, window, trayHost, log, setAppMenu);
  followPowerAndNetwork(powerMonitor, net, core, log);
  app.on('second-instance', () => window.open());
  app.on('activate', () => window.open());
  // Without a listener, Electron quits with the last window.
  app.on('window-all-closed', () => {});

  core.start();
  openFirstWindow(launch, window, trayHost);
}

/** Exits, since a process without a window and a tray could not be seen. */
function failToStart(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  log(`cannot start: ${message}`);
  dialog.showErrorBox(wordsFor('system', app.getPreferredSystemLanguages()).cannotStart, message);
  app.exit(1);
}
