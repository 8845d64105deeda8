/**
 * Where a server sends us instead (`see-other-host`, RFC 6120 §4.9.3.19), as clusters do while we log in.
 * Whoever answers there must show the certificate of the account's domain, as anybody; so it does not
 * matter that the hint itself may come from a stranger, before TLS.
 */
import type { XmlElement } from './element.ts';
import type { Endpoint } from './endpoints.ts';

interface OtherHost {
  readonly host: string;
  /** Without one, the host's SRV records say. */
  readonly port: number | undefined;
}

/** The RFC wants a limit: two servers may send us to and fro. */
export const redirectsAtMost = 3;

/** What a stream error asks for; `undefined` where it is another error, or names no host. */
export function otherHostOf(error: unknown): OtherHost | undefined {
  if (!(error instanceof Error) || error.name !== 'StreamError' || !('element' in error)) {
    return undefined;
  }
  const text = (error.element as XmlElement).getChildText('see-other-host')?.trim() ?? '';
  const [, host, digits] = /^(\[[0-9A-Fa-f:.]+\]|[^\s:/?#@[\]]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (host === undefined) return undefined;
  return { host, port: digits === undefined ? undefined : Number(digits) };
}

/** How to connect there, as the settings would say it: with a port, in the way in which we came. */
export function placeOf({ host, port }: OtherHost, from: Endpoint) {
  return port === undefined ? {} : { host, port, directTls: from.protocol === 'xmpps' };
}
