/**
 * `session`: permissions. Chromium is given what the app's handlers answer, permission by permission and
 * for the page's origin; without handlers everything is granted, as in Electron. So a page that is refused
 * was refused by the app.
 */
import type { Session } from 'electron';
import type { DevTools } from './devtools.ts';
import { loud } from './loud.ts';

type RequestHandler = Parameters<Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Session['setPermissionCheckHandler']>[0];
type Permission = Parameters<NonNullable<CheckHandler>>[1];

let requestHandler: RequestHandler = null;
let checkHandler: CheckHandler = null;

const defaultSession = loud('session.defaultSession', {
  setPermissionRequestHandler(handler) {
    requestHandler = handler;
  },
  setPermissionCheckHandler(handler) {
    checkHandler = handler;
  },
} satisfies Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>);

export const session = loud('session', { defaultSession });

/** Chromium's names (of the Permissions API) and Electron's. */
const permissions = [
  ['camera', 'media'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-write', 'clipboard-sanitized-write'],
  ['geolocation', 'geolocation'],
  ['idle-detection', 'idle-detection'],
  ['microphone', 'media'],
  ['midi', 'midi'],
  ['notifications', 'notifications'],
  ['persistent-storage', 'persistent-storage'],
  ['screen-wake-lock', 'screen-wake-lock'],
] as const satisfies readonly (readonly [string, Permission])[];

/** Asks the handlers about every permission, for a page that is about to be loaded. */
export async function applyPermissions(
  root: DevTools,
  contents: object,
  address: string,
  chromiumAddress: string,
): Promise<void> {
  const origin = new URL(chromiumAddress).origin;
  for (const [name, permission] of permissions) {
    const granted =
      isAllowed(contents, permission, address) && (await isGranted(contents, permission, address));
    await root.send('Browser.setPermission', {
      permission: { name },
      setting: granted ? 'granted' : 'denied',
      origin,
    });
  }
}

function isAllowed(contents: object, permission: Permission, address: string): boolean {
  if (!checkHandler) return true;
  const details = { isMainFrame: true, requestingUrl: address };
  return checkHandler(contents as Electron.WebContents, permission, address, details);
}

function isGranted(contents: object, permission: Permission, address: string): Promise<boolean> {
  const handler = requestHandler;
  if (!handler) return Promise.resolve(true);
  const details = { isMainFrame: true, requestingUrl: address };
  return new Promise((resolve) =>
    handler(contents as Electron.WebContents, permission, resolve, details),
  );
}
