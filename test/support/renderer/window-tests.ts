/**
 * The built window in a real Chromium, served by the real `serveWindow`, with the double of the core
 * behind it. One Chromium for each file of tests, one server and one fresh profile for each window.
 */
import path from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type ServedWindow, serveWindow } from '../../../electron/headless/http/serve-window.ts';
import {
  type CoreDouble,
  createCoreDouble,
  type DoubleOptions,
} from '../core-double/core-double.ts';

export interface WindowOptions extends DoubleOptions {
  /** The part of the address after `#`. */
  readonly path?: string;
  readonly dark?: boolean;
  readonly size?: readonly [width: number, height: number];
  /** The language of the browser. */
  readonly locale?: string;
}

export interface OpenWindow {
  readonly page: Page;
  readonly core: CoreDouble;
  readonly served: ServedWindow;
  /** Errors and warnings of the page so far. */
  readonly complaints: string[];
}

export const narrow = [480, 560] as const;

const chromiumFlags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Registers the browser of a file of tests.
 *
 * @returns opens a window; it is closed after the test, which fails if the page complained of anything:
 *   an exception, a breach of the content security policy, a missing file
 */
export function windowTests(): (options?: WindowOptions) => Promise<OpenWindow> {
  let browser: Browser;
  const opened: OpenWindow[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumFlags });
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    for (const { page, served } of opened.splice(0)) {
      await page.context().close();
      await served.close();
    }
    expect(complaints.splice(0)).toEqual([]);
  });

  return async (options = {}) => {
    const { dark = false, size = [1000, 700], locale = 'en-CA' } = options;
    const core = createCoreDouble(options);
    const served = await serve(core);
    const context = await browser.newContext({
      viewport: { width: size[0], height: size[1] },
      colorScheme: dark ? 'dark' : 'light',
      permissions: ['clipboard-read', 'clipboard-write'],
      reducedMotion: 'reduce',
      locale,
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        complaints.push(message.text());
    });
    await page.goto(served.url);
    if (options.path !== undefined) await page.goto(new URL(`/${options.path}`, served.url).href);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const window = { page, core, served, complaints };
    opened.push(window);
    return window;
  };
}

/** Serves the built window; a free port is taken unless one is named. */
export function serve(core: CoreDouble, port = 0): Promise<ServedWindow> {
  const rendererFolder = path.join(import.meta.dirname, '../../../dist/renderer');
  return serveWindow(core, { port, rendererFolder, log: (line) => console.error(line) });
}

/** What axe finds wrong with the page, one line for each, worst kinds only. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // Playwright evaluates past the content security policy, as developer tools do.
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const run = (window as unknown as { axe: typeof axe }).axe.run;
    return (await run(document, { resultTypes: ['violations'] })).violations.map(
      ({ id, impact, nodes }) => ({
        id,
        impact,
        targets: nodes.map(
          ({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`,
        ),
      }),
    );
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, targets }) => `${id}: ${targets.join(' | ')}`);
}
