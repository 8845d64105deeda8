/**
 * Which addresses of an answer are a book's own cards, and what each card is called.
 *
 * Servers write one address in many ways: absolute or not, `@` or `%40`, through a proxy that does not know
 * its own name. So a card is known by its path within the book, written in one way.
 */
import { canonicalPath } from '../../../shared/settings/book-address.ts';

/** Most names are made of characters that have one spelling only, and need no closer look. */
const plainName = /^[\w.!~*'()-]+$/;

/**
 * @param folder the path that the server itself gives the book, see {@link pathOf}, with a slash at its end
 * @returns what gives the name of a card within the book, percent-encoded in one way: `''` for the book
 *   itself, undefined for what is no card of it (another book, or a collection inside this one)
 */
export function cardNamesIn(folder: string): (href: string) => string | undefined {
  const itself = folder.slice(0, -1);
  const base = new URL(folder, 'http://book');
  return (href) => {
    if (href.startsWith(folder)) {
      const name = href.slice(folder.length);
      if (plainName.test(name)) return name;
    }
    const path = pathOf(href, base);
    if (path === folder || path === itself) return '';
    if (!path?.startsWith(folder) || path.endsWith('/')) return undefined;
    return path.slice(folder.length);
  };
}

/** The path of an address, written in one way, or `undefined` where it is no address. */
export function pathOf(href: string, base: URL): string | undefined {
  const text = href.trim();
  if (!URL.canParse(text, base)) return undefined;
  const { pathname, search } = new URL(text, base);
  return canonicalPath(pathname) + search;
}
