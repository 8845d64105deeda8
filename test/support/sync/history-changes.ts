/** What each act of a history does to the world; one for which there is nothing to act on does nothing. */
import type { LyingBook } from '../../servers/lying-dav-book.ts';
import { cardFaults, collectionFaults } from '../../servers/lying-dav-faults.ts';
import type { Change } from './history-steps.ts';
import { cardOf, type ModelCard, resources, type World } from './history-world.ts';

/** An act, with what its numbers have chosen. */
interface Scene extends Change {
  readonly world: World;
  /** A person, who may have a card in the book or not. */
  readonly person: number;
  readonly book: LyingBook | undefined;
  /** A card of the book, and its name in it. */
  readonly card: ModelCard | undefined;
  readonly name: string;
}

type Acting<More = unknown> = (scene: Scene & More) => void;

const inBook =
  (acting: Acting<{ book: LyingBook }>): Acting =>
  (scene) => {
    const { book } = scene;
    if (book) acting({ ...scene, book });
  };

const onCard = (acting: Acting<{ book: LyingBook; card: ModelCard }>): Acting =>
  inBook((scene) => {
    const { card } = scene;
    if (card) acting({ ...scene, card });
  });

const changed = ({ card, how, which }: Scene & { card: ModelCard }) =>
  cardOf(card.person, how, how + which);

const acting: Readonly<Record<Change['act'], Acting>> = {
  'add a card': inBook(({ world, book, person, how }) =>
    world.put(book, resources[person] ?? '', cardOf(person, how, how)),
  ),
  'add five cards': inBook(({ world, book, person, how }) => {
    for (let more = person; more < person + 5; more += 1) {
      world.put(book, resources[more % resources.length] ?? '', cardOf(more, how, 0));
    }
  }),
  'change a card': onCard((scene) => scene.world.put(scene.book, scene.name, changed(scene))),
  'delete a card': onCard(({ book, name }) => book.delete(name)),
  'put a card anew': onCard((scene) => {
    scene.book.delete(scene.name);
    scene.world.put(scene.book, scene.name, changed(scene));
  }),
  'rename a card': onCard(({ world, book, name, card, how }) => {
    book.delete(name);
    world.put(book, `${how}-${name}`, card);
  }),
  'move a card': onCard((scene) => {
    moveCard(scene);
  }),
  'move a card into a broken book': onCard((scene) => {
    const other = moveCard(scene);
    if (other) scene.world.site.brokenCollections.set(other.path, scene.how % 2 === 0 ? 500 : 403);
  }),
  'pass a number on to a broken card': onCard(({ world, book, name, card, which, how }) => {
    const heir = pick(world.books, how);
    const old = pick([...(heir?.cards ?? [])], how);
    const isNew = which % 2 === 0;
    const other = isNew ? `new-${name}` : old?.[0];
    if (!heir || other === undefined || other === name) return;
    const known = world.card(old?.[1].text ?? '');
    book.delete(name);
    const numbers = isNew || !known ? card.numbers : [...known.numbers, ...card.numbers];
    world.put(heir, other, {
      ...card,
      numbers,
      person: isNew || !known ? card.person : known.person,
    });
    breakCard(world, heir, other, how);
  }),
  'break a card': onCard((scene) => {
    const { world, book, name, how, which } = scene;
    if (how % 2 === 0) world.put(book, name, changed(scene));
    breakCard(world, book, name, how + which);
  }),
  'break a new card': inBook(({ world, book, person, how, which }) => {
    const name = resources[person] ?? '';
    world.put(book, name, cardOf(person, how, how + 1));
    breakCard(world, book, name, how + which);
  }),
  'break a book': inBook(({ world, book, which }) => {
    world.site.brokenCollections.set(book.path, pickFrom(collectionFaults, which));
  }),
  'fail a book in its home': inBook(({ world, book }) => {
    world.site.failedInHome.add(book.path);
  }),
  'break a home': ({ world: { site }, at, which }) => {
    const home = pick(site.homes, at);
    if (home) site.brokenCollections.set(home, pickFrom(collectionFaults, which));
  },
  'mend something': ({ world, which }) => mendSomething(world, which),
  'mend everything': ({ world }) => world.mendEverything(),
  'add a book': ({ world, at }) => world.addBook(at),
  'hide a book': inBook(({ world, book }) => world.hide(book)),
  'show a book': ({ world, at }) => {
    const hidden = pick(world.hidden, at);
    if (hidden) world.show(hidden);
  },
  'rename a book': inBook(({ book, how }) => {
    book.displayName = `Book of ${how}`;
  }),
  'move a book': inBook(({ world, book }) => moveBook(world, book)),
  'make a book anew': inBook(({ world, book, how }) => makeAnew(world, book, how)),
  'back up a book': inBook(({ book }) => book.backUp()),
  'restore a book': inBook(({ book }) => book.restore()),
  'forget changes': inBook(({ book }) => book.prune()),
};

export function change(world: World, change: Change): void {
  const { act, at, which } = change;
  const book = pick(world.books, at);
  const [name = '', stored] = pick([...(book?.cards ?? [])], which) ?? [];
  const card = world.card(stored?.text ?? '');
  acting[act]({ ...change, world, person: which % resources.length, book, card, name });
}

function pick<Item>(items: readonly Item[], index: number): Item | undefined {
  return items[index % Math.max(1, items.length)];
}

function pickFrom<Items extends readonly [unknown, ...unknown[]]>(
  items: Items,
  index: number,
): Items[number] {
  return items[index % items.length] ?? items[0];
}

/** @returns the book in which the card is now */
function moveCard({ world, book, name, card, how }: Scene & { book: LyingBook; card: ModelCard }) {
  const others = world.books.filter((each) => each !== book);
  const other = pick(others, how);
  if (other) book.delete(name);
  world.put(other, name, card);
  return other;
}

function breakCard({ site }: World, { path }: LyingBook, name: string, fault: number): void {
  const broken = site.brokenCards.get(path) ?? new Map();
  site.brokenCards.set(path, broken.set(name, pickFrom(cardFaults, fault)));
}

function mendSomething({ site }: World, which: number): void {
  const { brokenCollections, failedInHome, brokenCards } = site;
  const cures = [
    ...[...brokenCollections.keys()].map((path) => () => brokenCollections.delete(path)),
    ...[...failedInHome].map((path) => () => failedInHome.delete(path)),
    ...[...brokenCards.values()].flatMap((broken) =>
      [...broken.keys()].map((name) => () => broken.delete(name)),
    ),
  ];
  pick(cures, which)?.();
}

/** The same book under another address: to a client, one book is gone and another one is there. */
function moveBook(world: World, book: LyingBook): void {
  const { site, pending } = world;
  site.books.delete(book.path);
  pending.set(book.path, new Set(world.wanted([book]).keys()));
  site.brokenCollections.delete(book.path);
  site.failedInHome.delete(book.path);
  site.brokenCards.delete(book.path);
  book.path = book.path.replace(/\/$/, '-moved/');
  site.books.set(book.path, book);
}

/** Another book under the same address: empty, with the same cards, or with other ones. */
function makeAnew(world: World, book: LyingBook, how: number): void {
  const cards = [...book.cards].map(([name, { text }]) => [name, world.card(text)] as const);
  book.makeAnew();
  for (const [name, card] of how % 3 === 0 ? [] : cards) {
    if (card) world.put(book, name, how % 3 === 1 ? card : cardOf(card.person + 1, how, 0));
  }
}
