/**
 * The menu bar. Electron's default has entries for developers; ours has Quit, which is needed where there is no
 * tray, and on macOS the roles that give copying and pasting their shortcuts.
 */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Words } from './words.ts';

/** Sets the menu bar of every window, in the given words. */
export function setAppMenu(words: Words): void {
  const quit: MenuItemConstructorOptions = { role: 'quit', label: words.quit };
  const template: MenuItemConstructorOptions[] =
    process.platform === 'darwin'
      ? [{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]
      : [{ label: 'Rolodial', submenu: [{ ...quit, accelerator: 'Ctrl+Q' }] }];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
