/** The tray icon: shows a view and passes clicks on; `tray-view.ts` decides its words and entries. */
import path from 'node:path';
import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { IconStatus } from '../icons/drawing.ts';
import { iconsFolder } from './paths.ts';
import type { TrayAction, TrayEntry, TrayView } from './tray-view.ts';

export interface TrayIcon {
  show(view: TrayView): void;
  remove(): void;
}

/** Puts an icon into the tray. */
export function trayIcon(first: TrayView, perform: (action: TrayAction) => void): TrayIcon {
  const tray = new Tray(image(first.icon));
  // On macOS a click opens the menu; on Linux the desktop decides what a click does.
  if (process.platform !== 'darwin') tray.on('click', () => perform({ kind: 'open' }));

  function show(view: TrayView): void {
    tray.setImage(image(view.icon));
    tray.setToolTip(view.tooltip);
    // The whole menu, since on Linux a changed item is not shown until the menu is set again.
    tray.setContextMenu(Menu.buildFromTemplate(view.entries.map((entry) => item(entry, perform))));
  }

  show(first);
  return { show, remove: () => tray.destroy() };
}

function item(entry: TrayEntry, perform: (action: TrayAction) => void): MenuItemConstructorOptions {
  switch (entry.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'text':
      return { label: withoutMnemonic(entry.label), enabled: false };
    case 'action':
      return {
        label: withoutMnemonic(entry.label),
        enabled: entry.enabled,
        click: () => perform(entry.action),
      };
    case 'submenu':
      return {
        label: withoutMnemonic(entry.label),
        submenu: entry.entries.map((inner) => item(inner, perform)),
      };
  }
}

/** A single `&` in a label marks a shortcut letter. */
function withoutMnemonic(label: string): string {
  return label.replaceAll('&', '&&');
}

/** Electron uses the `@2x` file beside it by itself where the display needs it. */
function image(status: IconStatus) {
  const file = process.platform === 'darwin' ? `${status}Template.png` : `${status}-${size}.png`;
  return nativeImage.createFromPath(path.join(iconsFolder, 'tray', file));
}

/** What trays are drawn at: 16 pixels on Windows, 22 in the trays of Linux desktops. */
const size = process.platform === 'win32' ? 16 : 22;
