/** Reading address books on a real Cyrus: it refuses tokens that it does not know, and does not encode `?`. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BookServer } from '../servers/book-server.ts';
import { startCyrus } from '../servers/cyrus.ts';
import {
  type FollowedBook,
  followedBook,
  itIsReadAndFollowed,
  itIsReadWithNames,
  makeAnew,
  oddNames,
} from '../support/carddav/real-server-suite.ts';

let cyrus: BookServer;
beforeAll(async () => {
  cyrus = await startCyrus();
});
afterAll(() => cyrus?.stop());

describe('a book on Cyrus', () => {
  itIsReadAndFollowed(() => cyrus);
  // It fails over a quotation mark in a name itself.
  itIsReadWithNames(
    () => cyrus,
    oddNames.filter((name) => !name.includes('"')),
  );

  describe('whose token it does not know', () => {
    let followed: FollowedBook;
    beforeEach(async () => {
      followed = await followedBook(cyrus);
    });
    afterEach(() => followed?.close());

    it('is read as it is now after it was deleted and made anew under its URL', async () => {
      await makeAnew(followed);
      expect(await followed.read()).toEqual(['Dora', 'Emil', 'Fay']);
      expect(await followed.reader.read(followed.url)).toMatchObject({ cards: 3, requests: 1 });
    });
  });
});
