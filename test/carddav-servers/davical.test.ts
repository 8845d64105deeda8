/** Reading address books on a real DAViCal: it answers a token that it does not know with a list that lacks deletions. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DavicalServer, startDavical } from '../servers/davical.ts';
import {
  type FollowedBook,
  followedBook,
  itIsReadAndFollowed,
  itIsReadWithNames,
  itOutlivesItsToken,
  oddNames,
} from '../support/carddav/real-server-suite.ts';

let davical: DavicalServer;
beforeAll(async () => {
  davical = await startDavical();
});
afterAll(() => davical?.stop());

describe('a book on DAViCal', () => {
  itIsReadAndFollowed(() => davical);
  // It refuses brackets itself, and takes `a%20b` for `a b`.
  const refused = ['a%20b', 'a(b)', 'a[b]'];
  itIsReadWithNames(
    () => davical,
    oddNames.filter((name) => !refused.includes(name)),
  );
});

describe('a book on DAViCal that does not know its token any more', () => {
  let followed: FollowedBook;
  beforeEach(async () => {
    followed = await followedBook(davical);
  });
  afterEach(() => followed?.close());

  it('loses who was deleted meanwhile with the next read, where most cards are as they were', async () => {
    await followed.put('dora', 'Dora');
    await followed.remove('person-2');
    await davical.forgetTokens();
    expect(await followed.read()).toEqual(['Anna', 'Björn <&>', 'Dora']);
    await followed.remove('person-0');
    expect(await followed.read()).toEqual(['Björn <&>', 'Dora']);
  });
});

describe('a book on DAViCal whose token is of another time', () => {
  itOutlivesItsToken(() => davical);
});
