/**
 * `BrowserWindow`: state and events are real, the window is not. Headless Chromium has no windows to show,
 * so `show`, `hide`, `minimize` change what `isVisible` and `isMinimized` answer and nothing on a screen.
 */
import type { BrowserWindowConstructorOptions, BrowserWindow as ElectronWindow } from 'electron';
import { LoudEmitter, mustKnowOptions, NotImplementedError, PreventableEvent } from './loud.ts';
import { WebContents } from './web-contents.ts';

type Implemented =
  | 'close'
  | 'focus'
  | 'getNormalBounds'
  | 'id'
  | 'isDestroyed'
  | 'isFocused'
  | 'isMaximized'
  | 'isMinimized'
  | 'isVisible'
  | 'loadURL'
  | 'maximize'
  | 'minimize'
  | 'restore'
  | 'setBounds'
  | 'show'
  | 'showInactive';

const options = [
  'x',
  'y',
  'width',
  'height',
  'minWidth',
  'minHeight',
  'title',
  'icon',
  'show',
  'backgroundColor',
  'autoHideMenuBar',
  'webPreferences',
];

/** What the stand-in always is; a window that asks for less protection cannot be imitated. */
const requiredPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webviewTag: false,
  spellcheck: false,
} as const;

const open = new Set<BrowserWindow>();
const listeners: {
  created(contents: WebContents): void;
  allClosed(): void;
} = { created: () => {}, allClosed: () => {} };

/** Lets `app` know of pages that are made and of the last window that closes. */
export function followWindows(created: (contents: WebContents) => void, allClosed: () => void) {
  Object.assign(listeners, { created, allClosed });
}

export class BrowserWindow extends LoudEmitter implements Pick<ElectronWindow, Implemented> {
  readonly id: number;
  readonly webContents: WebContents;
  #bounds: { x: number; y: number; width: number; height: number };
  #visible: boolean;
  #focused = false;
  #minimized = false;
  #maximized = false;

  constructor(given: BrowserWindowConstructorOptions = {}) {
    super(['close', 'closed', 'ready-to-show', 'show', 'minimize', 'restore', 'focus']);
    mustKnowOptions('BrowserWindow', given, options);
    const { width = 800, height = 600, x = 0, y = 0, show = true } = given;
    this.#bounds = { x, y, width, height };
    this.#visible = show;
    const preload = checkPreferences(given.webPreferences ?? {});
    this.webContents = new WebContents({ width, height, preload });
    this.id = this.webContents.id;
    open.add(this);
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
    listeners.created(this.webContents);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...open];
  }

  static fromWebContents(contents: WebContents | undefined): BrowserWindow | null {
    return [...open].find((window) => window.webContents === contents) ?? null;
  }

  async loadURL(address: string): Promise<void> {
    await this.webContents.resize(this.#bounds.width, this.#bounds.height);
    await this.webContents.load(address);
  }

  show(): void {
    this.showInactive();
    this.focus();
  }

  showInactive(): void {
    if (this.#visible) return;
    this.#visible = true;
    this.emit('show');
  }

  isVisible(): boolean {
    return this.#visible && !this.#minimized;
  }

  focus(): void {
    for (const window of open) window.#focused = window === this;
    this.emit('focus');
  }

  isFocused(): boolean {
    return this.#focused;
  }

  minimize(): void {
    this.#minimized = true;
    this.#focused = false;
    this.emit('minimize');
  }

  restore(): void {
    this.#minimized = false;
    this.emit('restore');
  }

  isMinimized(): boolean {
    return this.#minimized;
  }

  maximize(): void {
    this.#maximized = true;
    this.#visible = true;
  }

  isMaximized(): boolean {
    return this.#maximized;
  }

  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return { ...this.#bounds };
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    Object.assign(this.#bounds, bounds);
    void this.webContents.resize(this.#bounds.width, this.#bounds.height);
  }

  isDestroyed(): boolean {
    return this.webContents.isDestroyed();
  }

  /** The listeners decide at once; the page goes afterwards, as in Electron. */
  close(): void {
    const event = new PreventableEvent();
    this.emit('close', event);
    if (event.defaultPrevented) return;
    void this.webContents.end().then(() => {
      if (!open.delete(this)) return;
      this.emit('closed');
      if (open.size === 0) listeners.allClosed();
    });
  }
}

function checkPreferences(given: NonNullable<BrowserWindowConstructorOptions['webPreferences']>) {
  const { preload, ...protections } = given;
  if (preload === undefined) throw new NotImplementedError('a window without a preload script');
  mustKnowOptions('webPreferences', protections, Object.keys(requiredPreferences));
  for (const [name, required] of Object.entries(requiredPreferences)) {
    const value = Reflect.get(protections, name);
    if (value !== required) throw new NotImplementedError(`webPreferences.${name}: ${value}`);
  }
  return preload;
}
