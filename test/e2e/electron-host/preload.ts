/** Puts the preload script into every document of a page, in a world of its own. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { DevTools } from './devtools.ts';
import { makeBridge, startMainWorld, startPreloadWorld } from './page-runtime.ts';
import { makeWire } from './wire.ts';

export const preloadWorld = 'electron stand-in: preload';

/**
 * Prepares a page that has loaded nothing yet.
 *
 * @param file absolute path of a CommonJS file, as a sandboxed preload must be
 */
export async function injectPreload(page: DevTools, file: string): Promise<void> {
  const source = readFileSync(file, 'utf8');
  const secret = `stand-in-${randomBytes(12).toString('hex')}-`;
  const shared = `${JSON.stringify(secret)}, ${makeWire}, ${makeBridge}`;
  await page.send('Runtime.addBinding', {
    name: 'standInPost',
    executionContextName: preloadWorld,
  });
  await page.send('Page.addScriptToEvaluateOnNewDocument', {
    source: `(${startMainWorld})(${shared})`,
  });
  await page.send('Page.addScriptToEvaluateOnNewDocument', {
    worldName: preloadWorld,
    source: `(${startPreloadWorld})(${shared}, function (require, module, exports) {${source}\n})\n//# sourceURL=${file}`,
  });
}
