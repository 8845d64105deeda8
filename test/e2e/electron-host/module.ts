/** The module `electron` as the app's main process gets it, from `import` and from `require` alike. */
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { ipcMain } from './ipc-main.ts';
import { loud } from './loud.ts';
import { protocol } from './schemes.ts';
import { session } from './session.ts';
import { dialog, nativeTheme, net, powerMonitor, safeStorage, screen, shell } from './system.ts';
import { Menu, nativeImage, Tray } from './tray.ts';
import { WebContents } from './web-contents.ts';

const webContents = loud('webContents', {
  fromDevToolsTargetId: WebContents.fromDevToolsTargetId,
});

const electron = loud('electron', {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  webContents,
} satisfies Partial<Record<keyof typeof Electron, unknown>>);

export default electron;
/** What `require('electron')` gives (Node: `module.exports` of a required ES module). */
/** A name that is missing here fails the import when the app is linked. */
export {
  app,
  BrowserWindow,
  dialog,
  electron as 'module.exports',
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  webContents,
};
