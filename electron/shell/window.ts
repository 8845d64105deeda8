/**
 * The one window. The core owns the state, so the window can be destroyed and rebuilt at any moment: closing
 * it to the tray destroys it, which frees more than half of the app's memory.
 *
 * Without a tray host a closed window could not be opened again. Closing minimises it then, syncing goes on,
 * and the menu bar with Quit stays visible.
 */
import path from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Log } from '../core/host.ts';
import { fitBounds, minimumSize, type WindowPlace } from './bounds.ts';
import { pageAddress } from './page-address.ts';
import { iconsFolder, preloadFile } from './paths.ts';

export interface StatusWindow {
  /** Opens the window, or brings the open one to the front. */
  open(): void;
  /** Opens the window without taking the keyboard focus. */
  openInBackground(): void;
  /** Sends to the page, if there is one; a page that opens later asks for a snapshot. */
  send(channel: string, message: unknown): void;
}

export interface WindowSurroundings {
  readonly place: { read(): WindowPlace; write(place: WindowPlace): void };
  /** Whether there is a tray to close the window to. */
  hasTray(): boolean;
  isQuitting(): boolean;
  readonly log: Log;
}

/** Does not open the window yet. */
export function statusWindow(surroundings: WindowSurroundings): StatusWindow {
  let window: BrowserWindow | undefined;

  function show(how: 'active' | 'inactive'): void {
    if (window) {
      bringForward(window, how);
      return;
    }
    const opened = createWindow(surroundings);
    window = opened;
    opened.once('closed', () => {
      window = undefined;
    });
    opened.once('ready-to-show', () => bringForward(opened, how));
    opened.loadURL(pageAddress).catch((error: unknown) => {
      // This also happens to a window that is closed while it loads.
      surroundings.log(`the window did not load: ${String(error)}`);
    });
  }

  return {
    open: () => show('active'),
    openInBackground: () => show('inactive'),
    send: (channel, message) => window?.webContents.send(channel, message),
  };
}

function bringForward(window: BrowserWindow, how: 'active' | 'inactive'): void {
  if (how === 'inactive') {
    window.showInactive();
    return;
  }
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function createWindow({ place, hasTray, isQuitting }: WindowSurroundings): BrowserWindow {
  const kept = place.read();
  const workAreas = screen.getAllDisplays().map((display) => display.workArea);
  const window = new BrowserWindow({
    ...fitBounds(kept.bounds, workAreas),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    title: 'Rolodial',
    icon: path.join(iconsFolder, 'app', '256x256.png'),
    show: false,
    // The page's own background (renderer/global.css), so that nothing flashes before it is drawn.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14181d' : '#f4f6f7',
    autoHideMenuBar: hasTray(),
    webPreferences: {
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  if (kept.maximized === true) window.maximize();
  window.on('close', (event) => {
    place.write({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
    if (hasTray() || isQuitting()) return;
    event.preventDefault();
    window.minimize();
  });
  return window;
}
