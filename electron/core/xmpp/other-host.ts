/**
 * Where a server redirects to (`see-other-host`, RFC 6120 §4.9.3.19), as clusters do during a login. The
 * other host must show the certificate of the account's domain, too, so it does not matter that the
 * redirect may come before TLS and be forged.
 */
import type { XmlElement } from './element.ts';
import type { Endpoint } from './endpoints.ts';

interface OtherHost {
  readonly host: string;
  /** Undefined: the host's SRV records say. */
  readonly port: number | undefined;
}

/** The RFC wants a limit, since two servers may redirect to each other. */
export const redirectsAtMost = 3;

/** The host that a stream error redirects to; undefined where it is another error, or names none. */
export function otherHostOf(error: unknown): OtherHost | undefined {
  if (!(error instanceof Error) || error.name !== 'StreamError' || !('element' in error)) {
    return undefined;
  }
  const text = (error.element as XmlElement).getChildText('see-other-host')?.trim() ?? '';
  const [, host, digits] = /^(\[[0-9A-Fa-f:.]+\]|[^\s:/?#@[\]]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (host === undefined) return undefined;
  return { host, port: digits === undefined ? undefined : Number(digits) };
}

/** Where to connect; with a port, by the same protocol as before, and without one by the SRV records. */
export function placeOf({ host, port }: OtherHost, from: Endpoint) {
  const protocol = from.protocol === 'xmpps' ? ('xmpps' as const) : ('xmpp' as const);
  return port === undefined ? {} : { host, port, protocol };
}
