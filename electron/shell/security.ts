/**
 * Denies the window's page everything that it does not need: all permissions but one, other addresses, new
 * windows and webviews. An outside link opens in the desktop's program for it.
 */
import type { App, Session, Shell, WebContents } from 'electron';
import type { Log } from '../core/host.ts';
import { outsideAddress } from './outside-address.ts';
import { isOwnPage } from './page-address.ts';

/** Writing plain text to the clipboard, for the addresses that the Contacts page copies. Reading it is denied. */
const granted: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** Applies to the session and to every page in it. */
export function denyEverythingByDefault(
  app: App,
  session: Session,
  shell: Pick<Shell, 'openExternal'>,
  log: Log,
): void {
  session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(granted.has(permission)),
  );
  // The check covers devices, too.
  session.setPermissionCheckHandler((_contents, permission) => granted.has(permission));
  app.on('web-contents-created', (_event, contents) => denyNavigation(contents, openOutside));

  function openOutside(address: string): void {
    const safe = outsideAddress(address);
    if (safe === undefined) {
      log('the window tried to open an address that is neither https: nor xmpp:; refused');
      return;
    }
    shell.openExternal(safe).catch((error: unknown) => {
      log(`no program opened ${new URL(safe).protocol} link: ${String(error)}`);
    });
  }
}

function denyNavigation(contents: WebContents, openOutside: (address: string) => void): void {
  // Fires for the page and for frames inside it, before `will-navigate` would for the page alone.
  contents.on('will-frame-navigate', (details) => {
    if (isOwnPage(details.url)) return;
    details.preventDefault();
    if (details.isMainFrame) openOutside(details.url);
  });
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
