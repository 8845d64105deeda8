/**
 * Which resources of an answer are a book's own cards, and what each is called.
 *
 * Servers write one address in many ways: absolute or not, `@` or `%40`, through a proxy that does not know
 * its own name. So a card is known by its path within the book, written one way.
 */

import { canonicalPath } from '../../../shared/settings/book-address.ts';

/** What a book's answer is about, by the path that the server itself gives the book. */
export interface BookMembers {
  /**
   * The name of a card within the book, percent-encoded one way; `''` for the book itself.
   *
   * @returns undefined for what is no member: another book, or a collection inside this one
   */
  nameOf(href: string): string | undefined;
}

/** Characters that stand for themselves in every spelling, so that most names need no closer look. */
const plainName = /^[\w.!~*'()-]+$/;

/** @param folder the book's path, see {@link pathOf}, with a slash at its end */
export function membersOf(folder: string): BookMembers {
  const itself = folder.slice(0, -1);
  const base = new URL(folder, 'http://book');
  return {
    nameOf(href) {
      if (href.startsWith(folder)) {
        const name = href.slice(folder.length);
        if (plainName.test(name)) return name;
      }
      const other = pathOf(href, base);
      if (other === folder || other === itself) return '';
      if (!other?.startsWith(folder) || other.endsWith('/')) return undefined;
      return other.slice(folder.length);
    },
  };
}

/** The path of an address, written in one way, or `undefined` where it is no address. */
export function pathOf(href: string, base: URL): string | undefined {
  const text = href.trim();
  if (!URL.canParse(text, base)) return undefined;
  const { pathname, search } = new URL(text, base);
  return canonicalPath(pathname) + search;
}
