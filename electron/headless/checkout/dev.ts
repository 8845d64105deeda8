/**
 * `npm run dev`: the window of the sources, in Electron, or in a browser where that cannot be. A change under
 * renderer/ shows in the open window at once, without a reload; after a change under electron/ or shared/ the
 * core starts anew behind it.
 */
import { devInBrowser } from './dev-browser.ts';
import { devInElectron } from './dev-electron.ts';
import { root } from './dev-page.ts';
import { findElectron } from './electron-binary.ts';

const electron = findElectron(root);
const args = process.argv.slice(2);
const end = await ('binary' in electron
  ? devInElectron(electron.binary, args)
  : devInBrowser(args));
// Not once: a package that the core uses (`when-exit`) sends each signal again.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
