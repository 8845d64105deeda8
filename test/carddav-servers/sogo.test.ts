/** Reading address books on a real SOGo: it writes addresses as they are, reuses ETags, and adds a directory. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RestorableServer } from '../servers/book-server.ts';
import { startSogo } from '../servers/sogo.ts';
import { names } from '../support/carddav/book-reader.ts';
import {
  firstPeople,
  itIsReadAndFollowed,
  itIsReadWithNames,
  itOutlivesItsToken,
  newBook,
  oddNames,
} from '../support/carddav/real-server-suite.ts';
import { card } from '../support/contact/cards.ts';

let sogo: RestorableServer;
beforeAll(async () => {
  sogo = await startSogo();
});
afterAll(() => sogo?.stop());

describe('a book on SOGo', () => {
  itIsReadAndFollowed(() => sogo);
  // It overwrites another card where a name has an apostrophe, and its query leaves out one of the two Zoës.
  itIsReadWithNames(
    () => sogo,
    oddNames.filter((name) => !/'|\u0308|%20/u.test(name)),
  );
  // As it does not encode, this is what it calls `a b`, too.
  itIsReadWithNames(() => sogo, ['a%20b']);

  it('of which two cards may have one address is told, and the others are read', async () => {
    const { book, put, reader, url, close } = await newBook(sogo);
    try {
      for (const name of ['a b', 'a%20b']) {
        await sogo.putCard(`${name}.vcf`, card(name, name, '+16135550105'), book);
      }
      expect(names(await reader.read(url))).toEqual(expect.arrayContaining(firstPeople));
      await put('dora', 'Dora');
      const { unread, ...reading } = await reader.read(url);
      expect(names(reading)).toEqual(expect.arrayContaining([...firstPeople, 'Dora']));
      expect(unread).toMatchObject([
        { book: url, card: `${url}a%20b.vcf`, reason: 'not-understood' },
      ]);
    } finally {
      await close();
    }
  });
});

describe('a book on SOGo whose token is of another time', () => {
  itOutlivesItsToken(() => sogo);
});

describe('the address books on SOGo', () => {
  it('are read without the directory of the company, unless it is named', async () => {
    const { home } = sogo;
    const directory = `${home}directory/`;
    const { reader, url, close } = await newBook(sogo);
    try {
      const reading = await reader.read(home);
      expect(names(reading)).toEqual(firstPeople);
      expect(reading.leftOut).toMatchObject([{ url: directory }]);
      expect(names(await reader.read(home, [url, directory]))).toEqual([...firstPeople, 'John']);
    } finally {
      await close();
    }
  });
});
