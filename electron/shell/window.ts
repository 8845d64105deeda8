/**
 * The one window. The core owns the state, so the window can go and come back at any moment: closing it to
 * the tray destroys it, which gives more than half of the app's memory back.
 *
 * Without a tray host there would be no way back to a closed window, and no sign that Rolodial still runs.
 * Closing minimises it then: syncing goes on, as it does with a tray, and the window stays in the task bar.
 * Its menu bar, where Quit is, does not hide there either.
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
  /** Opens the window without taking the keyboard from whatever the user is doing. */
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

/** Makes no window yet. */
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
      // A window that is closed while it loads ends here as well.
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
    // The page's own ground (renderer/global.css), so that nothing flashes before it is drawn.
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
