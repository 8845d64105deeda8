/** The smallest app that shows what the stand-in does; `PERMISSIONS` chooses what its handlers answer. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { app, BrowserWindow, ipcMain, protocol, session } from 'electron';

const allowed = process.env.PERMISSIONS;

protocol.registerSchemesAsPrivileged([
  { scheme: 'example', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
app.whenReady().then(() => {
  if (allowed !== undefined) {
    const asked = [];
    globalThis.asked = asked;
    session.defaultSession.setPermissionCheckHandler((_contents, permission) => {
      asked.push(permission);
      return allowed.includes(permission);
    });
    session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) =>
      answer(allowed.includes(permission)),
    );
  }
  protocol.handle('example', async (request) => {
    const file = path.join(import.meta.dirname, 'pages', new URL(request.url).pathname);
    return new Response(await readFile(file), { headers: { 'content-type': 'text/html' } });
  });
  ipcMain.handle('fail', () => {
    throw new TypeError('no');
  });
  const window = new BrowserWindow({
    webPreferences: {
      preload: path.join(import.meta.dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  window.loadURL('example://pages/one.html');
});
