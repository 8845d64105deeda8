/**
 * `WebContents`: one page of Chromium, with the preload's world in it, its requests answered by the app,
 * and its navigations and new windows put to the app first.
 */
import type { WebContents as ElectronWebContents } from 'electron';
import { chromium } from './chromium.ts';
import type { DevTools } from './devtools.ts';
import { invokeHandler } from './ipc-main.ts';
import { LoudEmitter, NotImplementedError, PreventableEvent } from './loud.ts';
import { injectPreload, preloadWorld } from './preload.ts';
import { answerRequest, toApp, toChromium } from './schemes.ts';
import { applyPermissions } from './session.ts';
import { makeWire } from './wire.ts';

type WindowOpenHandler = Parameters<ElectronWebContents['setWindowOpenHandler']>[0];
type PageMessage =
  | {
      readonly kind: 'invoke';
      readonly id: number;
      readonly channel: string;
      readonly values: unknown;
    }
  | { readonly kind: 'preload-error'; readonly message: string };

export interface PageOptions {
  readonly width: number;
  readonly height: number;
  readonly preload: string;
}

const wire = makeWire();
const all = new Map<number, WebContents>();
let lastId = 0;

export class WebContents
  extends LoudEmitter
  implements Pick<ElectronWebContents, 'id' | 'send' | 'setWindowOpenHandler' | 'isDestroyed'>
{
  readonly id: number;
  targetId = '';
  readonly #page: Promise<DevTools>;
  #frameId = '';
  #world: number | undefined;
  #address = '';
  /** The address that `loadURL` is on its way to. */
  #loading: string | undefined;
  #openHandler: WindowOpenHandler | undefined;
  #destroyed = false;

  constructor(options: PageOptions) {
    super(['will-frame-navigate', 'will-navigate', 'will-attach-webview', 'did-finish-load']);
    lastId += 1;
    this.id = lastId;
    all.set(this.id, this);
    this.#page = this.#open(options);
    // Whoever loads a page awaits it; a window without a page must not end the process first.
    this.#page.catch((error: unknown) => complain('opening a page', error));
  }

  static readonly fromDevToolsTargetId = (targetId: string): WebContents | undefined =>
    [...all.values()].find((contents) => contents.targetId === targetId);

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#openHandler = handler;
  }

  /** As in Electron, lost where no page has been loaded yet. */
  send(channel: string, ...values: unknown[]): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
    if (this.#world === undefined) return;
    this.#post(this.#world, { kind: 'send', channel, values: wire.pack(values) });
  }

  async load(address: string): Promise<void> {
    const page = await this.#page;
    const { root } = await chromium();
    const target = toChromium(address);
    await applyPermissions(root, this, address, target);
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()));
    this.#loading = target;
    const { errorText } = await page.send('Page.navigate', { url: target });
    this.#loading = undefined;
    if (errorText !== undefined) throw new Error(`${errorText} loading '${address}'`);
    await loaded;
  }

  async resize(width: number, height: number): Promise<void> {
    const metrics = { width, height, deviceScaleFactor: 1, mobile: false };
    await (await this.#page).send('Emulation.setDeviceMetricsOverride', metrics);
  }

  /** Ends the page. Electron's own `destroy` is not what windows of ours use. */
  async end(): Promise<void> {
    if (this.#destroyed) return;
    await this.#page.catch(() => undefined);
    this.#destroyed = true;
    all.delete(this.id);
    const { root } = await chromium();
    await root.send('Target.closeTarget', { targetId: this.targetId }).catch(() => undefined);
  }

  async #open({ width, height, preload }: PageOptions): Promise<DevTools> {
    const browser = await chromium();
    const { targetId } = await browser.root.send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      width,
      height,
    });
    this.targetId = targetId;
    const page = await browser.attached(targetId);
    this.#listen(page);
    await page.send('Page.enable');
    const { frameTree } = await page.send('Page.getFrameTree');
    this.#frameId = frameTree.frame.id;
    await page.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
    await injectPreload(page, preload);
    await page.send('Runtime.enable');
    await page.send('Runtime.runIfWaitingForDebugger');
    return page;
  }

  #listen(page: DevTools): void {
    page.on('Runtime.executionContextCreated', ({ context }) => {
      const frame = context.auxData as { readonly frameId?: string } | undefined;
      if (context.name !== preloadWorld || frame?.frameId !== this.#frameId) return;
      this.#world = context.id;
    });
    page.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (this.#world === executionContextId) this.#world = undefined;
    });
    page.on('Runtime.bindingCalled', ({ payload, executionContextId }) => {
      this.#receive(JSON.parse(payload), executionContextId).catch((error: unknown) =>
        complain('answering the page', error),
      );
    });
    page.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) this.#address = toApp(frame.url);
    });
    page.on('Page.loadEventFired', () => {
      if (this.#address !== 'about:blank') this.emit('did-finish-load');
    });
    page.on('Page.frameRequestedNavigation', ({ frameId, url }) => {
      // Chromium hands unknown schemes to the desktop, and headless it has none: nothing is requested
      // that could be held back, but the app must be asked all the same.
      if (!/^https?:/i.test(url)) this.#mayNavigate(url, frameId === this.#frameId);
    });
    page.on('Page.windowOpen', ({ url }) => this.#askToOpen(toApp(url)));
    page.on('Fetch.requestPaused', (request) => {
      this.#answer(page, request.requestId, request).catch((error: unknown) =>
        complain(`requesting ${toApp(request.request.url)}`, error),
      );
    });
  }

  async #answer(
    page: DevTools,
    requestId: string,
    { request, frameId, resourceType }: PausedRequest,
  ): Promise<void> {
    if (resourceType === 'Document' && request.url !== this.#loading) {
      if (!this.#mayNavigate(toApp(request.url), frameId === this.#frameId)) {
        await page.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
        return;
      }
    }
    const response = await answerRequest(request.url, request.method, request.headers);
    if (!response) {
      await page.send('Fetch.continueRequest', { requestId });
      return;
    }
    const body = Buffer.from(await response.arrayBuffer());
    await page.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: body.toString('base64'),
    });
  }

  /** In Electron's order: first the event for any frame, then the one for the page alone. */
  #mayNavigate(address: string, isMainFrame: boolean): boolean {
    for (const event of ['will-frame-navigate', ...(isMainFrame ? ['will-navigate'] : [])]) {
      const details = Object.assign(new PreventableEvent(), { url: address, isMainFrame });
      this.emit(event, details);
      if (details.defaultPrevented) return false;
    }
    return true;
  }

  /** Chromium has made the window by now; whatever the app says, `endPopup` takes it away. */
  #askToOpen(address: string): void {
    if (!this.#openHandler) throw new NotImplementedError('a page opening windows freely');
    const { action } = this.#openHandler({
      url: address,
      frameName: '',
      features: '',
      disposition: 'new-window',
      referrer: { url: '', policy: 'default' },
    });
    if (action !== 'deny') throw new NotImplementedError(`window open handler: ${action}`);
  }

  async #receive(message: PageMessage, world: number): Promise<void> {
    if (message.kind === 'preload-error') {
      complain('the preload script', new Error(message.message));
      return;
    }
    const { id, channel } = message;
    const senderFrame = { url: this.#address, parent: null };
    const values = wire.unpack(message.values) as unknown[];
    try {
      const value = await invokeHandler(channel, { sender: this, senderFrame }, values);
      this.#post(world, { kind: 'reply', id, value: wire.pack(value) });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.#post(world, { kind: 'failure', id, message: text });
    }
  }

  #post(world: number, message: object): void {
    const expression = `standInReceive(${JSON.stringify(JSON.stringify(message))})`;
    this.#page
      .then((page) => page.send('Runtime.evaluate', { expression, contextId: world }))
      .then(({ exceptionDetails }) => {
        if (exceptionDetails) complain('a listener in the page', exceptionDetails.exception);
      })
      // The page went away in the meantime: what was meant for it is lost, as in Electron.
      .catch(() => undefined);
  }
}

interface PausedRequest {
  readonly request: {
    readonly url: string;
    readonly method: string;
    readonly headers: Record<string, string>;
  };
  readonly frameId: string;
  readonly resourceType: string;
}

/** To standard error, where Playwright's log has it: nothing that goes wrong here may go unseen. */
function complain(where: string, error: unknown): void {
  const text = error instanceof Error ? error.stack : JSON.stringify(error);
  process.stderr.write(`electron stand-in: ${where}: ${text}\n`);
}
