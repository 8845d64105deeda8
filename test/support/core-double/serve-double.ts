/**
 * Serves the built window with the double behind it, to look at and to develop against:
 * `node test/support/core-double/serve-double.ts [rows] [empty]` after `vite build --mode renderer`.
 */
import path from 'node:path';
import { serveWindow } from '../../../electron/headless/http/serve-window.ts';
import { createCoreDouble } from './core-double.ts';
import { sampleProfile } from './sample-profile.ts';

const [rows = '120', ...words] = process.argv.slice(2);
const core = createCoreDouble({
  profiles: words.includes('empty') ? [] : [sampleProfile],
  contacts: Number(rows),
  language: 'system',
  stepMs: 120,
});
const { url } = await serveWindow(core, {
  rendererFolder: path.join(import.meta.dirname, '../../../dist/renderer'),
  log: (line) => console.error(line),
});
console.log(`The double (no real account): ${url}`);
