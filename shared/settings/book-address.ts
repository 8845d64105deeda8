/**
 * The address of an address book as a person writes it: a URL (of a book, a home, a principal or a server),
 * a host name, or an e-mail address, whose domain is then looked up (RFC 6764 §6). Also tells whether two
 * addresses mean the same address book.
 */
import { isLoopbackHost } from './loopback.ts';

type BookAddress =
  | { readonly kind: 'url'; readonly url: URL }
  | {
      /** Whether the host itself was named, or only the domain of an e-mail address. */
      readonly kind: 'host' | 'email';
      /** As DNS has it: lower case, beyond ASCII in Punycode; an IPv6 address in brackets. */
      readonly domain: string;
      readonly port: number | undefined;
    };

export type BookAddressReading =
  | { readonly ok: true; readonly address: BookAddress }
  | { readonly ok: false; readonly problem: string };

/** Reads what was written, or says why it cannot be used. Never throws. */
export function readBookAddress(text: string): BookAddressReading {
  const address = scheme.test(text) ? readUrl(text) : readDomain(text);
  return typeof address === 'string' ? { ok: false, problem: address } : { ok: true, address };
}

/** The host of an address, for display; the text itself where it cannot be read. */
export function bookAddressHost(text: string): string {
  const reading = readBookAddress(text);
  if (!reading.ok) return text;
  const { address } = reading;
  if (address.kind === 'url') return address.url.host;
  return address.port === undefined ? address.domain : `${address.domain}:${address.port}`;
}

/** Whether two addresses mean the same address book, see {@link bookKey}. */
export function isSameBook(one: string, other: string): boolean {
  return one === other || bookKey(one) === bookKey(other);
}

/**
 * An address in a form that is equal for all ways to write it: people leave out the last slash, and servers
 * disagree on what is percent-encoded. The scheme does not count, as a server behind a proxy that does TLS
 * names itself with `http:`.
 *
 * @param text a URL, a host name or an e-mail address; any other text stands for itself
 */
export function bookKey(text: string): string {
  if (scheme.test(text) && URL.canParse(text)) {
    const { host, pathname, search } = new URL(text);
    return `//${host}${canonicalPath(pathname).replace(/\/$/, '')}${search}`;
  }
  const mailbox = text.slice(0, text.lastIndexOf('@') + 1);
  return mailbox + bookAddressHost(text);
}

/** A path with each part percent-encoded in one way, however it was written; any text is a path. */
export function canonicalPath(pathname: string): string {
  return pathname.split('/').map(canonicalPart).join('/');
}

function canonicalPart(part: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(part));
  } catch {
    return part.toWellFormed().replace(/(?:%[0-9a-f]{2})+|%|[^%]+/gi, canonicalPiece);
  }
}

/** A `%` that encodes nothing stands for itself; bytes that are no UTF-8 stay encoded. */
function canonicalPiece(piece: string): string {
  try {
    return encodeURIComponent(piece.length > 1 ? decodeURIComponent(piece) : piece);
  } catch {
    return piece.replace(/%../g, (byte) => {
      const code = Number.parseInt(byte.slice(1), 16);
      return code < 0x80 ? encodeURIComponent(String.fromCharCode(code)) : byte.toUpperCase();
    });
  }
}

/** The last part of a book's address, as a name where the server gives none. */
export function lastPathPart(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  const part = path.split('/').findLast((each) => each !== '') ?? url;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const scheme = /^[a-z][a-z0-9+.-]*:\/\//i;

const noAddress =
  'expected an address such as https://cloud.example.com/dav/john/contacts/, a host name such as cloud.example.com, or an e-mail address';
const secretInAddress =
  'a user name or password does not belong into the address; use "username" and "password"';
const clearText =
  'http:// sends the password in clear and is accepted for loopback hosts only; use https://';

function readUrl(text: string): BookAddress | string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return noAddress;
  if (url.username !== '' || url.password !== '') return secretInAddress;
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) return clearText;
  return { kind: 'url', url };
}

function readDomain(text: string): BookAddress | string {
  if (/[\s/\\?#]/.test(text)) return noAddress;
  const at = text.lastIndexOf('@');
  const before = text.slice(0, Math.max(at, 0));
  if (before.includes(':')) return secretInAddress;
  if (at === 0 || before.includes('@')) return noAddress;
  const domain = text.slice(at + 1);
  const url = URL.canParse(`https://${domain}`) ? new URL(`https://${domain}`) : undefined;
  // URL drops the default port 443, although it was written.
  const port = /:(\d+)$/.exec(domain)?.[1];
  if (!url || (at > 0 && port !== undefined)) return noAddress;
  const { hostname } = url;
  // A single word is more likely a mistake than a host; such a host can be written with https:// before it.
  if (!/[.:]/.test(hostname) && port === undefined && !isLoopbackHost(hostname)) return noAddress;
  return {
    kind: at > 0 ? 'email' : 'host',
    domain: hostname,
    port: port === undefined ? undefined : Number(port),
  };
}
