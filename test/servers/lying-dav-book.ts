/** The address books of the double of lying-dav.ts: their cards, and what each server remembers of changes. */
import { createHash } from 'node:crypto';
import type { Ways } from './lying-dav-ways.ts';

export interface StoredCard {
  readonly text: string;
  /** Empty where the server gives none. */
  readonly etag: string;
}

/** A member of an answer to sync-collection. */
interface ChangedCard {
  readonly name: string;
  readonly revision: number;
  readonly isDeleted: boolean;
}

/** One page of changes. */
export interface ChangePage {
  readonly changes: readonly ChangedCard[];
  /** From which to go on. */
  readonly token: string;
  readonly hasMore: boolean;
}

/** A book as it was, to be put back. */
interface Backup {
  readonly cards: ReadonlyMap<string, StoredCard>;
  readonly changes: ReadonlyMap<string, ChangedCard>;
  readonly versions: ReadonlyMap<string, number>;
  readonly revision: number;
}

let lives = 0;

export class LyingBook {
  path: string;
  displayName: string;
  readonly cards = new Map<string, StoredCard>();
  readonly #ways: Ways;
  /** The last change of each name, as far as it is remembered. */
  #changes = new Map<string, ChangedCard>();
  #versions = new Map<string, number>();
  #revision = 1;
  /** Changes up to this revision are forgotten. */
  #prunedTo = 0;
  #life = 0;
  #backup: Backup | undefined;
  #looks = 0;

  constructor(path: string, displayName: string, ways: Ways) {
    this.path = path;
    this.displayName = displayName;
    this.#ways = ways;
    this.#beginLife();
  }

  get token(): string | null {
    return this.#tokenOf(this.#revision);
  }

  get ctag(): string | null {
    const { ctag } = this.#ways;
    if (ctag === 'missing') return null;
    if (ctag === 'constant') return 'ctag';
    this.#looks += 1;
    return ctag === 'right' ? `ctag-${this.#life}-${this.#revision}` : `ctag-${this.#looks}`;
  }

  /** Adds a card, or changes it. */
  put(name: string, text: string): void {
    this.#record(name, false);
    const version = (this.#versions.get(name) ?? -1) + 1;
    this.#versions.set(name, version);
    this.cards.set(name, { text, etag: this.#etagOf(text, version) });
  }

  delete(name: string): void {
    this.cards.delete(name);
    this.#versions.delete(name);
    this.#record(name, true);
  }

  /** The server forgets what has changed until now. */
  prune(): void {
    this.#prunedTo = this.#revision;
    this.#changes.clear();
  }

  /** The book is deleted, and another one is made under its URL; counters begin at one again. */
  makeAnew(): void {
    this.cards.clear();
    this.#changes.clear();
    this.#versions.clear();
    this.#revision = 1;
    this.#prunedTo = 0;
    this.#beginLife();
  }

  backUp(): void {
    this.#backup = {
      cards: new Map(this.cards),
      changes: new Map(this.#changes),
      versions: new Map(this.#versions),
      revision: this.#revision,
    };
  }

  /** Everything as it was at the last backup, counters too. */
  restore(): void {
    if (!this.#backup) return;
    const { cards, changes, versions, revision } = this.#backup;
    this.cards.clear();
    for (const [name, card] of cards) this.cards.set(name, card);
    this.#changes = new Map(changes);
    this.#versions = new Map(versions);
    this.#revision = revision;
    this.#prunedTo = Math.min(this.#prunedTo, revision);
    this.#beginLife();
  }

  /** @returns undefined where the token is refused */
  changesSince(token: string): ChangePage | undefined {
    if (token === '') return this.#everything();
    const since = this.#revisionOf(token);
    if (since === undefined) return undefined;
    const { unknownToken, prunedToken } = this.#ways;
    if (since < this.#prunedTo) {
      if (unknownToken !== 'believed') return undefined;
      if (prunedToken === 'all that there is') return this.#everything();
    }
    return this.#page([...this.#changes.values()], since, this.#ways.pageSize);
  }

  /** In one page where the order of the changes is forgotten, which the pages would need. */
  #everything(): ChangePage {
    const all = [...this.cards.keys()].map(
      (name) => this.#changes.get(name) ?? { name, revision: 1, isDeleted: false },
    );
    const size = this.#prunedTo === 0 ? this.#ways.pageSize : Number.POSITIVE_INFINITY;
    return this.#page(all, 0, size);
  }

  #page(all: readonly ChangedCard[], since: number, size: number): ChangePage {
    const later = all
      .filter(({ revision }) => revision > since)
      .toSorted((a, b) => a.revision - b.revision);
    const changes = later.slice(0, size);
    const hasMore = changes.length < later.length;
    const until = hasMore ? changes.at(-1)?.revision : undefined;
    return { changes, token: this.#tokenOf(until ?? this.#revision) ?? '', hasMore };
  }

  /** A server that refuses foreign tokens knows its own by the life of the book that is in them. */
  #revisionOf(token: string): number | undefined {
    const digits = /(\d+)$/.exec(token)?.[1];
    if (digits === undefined) return undefined;
    const shift = Number(/(\d+)$/.exec(this.#tokenOf(0) ?? '')?.[1] ?? 0);
    const revision = Number(digits) - shift;
    if (this.#ways.unknownToken === 'believed') return revision;
    return this.#tokenOf(revision) === token && revision <= this.#revision ? revision : undefined;
  }

  #tokenOf(revision: number): string | null {
    return this.#ways.tokenOf?.(revision, String(this.#life)) ?? null;
  }

  #etagOf(text: string, version: number): string {
    const digest = createHash('sha1').update(text).digest('hex').slice(0, 12);
    const etags = {
      content: `"${digest}"`,
      // Not across lives of a book: nothing but reading all texts would ever show another text under one ETag.
      version: `"gcs${this.#life}-${version}"`,
      revision: `"${this.#life}.${this.#revision}"`,
      weak: `W/"${digest}"`,
      missing: '',
    };
    return etags[this.#ways.etags];
  }

  #record(name: string, isDeleted: boolean): void {
    this.#revision += 1;
    this.#changes.set(name, { name, revision: this.#revision, isDeleted });
  }

  #beginLife(): void {
    lives += 1;
    this.#life = lives;
  }
}
