/**
 * Custom protocols. Stock Chromium gives up on a scheme that it does not know before anyone can intercept
 * the request, so `app://host/path` travels as `https://app--host.stand-in.invalid/path` (RFC 6761: never
 * resolved) and is answered by the app's own handler.
 */
import type { Protocol } from 'electron';
import { loud, mustKnowOptions, NotImplementedError } from './loud.ts';

type Handler = Parameters<Protocol['handle']>[1];

const suffix = '.stand-in.invalid';
const registered = new Set<string>();
const handlers = new Map<string, Handler>();

export const protocol = loud('protocol', {
  registerSchemesAsPrivileged(schemes) {
    for (const { scheme, privileges } of schemes) {
      const known = ['standard', 'secure', 'supportFetchAPI'];
      mustKnowOptions(`scheme ${scheme}`, privileges ?? {}, known);
      // What `https:` is; a scheme with less would be served with more than Electron gives it.
      if (known.some((privilege) => !Object.hasOwn(privileges ?? {}, privilege))) {
        throw new NotImplementedError(`scheme ${scheme} without ${known.join(', ')}`);
      }
      registered.add(scheme);
    }
  },
  handle(scheme, handler) {
    if (!registered.has(scheme)) throw new NotImplementedError(`unprivileged scheme ${scheme}`);
    if (handlers.has(scheme)) throw new Error(`${scheme} is handled already`);
    handlers.set(scheme, handler);
  },
} satisfies Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'>);

/** As Chromium must be told. */
export function toChromium(address: string): string {
  const [, scheme = '', host = '', rest = ''] =
    /^([a-z][a-z0-9+.]*):\/\/([^/?#]+)(.*)$/i.exec(address) ?? [];
  return registered.has(scheme) ? `https://${scheme}--${host}${suffix}${rest || '/'}` : address;
}

/** As the app knows it. */
export function toApp(address: string): string {
  const [, scheme, host, rest] =
    /^https:\/\/([a-z][a-z0-9+.]*)--([^/]*)\.stand-in\.invalid(.*)$/i.exec(address) ?? [];
  return scheme === undefined ? address : `${scheme}://${host}${rest}`;
}

/** The app's answer to a request for an address of its own scheme; `undefined` for all other addresses. */
export async function answerRequest(
  address: string,
  method: string,
  headers: Record<string, string>,
): Promise<Response | undefined> {
  const own = toApp(address);
  if (own === address) return undefined;
  const handler = handlers.get(new URL(own).protocol.slice(0, -1));
  // Electron's Request bears the custom scheme in its `url`, and so does Node's: `app:` parses as a URL.
  return await handler?.(new Request(own, { method, headers }));
}
