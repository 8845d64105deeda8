/**
 * Checks where a request comes from. The server listens on loopback only, but every page in the user's browser
 * can reach it: by another name that points to 127.0.0.1 (DNS rebinding), or by posting from its own origin.
 * So Host and Origin are checked before anything else.
 */
import type { IncomingHttpHeaders } from 'node:http';

/** The printed host, and the other name that a person may type. */
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
 * Whether the browser says that another site's page sent the request. Where it says nothing, the cookie's
 * SameSite and the Origin of a POST protect.
 */
export function isFromElsewhere(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  return site === 'cross-site' || site === 'same-site';
}
