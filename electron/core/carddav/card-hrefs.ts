/**
 * Addresses as servers write them: which of an answer are a book's own cards, and what each card is called.
 *
 * Servers write one address in many ways: absolute or not, `@` or `%40`, through a proxy that does not know
 * its own name, not encoded at all (SOGo, and Cyrus its `?`), or encoded twice (ownCloud 7 to a PROPFIND,
 * Xandikos 0.2.12 for the book itself). So a card is known by its path within the book, written in one way.
 */
import { canonicalPath } from '../../../shared/settings/book-address.ts';

/** Most names are made of characters that have one spelling only, and need no closer look. */
const plainName = /^(?!\.\.?$)[\w.!~*'()-]+$/;

/**
 * @param folder the path that the server itself gives the book, see {@link pathOf}, with a slash at its end
 * @returns what gives the name of a card within the book, percent-encoded in one way: `''` for the book
 *   itself, undefined for what is no card of it (another book, or a collection inside this one)
 */
export function cardNamesIn(folder: string): (href: string) => string | undefined {
  const own = withSingleSlashes(canonicalPath(folder));
  const itself = own.slice(0, -1);
  /** As the server wrote the folder last: it writes it in one way for thousands of cards. */
  let prefix = folder;
  return (href) => {
    const end = href.lastIndexOf('/') + 1;
    const last = href.slice(end);
    if (end === prefix.length && href.startsWith(prefix) && plainName.test(last)) return last;
    for (const reading of readings(href.trim(), own)) {
      const path = withSingleSlashes(resolved(reading));
      if (path === own || path === itself) return '';
      if (!path.startsWith(own) || path.endsWith('/')) continue;
      const name = path.slice(own.length);
      if (name === last) prefix = href.slice(0, end);
      return name;
    }
    return undefined;
  };
}

/** What an address may mean as a path, the likeliest first. */
function* readings(href: string, folder: string): Generator<string> {
  const path = withoutOrigin(href);
  if (path.startsWith('/')) {
    yield path;
    // A doubled slash is more often a mistake than a host.
    if (href.startsWith('//')) yield href;
  } else {
    // Some leave out the first slash, or begin with the book's own name; not so after a `./`.
    if (path.includes('/') && !path.startsWith('./')) yield* [`/${path}`, `${folder}../${path}`];
    yield folder + path;
  }
  if (path.includes('%25')) yield path.replaceAll('%25', '%');
}

/** A scheme and a host, also with its colon encoded (Xandikos 0.2.12), or a host alone. No other scheme: `a:1.vcf` is a card. */
const origin = /^(?:https?(?::|%3a))?\/\/[^/?#]*/i;

/** What follows the host. */
export function withoutOrigin(href: string): string {
  return href.replace(origin, '') || '/';
}

/** A path in one spelling, without `.` and `..` (RFC 3986 §5.2.4). */
function resolved(path: string): string {
  const canonical = canonicalPath(path);
  if (!/\/\.\.?(?:\/|$)/.test(canonical)) return canonical;
  const parts: string[] = [];
  for (const part of canonical.split('/')) {
    if (part === '..') parts.splice(Math.max(1, parts.length - 1));
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/') + (/\/\.\.?$/.test(canonical) ? '/' : '');
}

function withSingleSlashes(path: string): string {
  return path.includes('//') ? path.replace(/\/{2,}/g, '/') : path;
}

/**
 * The path of an address, written in one way. What follows a `?` or `#` belongs to it: no server tried has
 * queries in its addresses, but some do not encode these characters.
 */
export function pathOf(href: string, base: URL): string {
  const path = withoutOrigin(href.trim());
  return resolved(path.startsWith('/') ? path : directoryOf(base.pathname) + path);
}

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/**
 * Tells whether another card of an answer has the name already: where a server does not encode, `a%20b.vcf` and
 * `a b.vcf` are two cards.
 */
export function nameClashes(): (name: string, href: string) => boolean {
  const known = new Map<string, string>();
  return (name, href) => {
    if (!name.includes('%')) return false;
    const other = known.get(name);
    known.set(name, other ?? href);
    return other !== undefined && other !== href;
  };
}
