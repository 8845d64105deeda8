/** The address books to choose from: those that a test found, and those that were chosen before. */
import type { CommandOutput } from '../../shared/contract/contract.ts';
import { bookKey, isSameBook, lastPathPart } from '../../shared/settings/book-address.ts';

export type FoundBook = CommandOutput<'testAddressBook'>['books'][number];

export interface ListedBook {
  readonly url: string;
  readonly name: string;
  /** Undefined where no test has counted them; null where they could not be read. */
  readonly cards: number | null | undefined;
  /** A test did not find it. */
  readonly missing: boolean;
  /** The server makes it itself: it is read only if it is chosen. */
  readonly isMadeByServer: boolean;
}

/**
 * @param found by the last test; undefined where there was none
 * @param chosen URLs of the settings
 */
export function listedBooks(
  found: readonly FoundBook[] | undefined,
  chosen: readonly string[],
): ListedBook[] {
  const there = found ?? [];
  const thereUrls = there.map(({ url }) => url);
  const others = chosen.filter(
    (url, index) => !isAmong(url, thereUrls) && !isAmong(url, chosen.slice(0, index)),
  );
  return [
    // As it was chosen, which may be written in another way than the server does.
    ...there.map(({ url, name, cards, isMadeByServer }) => ({
      url: chosen.find((each) => isSameBook(each, url)) ?? url,
      ...{ name, cards, isMadeByServer },
      missing: false,
    })),
    ...others.map((url) => ({
      url,
      name: bookName(url),
      cards: undefined,
      missing: found !== undefined,
      isMadeByServer: false,
    })),
  ];
}

/** Whether one of these addresses means the book, however it is written. */
export function isAmong(url: string, urls: readonly string[]): boolean {
  return urls.some((each) => isSameBook(each, url));
}

/** What tests have called the books, for as long as the window lives: settings hold addresses alone. */
const names = new Map<string, string>();

export function rememberNames(books: readonly FoundBook[]): void {
  for (const { url, name } of books) names.set(bookKey(url), name);
}

/** The name of a book that is known by its address; the last part of the address where no test has named it. */
export function bookName(url: string): string {
  return names.get(bookKey(url)) ?? lastPathPart(url);
}
