/**
 * The model of a history: which contacts there are, and so what the roster should hold. The server of
 * lying-dav.ts serves the same books, in its own way.
 */

import { type LyingSite, lyingSite } from '../../servers/lying-dav.ts';
import { LyingBook } from '../../servers/lying-dav-book.ts';
import type { History } from './history-steps.ts';

export interface ModelCard {
  readonly person: number;
  /** The display name. */
  readonly name: string;
  /** By their places in the pool of numbers. */
  readonly numbers: readonly number[];
}

/** Names of card resources, awkward ones among them; one for each person. */
export const resources: readonly string[] = [
  'plain.vcf',
  'without-extension',
  'with space.vcf',
  'Zoë.vcf',
  'am&per.vcf',
  'hash#1.vcf',
  'question?2.vcf',
  '100%.vcf',
  'colon:3.vcf',
  'at@home.vcf',
  'per%41cent.vcf',
];

const people = resources.length;
const suffix = '%+10345678901@example.com';

/** The JID of the item for a number of the pool. */
export const jidFor = (number: number) =>
  `+1613555${String(100 + number).padStart(4, '0')}${suffix}`;

export const cardOf = (person: number, variant: number, more: number): ModelCard => ({
  person: person % people,
  name: `Person ${person % people}${['', ' Ann', ' Bob'][variant % 3]}`,
  // Now and then somebody else's number, too.
  numbers: more % 3 === 1 ? [person % people, (person + more) % people] : [person % people],
});

/** The items that contacts ask for: their names by JID. */
export type Wanted = ReadonlyMap<string, string>;

/** Books of the server's own making, which nobody wants to be read. */
const systemPaths = [
  'z-server-generated--system/',
  'z-app-generated--contactsinteraction--recent/',
];

export class World {
  readonly site: LyingSite;
  /** Books that are not listed at the moment, and why the items of each must not go without a question. */
  readonly hidden: LyingBook[] = [];
  /** JIDs of books that were taken away and that nobody has let go yet, by the book's path. */
  readonly pending = new Map<string, Set<string>>();
  readonly #byText = new Map<string, ModelCard>();

  constructor({ ways, homes, books, cards, systemBooks }: History) {
    this.site = lyingSite(ways);
    for (let home = 0; home < homes; home += 1) this.site.homes.push(`/dav/home-${home}/`);
    for (let book = 0; book < books; book += 1) this.addBook(book);
    for (const part of systemBooks ? systemPaths : []) {
      const book = new LyingBook(`/dav/home-0/${part}`, part, ways);
      book.put('everybody.vcf', this.textOf({ person: 99, name: 'Everybody', numbers: [99] }));
      this.site.books.set(book.path, book);
    }
    for (let card = 0; card < cards; card += 1) {
      this.put(this.books[card % books], resources[card] ?? '', cardOf(card, 0, 0));
    }
  }

  /** The user's books that are listed now. */
  get books(): LyingBook[] {
    return [...this.site.books.values()].filter(({ path }) => !isSystemBook(path));
  }

  addBook(at: number): void {
    const home = this.site.homes[at % this.site.homes.length];
    const taken = this.site.books.size + this.hidden.length;
    const book = new LyingBook(`${home}book-${taken}/`, `Book ${taken}`, this.site.ways);
    if (!this.site.books.has(book.path)) this.site.books.set(book.path, book);
  }

  put(book: LyingBook | undefined, resource: string, card: ModelCard): void {
    book?.put(resource, this.textOf(card));
  }

  cardsOf(book: LyingBook): ModelCard[] {
    return [...book.cards.values()].flatMap(({ text }) => this.#byText.get(text) ?? []);
  }

  card(text: string): ModelCard | undefined {
    return this.#byText.get(text);
  }

  /**
   * What these books, or all that are listed, ask for. Of several contacts with one number, the first by the order of
   * the books names it, then by name.
   */
  wanted(books: readonly LyingBook[] = this.books): Wanted {
    const wanted = new Map<string, string>();
    for (const home of this.site.homes) {
      for (const book of books.filter(({ path }) => path.startsWith(home))) {
        const cards = this.cardsOf(book).toSorted((a, b) => (a.name < b.name ? -1 : 1));
        for (const { name, numbers } of cards) {
          for (const jid of numbers.map(jidFor)) {
            if (!wanted.has(jid)) wanted.set(jid, `[Home] ${name} (cell)`);
          }
        }
      }
    }
    return wanted;
  }

  /** Takes a book out of its home; its items may go only by somebody's word. */
  hide(book: LyingBook): void {
    this.site.books.delete(book.path);
    this.hidden.push(book);
    this.pending.set(book.path, new Set(this.wanted([book]).keys()));
  }

  show(book: LyingBook): void {
    this.hidden.splice(this.hidden.indexOf(book), 1);
    this.site.books.set(book.path, book);
    this.pending.delete(book.path);
  }

  mendEverything(): void {
    this.site.brokenCards.clear();
    this.site.brokenCollections.clear();
    this.site.failedInHome.clear();
  }

  /** The home that lists a book. */
  homeOf({ path }: LyingBook): string {
    return this.site.homes.find((home) => path.startsWith(home)) ?? '';
  }

  /** Whether the book and its home answer as they should. */
  isReadable(book: LyingBook): boolean {
    const { brokenCollections, failedInHome } = this.site;
    return (
      !this.isBroken(book.path) &&
      !brokenCollections.has(this.homeOf(book)) &&
      !failedInHome.has(book.path)
    );
  }

  isBroken(path: string): boolean {
    return this.site.brokenCollections.has(path) || this.site.failedInHome.has(path);
  }

  textOf(card: ModelCard): string {
    const { person, name, numbers } = card;
    const text = [
      ...['BEGIN:VCARD', 'VERSION:3.0', `UID:person-${person}`],
      ...[`FN:${name}`, `N:;${name};;;`],
      ...numbers.map((number) => `TEL;TYPE=CELL:${jidFor(number).slice(0, 12)}`),
      ...['END:VCARD', ''],
    ].join('\r\n');
    this.#byText.set(text, card);
    return text;
  }
}

export function isSystemBook(path: string): boolean {
  return path.includes('generated--');
}
