/**
 * Who may ask. The server listens on loopback only, but every page in the user's browser can reach it
 * there: under another name that points to 127.0.0.1 (DNS rebinding), or by posting from its own origin.
 * So the names are checked, byte by byte, before anything else is looked at.
 */
import type { IncomingHttpHeaders } from 'node:http';

/** The names that the printed address may have been typed as. */
function ownHosts(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}

/** Whether the request names this server, and not one that only resolves to it. */
export function isOwnHost(headers: IncomingHttpHeaders, port: number): boolean {
  return headers.host !== undefined && ownHosts(port).includes(headers.host.toLowerCase());
}

/** Whether a request that changes something comes from the window itself. */
export function isOwnOrigin(headers: IncomingHttpHeaders): boolean {
  return headers.origin !== undefined && headers.origin === `http://${headers.host}`;
}

/**
 * Whether the browser says that another site's page sent the request. Browsers that say nothing are let
 * through: the cookie's SameSite and the Origin of a POST do the rest.
 */
export function isFromElsewhere(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  return site === 'cross-site' || site === 'same-site';
}
