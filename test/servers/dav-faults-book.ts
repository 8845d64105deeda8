/** The address books that the mock of dav-faults.ts keeps: cards, ETags, and what changed since when. */

/**
 * How the server writes the address of a card. `path`, `absolute` and `encoded` are one and the same to RFC 3986;
 * the others are what servers do: `unencoded` (SOGo), `twice` (ownCloud 7), `relative` to the book, `inner`
 * behind a proxy, `doubled` slashes, `padded` with white space.
 */
export type HrefStyle = keyof typeof hrefStyles;

interface StoredCard {
  readonly text: string;
  readonly etag: string;
}

interface Change {
  readonly name: string;
  readonly revision: number;
  readonly deleted: boolean;
}

/** Changes since a token, as far as one page holds them. */
export interface ChangePage {
  readonly changes: readonly Change[];
  readonly token: string;
  /** More pages follow (RFC 6578 §3.6). */
  readonly truncated: boolean;
}

/** One address book. Its tokens are numbers written like words, as iCloud's and Google's are no URIs. */
export class FaultyBook {
  /** Not encoded. */
  readonly path: string;
  readonly displayName: string;
  readonly cards = new Map<string, StoredCard>();
  /** A token from another life of the book is answered as if it were fine, as sabre, SOGo and DAViCal do. */
  takesAnyToken = false;
  /** Names of collections in the book, which the server lists without a slash at the end. */
  readonly collections: string[] = [];
  readonly #changed = new Map<string, Change>();
  #revision = 0;
  #oldestToken = 0;

  constructor(path: string, displayName: string) {
    this.path = path;
    this.displayName = displayName;
  }

  get token(): string {
    return tokenOf(this.#revision);
  }

  /** Adds or replaces a card; `etag` as it goes out, by default quoted (RFC 9110 §8.8.3). */
  put(name: string, text: string, etag?: string): void {
    this.#record(name, false);
    this.cards.set(name, { text, etag: etag ?? `"${this.#revision}-${text.length}"` });
  }

  delete(name: string): void {
    this.cards.delete(name);
    this.#record(name, true);
  }

  /** Every token handed out so far becomes invalid. */
  expireTokens(): void {
    this.#revision += 1;
    this.#oldestToken = this.#revision;
  }

  /** Deletes the book and makes it anew at its address, without a card. */
  makeAnew(): void {
    this.cards.clear();
    this.#changed.clear();
    this.#revision = 0;
    this.#oldestToken = 0;
  }

  /** @returns undefined for a token that is not valid (any more) */
  changesSince(token: string, limit: number): ChangePage | undefined {
    const since = token === '' ? 0 : revisionOf(token);
    if (since === undefined) return undefined;
    const isValid = since <= this.#revision && (token === '' || since >= this.#oldestToken);
    if (!isValid && !this.takesAnyToken) return undefined;
    const changed = [...this.#changed.values()].filter(({ revision }) => revision > since);
    const all = (token === '' ? this.#everything() : changed).toSorted(
      (a, b) => a.revision - b.revision,
    );
    const changes = all.slice(0, limit);
    const truncated = changes.length < all.length;
    const last = truncated ? changes.at(-1)?.revision : undefined;
    return { changes, token: tokenOf(last ?? this.#revision), truncated };
  }

  #everything(): Change[] {
    return [...this.cards.keys()].map((name) => {
      const revision = this.#changed.get(name)?.revision ?? this.#revision;
      return { name, revision, deleted: false };
    });
  }

  #record(name: string, deleted: boolean): void {
    this.#revision += 1;
    this.#changed.set(name, { name, revision: this.#revision, deleted });
  }
}

const hrefStyles = {
  path: (folder: string, name: string) => encodePath(folder + name),
  absolute: (folder: string, name: string, origin: string) => origin + encodePath(folder + name),
  encoded: (folder: string, name: string) =>
    encodePath(folder + name).replace(/%..|[a-z]/gi, (sign) =>
      sign.length > 1 ? sign : `%${sign.charCodeAt(0).toString(16)}`,
    ),
  unencoded: (folder: string, name: string) => folder + name,
  twice: (folder: string, name: string) =>
    encodePath(folder) + encodeURIComponent(encodeURIComponent(name)),
  relative: (_: string, name: string) => name,
  inner: (folder: string, name: string) => `http://10.0.0.7:8080${encodePath(folder + name)}`,
  doubled: (folder: string, name: string) => `/${encodePath(folder + name)}`,
  padded: (folder: string, name: string) => `\n  ${encodePath(folder + name)}\n`,
} as const;

export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** The address of a card in a book. */
export function cardHref(book: FaultyBook, name: string, style: HrefStyle, origin: string): string {
  return hrefStyles[style](book.path, name, origin);
}

/** The path that a request means, decoded; undefined where it is no path. What follows a `?` or `#` is none of it. */
export function decodedPath(href: string, origin: string): string | undefined {
  try {
    return decodeURIComponent(new URL(href, origin).pathname);
  } catch {
    return undefined;
  }
}

/** The name of the card at an address, absolute or not, however it is encoded. */
export function cardName(book: FaultyBook, href: string, origin: string): string | undefined {
  const path = decodedPath(href, origin);
  return path?.startsWith(book.path) ? path.slice(book.path.length) : undefined;
}

function tokenOf(revision: number): string {
  return `rev.${revision}`;
}

function revisionOf(token: string): number | undefined {
  const digits = /^rev\.(\d+)$/.exec(token)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
