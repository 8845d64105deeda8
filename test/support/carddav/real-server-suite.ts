/** What must hold on every real CardDAV server: its books are found, read, and followed through changes. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { BookServer, RestorableServer } from '../../servers/book-server.ts';
import { card } from '../contact/cards.ts';
import { names, type Reader, reader } from './book-reader.ts';

/** A book of its own for each test, with three people in it that were read. */
export interface FollowedBook {
  readonly server: BookServer;
  /** The last part of the book's URL. */
  readonly book: string;
  readonly url: string;
  readonly reader: Reader;
  /** PUTs a card with a number; the file is named after its UID. */
  put(uid: string, name?: string): Promise<void>;
  remove(uid: string): Promise<void>;
  /** Names of the contacts after one more read, which leaves nothing unread. */
  read(): Promise<string[]>;
  /** The clock is more than a week further from now on. */
  waitAWeek(): void;
  /** Forgets what was read, and deletes the book. */
  close(): Promise<void>;
}

export const firstPeople = ['Anna', 'Björn <&>', 'Chloé'];

let books = 0;

/** A book with {@link firstPeople}, not read yet. */
export async function newBook(server: BookServer): Promise<FollowedBook> {
  books += 1;
  const book = `book-${books}`;
  await server.makeBook(book);
  const url = server.bookUrl(book);
  const ownReader = reader(server.credentials);
  const followed: FollowedBook = {
    server,
    book,
    url,
    reader: ownReader,
    put: (uid, name = uid) => server.putCard(`${uid}.vcf`, card(uid, name, '+16135550101'), book),
    remove: (uid) => server.deleteCard(`${uid}.vcf`, book),
    async read() {
      const reading = await ownReader.read(url);
      expect(reading.unread).toEqual([]);
      return names(reading);
    },
    waitAWeek() {
      ownReader.ahead += 8 * 86_400_000;
    },
    async close() {
      await ownReader.close();
      await server.deleteBook(book);
    },
  };
  for (const [index, name] of firstPeople.entries()) await followed.put(`person-${index}`, name);
  return followed;
}

/** As {@link newBook}, read so often that the next read asks for changes alone. */
export async function followedBook(server: BookServer): Promise<FollowedBook> {
  const followed = await newBook(server);
  expect(await followed.read()).toEqual(firstPeople);
  expect((await followed.reader.read(followed.url)).followsChanges).toBe(true);
  return followed;
}

/** Deletes a book and makes it anew with other people under its URL. */
export async function makeAnew({ server, book, put }: FollowedBook): Promise<void> {
  await server.deleteBook(book);
  await server.makeBook(book);
  for (const name of ['Dora', 'Emil', 'Fay']) await put(name.toLowerCase(), name);
}

/** One request that is answered with little, where nothing has changed. */
async function isAskedOnce({ reader, url }: FollowedBook, cards: number): Promise<void> {
  // SOGo's tokens are seconds: what has changed within the last one comes again.
  await vi.waitFor(
    async () => {
      const reading = await reader.read(url);
      expect(reading).toMatchObject({ cards, requests: 1 });
      expect(reading.bytes).toBeLessThan(300);
    },
    { timeout: 5000, interval: 500 },
  );
}

export function itIsReadAndFollowed(server: () => BookServer): void {
  let followed: FollowedBook;

  beforeEach(async () => {
    followed = await followedBook(server());
  });
  afterEach(() => followed?.close());

  it('is found from the bare address of the server, with all books of the user', async () => {
    const anyone = reader(server().credentials);
    try {
      const reading = await anyone.read(server().rootUrl);
      expect(names(reading)).toEqual(firstPeople);
      expect(reading.contacts.map(({ book }) => book)).toEqual(firstPeople.map(() => followed.url));
    } finally {
      await anyone.close();
    }
  });

  it('is asked once where nothing has changed, and sends little', async () => {
    await isAskedOnce(followed, 3);
  });

  it('is followed through cards that are added, changed, renamed and deleted', async () => {
    await followed.put('dmitri', 'Дмитрий 🙂');
    await followed.put('person-0', 'Anna B');
    await followed.remove('person-2');
    const reading = await followed.reader.read(followed.url);
    expect(names(reading)).toEqual(['Anna B', 'Björn <&>', 'Дмитрий 🙂']);
    expect(reading.requests).toBe(2);

    // Another file name for the same person, as some clients do it.
    await followed.remove('person-0');
    await server().putCard('anna-b.vcf', card('person-0', 'Anna B', '+16135550109'), followed.book);
    expect(await followed.read()).toEqual(['Anna B', 'Björn <&>', 'Дмитрий 🙂']);

    await followed.remove('dmitri');
    expect(await followed.read()).toEqual(['Anna B', 'Björn <&>']);
    await isAskedOnce(followed, 2);
  });

  it('is read as it is now where a card was deleted and put again', async () => {
    await followed.remove('person-0');
    await followed.put('person-0', 'Anna anew');
    expect(await followed.read()).toEqual(['Anna anew', 'Björn <&>', 'Chloé']);
  });
}

/** File names whose characters have a meaning in URLs or XML, or are not ASCII. */
export const oddNames = [
  ...['a b', 'a&b', 'a&amp;b', 'a#b', 'a?b', 'a?b=c', 'a%b', 'a%20b', 'a+b', 'a:b', 'a;b', 'a@b'],
  ...["a'b", 'a"b', 'a<b>', 'a=b', 'a,b', 'a(b)', 'a[b]', 'a|b', 'Zoë', 'Zoe\u0308', '李娜', '🙂'],
] as const;

/** Cards of odd names among plain ones: found at first, followed when they change, and missed when they go. */
export function itIsReadWithNames(server: () => BookServer, oddOnes: readonly string[]): void {
  it.each([oddOnes.join(' ')])('is read and followed with cards called %s', async () => {
    const followed = await newBook(server());
    const put = async (what: string) => {
      for (const [index, name] of oddOnes.entries()) {
        const text = card(`odd-${index}`, `${what} ${name}`, '+16135550105');
        await server().putCard(`${name}.vcf`, text, followed.book);
      }
    };
    const all = (what: string) =>
      [...firstPeople, ...oddOnes.map((name) => `${what} ${name}`)].toSorted();
    try {
      await put('First');
      expect(await followed.read()).toEqual(all('First'));
      expect(await followed.read()).toEqual(all('First'));
      await put('Then');
      expect(await followed.read()).toEqual(all('Then'));
      for (const name of oddOnes) await server().deleteCard(`${name}.vcf`, followed.book);
      expect(await followed.read()).toEqual(firstPeople);
      await put('Again');
      expect(await followed.read()).toEqual(all('Again'));
    } finally {
      await followed.close();
    }
  });
}

/** For servers whose tokens are counters: they take one of another time for one of theirs, and say that all is well. */
export function itOutlivesItsToken(server: () => RestorableServer): void {
  let followed: FollowedBook;

  beforeEach(async () => {
    followed = await followedBook(server());
  });
  afterEach(() => followed?.close());

  it('is read as it is now, a week later at most, after it was made anew under its URL', async () => {
    await makeAnew(followed);
    const next = await followed.reader.read(followed.url);
    expect(names(next)).toEqual(expect.arrayContaining(['Dora', 'Emil', 'Fay']));
    followed.waitAWeek();
    const later = await followed.reader.read(followed.url);
    expect(names(later)).toEqual(['Dora', 'Emil', 'Fay']);
    expect(later).toMatchObject({ unread: [], goneBooks: [] });
    expect(next.missed + later.missed).toBe(3);
    await isAskedOnce(followed, 3);
  });

  it('is read as it is now, a week later at most, after the server was restored from a backup', async () => {
    await server().backUp();
    await followed.remove('person-2');
    await followed.put('dora', 'Dora');
    expect(await followed.read()).toEqual(['Anna', 'Björn <&>', 'Dora']);
    await server().restore();
    await followed.put('emil', 'Emil');
    // Somebody else gets the token first that the book had before.
    const other = reader(server().credentials);
    await other.read(followed.url);
    await other.read(followed.url);
    await other.close();
    const next = await followed.reader.read(followed.url);
    followed.waitAWeek();
    const later = await followed.reader.read(followed.url);
    expect(names(later)).toEqual(['Anna', 'Björn <&>', 'Chloé', 'Emil']);
    expect(next.missed + later.missed).toBeGreaterThan(0);
    await isAskedOnce(followed, 4);
  });
}
