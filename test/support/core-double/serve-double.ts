/**
 * Serves the built window with the double behind it, to look at and to develop against:
 * `node test/support/core-double/serve-double.ts [rows] [empty | unread | gone]` after
 * `vite build --mode renderer`; the next sync then cannot read 500 cards and a book, or finds that a book is gone.
 */
import path from 'node:path';
import { serveWindow } from '../../../electron/headless/http/serve-window.ts';
import { createCoreDouble } from './core-double.ts';
import { sampleAbsence, sampleUnreadBook, sampleUnreadCards } from './sample-books.ts';
import { sampleProfile } from './sample-profile.ts';

const [rows = '120', ...words] = process.argv.slice(2);
const core = createCoreDouble({
  profiles: words.includes('empty') ? [] : [sampleProfile],
  contacts: Number(rows),
  language: 'system',
  stepMs: 120,
});
const rowJids = (await core.handlers.listContacts({ profile: 'john' }).catch(() => []))
  .map(({ jid }) => jid)
  .filter((jid) => jid !== '');
if (words.includes('unread')) {
  core.script.findInNextSync({
    unread: [sampleUnreadBook('server-error', false), ...sampleUnreadCards(500)],
    withheld: rowJids.slice(0, 12),
    leftOut: [
      { url: 'https://cloud.example.com/dav/john/z-server-generated--system/', name: 'Accounts' },
    ],
    missed: 3,
  });
}
if (words.includes('gone'))
  core.script.findInNextSync(sampleAbsence(rowJids.slice(0, 12), rowJids.length));
const { url } = await serveWindow(core, {
  rendererFolder: path.join(import.meta.dirname, '../../../dist/renderer'),
  log: (line) => console.error(line),
});
console.log(`The double (no real account): ${url}`);
