/** The address books that the mock of dav-faults.ts keeps: cards, ETags, and what changed since when. */

/** How the server writes the address of a card: all of these are one and the same to RFC 3986. */
export type HrefStyle = 'path' | 'absolute' | 'encoded';

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
  readonly path: string;
  readonly displayName: string;
  readonly cards = new Map<string, StoredCard>();
  /** A token from another life of the book is answered as if it were fine, as sabre, SOGo and DAViCal do. */
  takesAnyToken = false;
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

/** The address of a card in a book. */
export function cardHref(book: FaultyBook, name: string, style: HrefStyle, origin: string): string {
  const path = book.path + encodeURIComponent(name);
  if (style === 'absolute') return origin + path;
  if (style === 'path') return path;
  const hex = (sign: string) => `%${sign.charCodeAt(0).toString(16)}`;
  return book.path + encodeURIComponent(name).replace(/(?<!%|%\w)[a-z]/gi, hex);
}

/** The name of the card at an address, absolute or not, however it is encoded. */
export function cardName(book: FaultyBook, href: string, origin: string): string | undefined {
  const path = decodeURIComponent(new URL(href, origin).pathname);
  return path.startsWith(book.path) ? path.slice(book.path.length) : undefined;
}

function tokenOf(revision: number): string {
  return `rev.${revision}`;
}

function revisionOf(token: string): number | undefined {
  const digits = /^rev\.(\d+)$/.exec(token)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
