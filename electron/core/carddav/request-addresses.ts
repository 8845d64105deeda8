/**
 * Where to ask for what a server names. Its addresses may be none that a request can hold (a `?`, a space, `é`),
 * name a host that only its proxy knows, or be encoded once too often.
 */
import { withoutOrigin } from './card-hrefs.ts';

/** All but what the path of a URL may hold (RFC 3986 §3.3). */
const illegal = /%(?![0-9a-f]{2})|[^\w.~!$&'()*+,;=:@/%-]+/gi;

function legalPath(path: string): string {
  return path.toWellFormed().replace(illegal, (text) => encodeURIComponent(text));
}

/**
 * The address of a collection that a server names.
 *
 * @param base the address that was asked, to which a relative one belongs
 * @returns with the host that the server names, which may be another; undefined where that is no host
 */
export function addressOf(href: string, base: URL): URL | undefined {
  const text = href.trim().replace(/^(https?)%3a/i, '$1:');
  const host = /^(?:https?:)?\/\/[^/?#]*/i.exec(text)?.[0] ?? '';
  // A doubled slash is more often a mistake than a host, but for the host that was asked.
  const isHost = host !== '' && (!host.startsWith('//') || isHostOf(host, base));
  const path = legalPath(isHost ? text.slice(host.length) : text.replace(/^\/{2,}/, '/'));
  if (!isHost) return path.startsWith('/') ? at(base, path) : new URL(`./${path}`, base);
  return URL.canParse(host, base) ? at(new URL(host, base), path) : undefined;
}

/** Not by `new URL(path, base)`, to which two slashes would be a host. */
function at({ origin }: URL, path: string): URL {
  return new URL(origin + path);
}

function isHostOf(host: string, base: URL): boolean {
  return URL.canParse(host, base) && new URL(host, base).hostname === base.hostname;
}

/**
 * The address of a card as it is named in a request to its book (RFC 4918 §8.3): as the server wrote it, as some
 * compare addresses letter by letter, but none that is relative or could not be a URL.
 *
 * @param folder the path that the server itself gives the book, with a slash at its end
 */
export function memberHref(href: string, folder: string): string {
  const path = withoutOrigin(href);
  if (!path.startsWith('/')) return folder + legalPath(path);
  return href.slice(0, href.length - path.length) + legalPath(path);
}

/** An address at which a card may be. */
interface CardAddress {
  readonly url: URL;
  /** Another card might have it, so only the ETag that the card is known by tells that it is this one. */
  readonly isGuess: boolean;
}

/**
 * Where a card can be asked for, the likeliest first; on the server that was asked, whatever host it believes
 * itself to be.
 *
 * @param name see `cardNamesIn`
 * @param href as in the answer
 * @param book the address of its book, and the path that the server itself gives it
 */
export function cardAddresses(
  name: string,
  href: string,
  book: { readonly url: string; readonly path: string },
): CardAddress[] {
  const base = new URL(book.url);
  const path = withoutOrigin(memberHref(href.trim(), book.path));
  const folder = base.pathname.replace(/\/?$/, '/');
  const addresses = new Map<string, CardAddress>();
  const add = (each: string, isGuess: boolean) => {
    const url = at(base, legalPath(each));
    if (!addresses.has(url.href)) addresses.set(url.href, { url, isGuess });
  };
  add(path, false);
  add(folder + name, false);
  // Encoded twice, as by ownCloud; and not at all, though it looks so, as by SOGo.
  if (path.includes('%25')) add(path.replaceAll('%25', '%'), true);
  const written = href.trim().slice(href.trim().lastIndexOf('/') + 1);
  if (written.includes('%')) add(folder + encodeURIComponent(written.toWellFormed()), true);
  return [...addresses.values()];
}

/** Weak or not, quoted or not, and as Apache's mod_deflate and its like change it; an empty one is like no other. */
export function isSameEtag(one: string, other: string): boolean {
  const bare = bareEtag(one);
  return bare !== '' && bare === bareEtag(other);
}

function bareEtag(etag: string): string {
  return etag.trim().replace(/^W\/|"|(?:-gzip|-br|;gzip)(?="?$)/g, '');
}
