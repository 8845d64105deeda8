/** Reading address books on a real SOGo: it writes addresses as they are, reuses ETags, and adds a directory. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BookServer } from '../servers/book-server.ts';
import { startSogo } from '../servers/sogo.ts';
import { names } from '../support/carddav/book-reader.ts';
import {
  type FollowedBook,
  firstPeople,
  followedBook,
  isAskedOnce,
  itIsReadAndFollowed,
  itIsReadWithNames,
  makeAnew,
  oddNames,
} from '../support/carddav/real-server-suite.ts';

let sogo: BookServer;
beforeAll(async () => {
  sogo = await startSogo();
});
afterAll(() => sogo?.stop());

describe('a book on SOGo', () => {
  // For a while only: until the directory is left out, and a card is fetched though its ETag is known (issue 10).
  itIsReadAndFollowed(() => sogo, ['found', 'put again']);

  // It overwrites another card where a name has an apostrophe, and its query leaves out one of the two Zoës.
  const possible = oddNames.filter((name) => !/'|\u0308/u.test(name));
  const notYet = possible.filter((name) => /[#?%<]|&b|李|🙂/u.test(name));
  itIsReadWithNames(
    () => sogo,
    possible.filter((name) => !notYet.includes(name)),
  );
  // For a while only: until hrefs that the server did not encode are understood (issue 10, parts 2 and 3).
  for (const name of notYet) itIsReadWithNames(() => sogo, [name], it.fails);
});

describe('a book on SOGo whose answers are not to be trusted', () => {
  let followed: FollowedBook;
  beforeEach(async () => {
    followed = await followedBook(sogo);
  });
  afterEach(() => followed?.close());

  // For a while only, all of these: until issue 10, parts 1 and 2, is done.
  it.fails('is read as it is now, a week later at most, after it was made anew under its URL', async () => {
    await makeAnew(followed);
    await followed.read();
    expect(await followed.readLater()).toEqual(['Dora', 'Emil', 'Fay']);
    await isAskedOnce(followed, 3);
  });

  it.fails('stands beside the directory of the company, which is read only when it is named', async () => {
    const { home } = sogo;
    expect(names(await followed.reader.read(home))).toEqual(firstPeople);
    const named = [followed.url, `${home}directory/`];
    expect(names(await followed.reader.read(home, named))).toEqual([...firstPeople, 'John']);
  });
});
