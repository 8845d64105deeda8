/** Reading address books on a real DAViCal: it answers a token that it does not know with a list that lacks deletions. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DavicalServer, startDavical } from '../servers/davical.ts';
import { names, reader } from '../support/carddav/book-reader.ts';
import {
  type FollowedBook,
  followedBook,
  itIsReadAndFollowed,
  itIsReadWithNames,
  makeAnew,
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

  // For a while only, all three: until a full comparison follows answers that smell, and once a week (issue 10, part 1).
  it.fails('loses who was deleted meanwhile with the next read, where most cards are as they were', async () => {
    await followed.put('dora', 'Dora');
    await followed.remove('person-2');
    await davical.forgetTokens();
    expect(await followed.read()).toEqual(['Anna', 'Björn <&>', 'Dora']);
    await followed.remove('person-0');
    expect(await followed.read()).toEqual(['Björn <&>', 'Dora']);
  });

  it.fails('is read as it is now, a week later at most, after it was made anew under its URL', async () => {
    await makeAnew(followed);
    await followed.read();
    expect(await followed.readLater()).toEqual(['Dora', 'Emil', 'Fay']);
  });

  it.fails('is read as it is now, a week later at most, after the server was restored from a backup', async () => {
    await davical.backUp();
    await followed.remove('person-2');
    await followed.put('dora', 'Dora');
    expect(await followed.read()).toEqual(['Anna', 'Björn <&>', 'Dora']);
    await davical.restore();
    await followed.put('emil', 'Emil');
    // Somebody else gets the token first that the book had before.
    const other = reader(davical.credentials);
    for (const _ of ['cards', 'token']) names(await other.read(followed.url));
    await other.close();
    await followed.read();
    expect(await followed.readLater()).toEqual(['Anna', 'Björn <&>', 'Chloé', 'Emil']);
  });
});
