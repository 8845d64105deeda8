/** `Tray`, `Menu`, `nativeImage`: held and never drawn. Menu items can be clicked from a spec. */
import { existsSync } from 'node:fs';
import type { MenuItemConstructorOptions } from 'electron';
import { LoudEmitter, LoudObject, loud, mustKnowOptions } from './loud.ts';

class NativeImage extends LoudObject {
  readonly file: string;

  constructor(file: string) {
    super();
    // Electron would show an empty place without a word.
    if (!existsSync(file)) throw new Error(`nativeImage: there is no ${file}`);
    this.file = file;
  }
}

export const nativeImage = loud('nativeImage', {
  createFromPath: (file: string) => new NativeImage(file),
});

class MenuItem extends LoudObject {
  readonly label: string;
  readonly type: string;
  readonly enabled: boolean;
  readonly submenu: Menu | undefined;
  readonly #click: MenuItemConstructorOptions['click'];

  constructor(template: MenuItemConstructorOptions) {
    super();
    mustKnowOptions('MenuItem', template, [
      'accelerator',
      'click',
      'enabled',
      'label',
      'role',
      'submenu',
      'type',
    ]);
    const { label = '', submenu, enabled = true, click } = template;
    this.label = label;
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : undefined;
    this.type = template.type ?? (submenu ? 'submenu' : 'normal');
    this.enabled = enabled;
    this.#click = click;
  }

  /** A person cannot click what is disabled. */
  click(): void {
    if (!this.enabled) throw new Error(`the menu entry "${this.label}" is disabled`);
    Reflect.apply(this.#click ?? (() => {}), this, []);
  }
}

export class Menu extends LoudObject {
  readonly items: readonly MenuItem[];

  private constructor(items: readonly MenuItem[]) {
    super();
    this.items = items;
  }

  static buildFromTemplate(template: readonly MenuItemConstructorOptions[]): Menu {
    return new Menu(template.map((item) => new MenuItem(item)));
  }

  static setApplicationMenu(menu: Menu): void {
    applicationMenu = menu;
  }

  static getApplicationMenu(): Menu | null {
    return applicationMenu;
  }
}
let applicationMenu: Menu | null = null;

export class Tray extends LoudEmitter {
  #destroyed = false;

  constructor(_image: NativeImage) {
    super(['click']);
  }

  setImage(_image: NativeImage): void {
    this.#mustLive();
  }

  setToolTip(_text: string): void {
    this.#mustLive();
  }

  setContextMenu(_menu: Menu | null): void {
    this.#mustLive();
  }

  destroy(): void {
    this.#destroyed = true;
  }

  #mustLive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
  }
}
