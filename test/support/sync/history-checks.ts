/** What must hold after every sync of a history, and at its end. Each finding begins with the rule that is broken. */

import type { SyncOptions } from '../../../electron/core/sync/context.ts';
import type { Unread } from '../../../shared/contract/unread.ts';
import type { Told } from '../../servers/lying-dav-answers.ts';
import type { LyingBook } from '../../servers/lying-dav-book.ts';
import { type CachedState, fullyDecoded, type HistoryClient, isOwn } from './history-client.ts';
import { couldKnow, type Remembered } from './history-knowledge.ts';
import { isSystemBook, jidFor, type Wanted, type World } from './history-world.ts';

type Memory = ReadonlyMap<string, CachedState>;

/** A sync that has ended well: what was remembered before it and after its reading, and what was told. */
export interface Synced {
  readonly world: World;
  readonly client: HistoryClient;
  readonly before: Memory;
  readonly after: Memory;
  readonly told: readonly Told[];
  readonly unread: readonly Unread[];
}

/** Paths of books in which the server hides something; where `isWrong`, the client has got them wrong by it. */
export function deceivedBooks(
  { world, before, after, told }: Synced,
  { full = false }: SyncOptions,
): { readonly hiding: ReadonlySet<string>; readonly isWrong: ReadonlySet<string> } {
  const hiding = world.books.filter(({ path, cards }) => {
    const truth = new Map([...cards].map(([name, { etag }]) => [name, etag]));
    const toldOfIt = told.filter((each) => each.book === path);
    return !couldKnow(toldOfIt, before.get(path) ?? nothing, truth, full);
  });
  const isWrong = hiding.filter((book) => !isAsRemembered(book, after.get(book.path)));
  const paths = (books: readonly LyingBook[]) => new Set(books.map(({ path }) => path));
  return { hiding: paths(hiding), isWrong: paths(isWrong) };
}

/** Of a book that was never read. */
const nothing: Remembered = { token: null, ctag: null, etags: new Map(), unread: new Map() };

function isAsRemembered({ cards }: LyingBook, state: CachedState | undefined): boolean {
  const texts = state?.texts ?? new Set();
  return cards.size === texts.size && [...cards.values()].every(({ text }) => texts.has(text));
}

/** Everything that the client does not have as it is must be told, unless the server hid it. */
export function checkTold(synced: Synced, deceived: ReadonlySet<string>): void {
  const { world, client, after, unread } = synced;
  for (const book of world.books) {
    const { path, cards } = book;
    const texts = after.get(path)?.texts ?? new Set<string>();
    if (deceived.has(path) || isToldOf(unread, book)) continue;
    const toldCards = new Set(
      unread
        .filter((each) => isSameUrl(each.book, path))
        .map(({ card = '' }) => fullyDecoded(card)),
    );
    const isToldCard = (name: string) =>
      [...toldCards].some((told) => told.endsWith(fullyDecoded(name)));
    const missing = [...cards].filter(([name, { text }]) => !texts.has(text) && !isToldCard(name));
    if (missing.length > 0) {
      throw new Error(`untold: ${path} has ${missing.map(([name]) => name)}, which was not read`);
    }
    const truth = new Set([...cards.values()].map(({ text }) => text));
    const extra = [...texts].filter((text) => !truth.has(text)).length;
    if (extra > toldCards.size) {
      throw new Error(`untold: ${extra} cards of ${path} are gone or changed, and still in force`);
    }
  }
  // What was forgotten with the user's consent is no longer there.
  const wanted = world.wanted();
  for (const [path, { texts }] of client.memory()) {
    if (isSystemBook(path)) throw new Error(`unasked: ${path} was read`);
    if (world.site.books.has(path) || isToldOf(unread, { path })) continue;
    // One that nothing depends on is let go without a word, or waits with all else for the guard.
    const numbers = [...texts].flatMap((text) => world.card(text)?.numbers ?? []);
    if (numbers.every((number) => wanted.has(jidFor(number)))) continue;
    throw new Error(`untold: ${path} is gone, and still in force`);
  }
}

/** What can be read must not be told as unread. */
export function checkUnread({ world, unread }: Synced, hiding: ReadonlySet<string>): void {
  for (const { book: url, card, reason } of unread) {
    const isThere = [...world.site.books.keys()].some((path) => isSameUrl(url, path));
    if (reason === 'gone' && !isThere) continue;
    const book = world.books.find(({ path }) => isSameUrl(url, path));
    // Of a card that is gone, where the server hides that it is.
    if (book && hiding.has(book.path) && reason === 'not-found') continue;
    const home = world.site.homes.find((each) => pathOf(url).startsWith(each));
    if (home !== undefined && isBrokenHome(world, home)) continue;
    if (book && !world.isReadable(book)) continue;
    const broken = [...(world.site.brokenCards.get(book?.path ?? '')?.keys() ?? [])];
    const isBroken = broken.some((name) => fullyDecoded(card ?? '-').endsWith(fullyDecoded(name)));
    if (!isBroken) throw new Error(`groundless: ${url} ${card ?? ''} is told as unread: ${reason}`);
  }
}

/** A home that lists failures and no book at all is as good as broken. */
function isBrokenHome({ site }: World, home: string): boolean {
  const listed = [...site.books.keys()].filter((path) => path.startsWith(home));
  const allFailed = listed.length > 0 && listed.every((path) => site.failedInHome.has(path));
  return site.brokenCollections.has(home) || allFailed;
}

/** Of books that were taken away, only what the client has read of them, and nobody else wants, needs a question. */
export function settlePending(world: World, before: Memory): void {
  const wanted = world.wanted();
  for (const [path, jids] of world.pending) {
    for (const jid of jids) {
      if (wanted.has(jid) || !remembers(world, before.get(path), jid)) jids.delete(jid);
    }
  }
}

/** Nothing that is wanted may have gone, or be about to, unless the client could not know that it is wanted. */
export function checkTaken(
  { world, before }: Pick<Synced, 'world' | 'before'>,
  taken: Iterable<string>,
  deceived: ReadonlySet<string>,
): void {
  const wanted = world.wanted();
  const pending = new Set([...world.pending.values()].flatMap((jids) => [...jids]));
  for (const jid of taken) {
    if (pending.has(jid) && !wanted.has(jid)) {
      throw new Error(`unasked removal: ${jid} of a book that is gone`);
    }
    if (!wanted.has(jid)) continue;
    const holders = world.books.filter((book) => world.wanted([book]).has(jid));
    // The very card, as it is now, and not another one that held the number before.
    const known = holders.some(({ path, cards }) =>
      [...cards].some(
        ([name, { text }]) =>
          holds(world, text, jid) && before.get(path)?.cards.get(fullyDecoded(name)) === text,
      ),
    );
    const hidden = !known && holders.every(({ path }) => deceived.has(path));
    if (!hidden) {
      const where = holders.map(({ path }) => path).join(', ');
      throw new Error(`removal: ${jid}, which ${where} wants${known ? '' : ' since lately'}`);
    }
  }
}

function remembers(world: World, state: CachedState | undefined, jid: string): boolean {
  return [...(state?.texts ?? [])].some((text) => holds(world, text, jid));
}

function holds(world: World, text: string, jid: string): boolean {
  return world.card(text)?.numbers.some((number) => jidFor(number) === jid) ?? false;
}

/** What was read is on the roster. */
export function checkPresent({ world, client }: Synced): void {
  const { items } = client.account.server;
  for (const book of world.books) {
    for (const { uid, book: url, numbers } of client.first?.reading.contacts ?? []) {
      if (new URL(url ?? '').pathname !== book.path) continue;
      for (const { number } of numbers) {
        const jid = `${number}%+10345678901@example.com`;
        if (!items.has(jid)) throw new Error(`missing: ${jid} of ${uid} was read, and is no item`);
      }
    }
  }
}

/**
 * The roster is exactly what the model asks for, with the user's own items as they were.
 *
 * @param inForce JIDs of books that are gone, as long as nobody has let them go
 */
export function checkRoster(
  client: HistoryClient,
  wanted: Wanted,
  inForce: ReadonlySet<string> = new Set(),
): void {
  const { items } = client.account.server;
  for (const [jid, name] of wanted) {
    const item = items.get(jid);
    if (!item) throw new Error(`roster: lacks ${jid} ${name}`);
    // A book that is gone keeps its place as long as it is in force.
    if (item.name !== name && !inForce.has(jid))
      throw new Error(`roster: ${jid} is ${item.name}, not ${name}`);
    if (!item.groups.includes('Home')) throw new Error(`roster: ${jid} is not in its group`);
  }
  for (const { jid, name, groups } of items.values()) {
    if (wanted.has(jid) || inForce.has(jid)) continue;
    if (!client.ownItems.has(jid)) throw new Error(`roster: still holds ${jid} ${name}`);
    if (!isOwn(name) || groups.includes('Home')) throw new Error(`roster: ${jid} not given back`);
  }
  for (const jid of client.ownItems) {
    if (!items.has(jid)) throw new Error(`roster: lacks the user's own ${jid}`);
  }
}

/** What the client still holds of books that are gone. */
export function inForceOfGone(world: World, client: HistoryClient): Set<string> {
  const texts = [...client.memory()]
    .filter(([path]) => !world.site.books.has(path))
    .flatMap(([, state]) => [...state.texts]);
  const numbers = texts.flatMap((text) => world.card(text)?.numbers ?? []);
  return new Set(numbers.map(jidFor));
}

/** Whether a book as a whole, or its home, is told as unread. */
function isToldOf(unread: readonly Unread[], { path }: Pick<LyingBook, 'path'>): boolean {
  return unread.some(
    ({ book, card }) =>
      card === undefined && (isSameUrl(book, path) || path.startsWith(homePath(book))),
  );
}

function homePath(url: string): string {
  const path = pathOf(url);
  return /^\/dav\/home-\d\/?$/.test(path) ? path : '\n';
}

function isSameUrl(url: string, path: string): boolean {
  return pathOf(url).replace(/\/$/, '') === path.replace(/\/$/, '');
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
