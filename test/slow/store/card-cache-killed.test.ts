/** A program that is killed in the middle of taking over what it has read, at every single step of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cardCache, type ReadBook } from '../../../electron/core/store/card-cache.ts';
import { openDatabase } from '../../../electron/core/store/database.ts';
import { type TemporaryFolder, temporaryFolder } from '../../servers/temporary-folders.ts';
import { ordinaryBook } from '../../support/carddav/cached-books.ts';

const john = { address: 'https://cloud.example.com/', username: 'john' };

const book = (name: string, syncToken: string): ReadBook => ({
  ...{ url: `https://cloud.example.com/${name}/`, name, path: `/${name}/`, home: john.address },
  ...{ syncToken, whole: false, ...ordinaryBook },
});
const [friends, work, family] = [book('friends', '1'), book('work', '1'), book('family', '1')];

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder('cache-killed');
});
afterEach(() => folder.remove());

/** What a program finds that is started now. */
function found(): unknown {
  const database = openDatabase(folder.path, 'john');
  const cache = cardCache(database);
  const cards = cache.cards(cache.cardIds()).map(({ href, text: card }) => `${href}: ${card}`);
  const unread = cache.unread(friends.url).map(({ name }) => name);
  const books = cache.books(john);
  const state = { cards: cards.toSorted(), books, unread, version: cache.version() };
  const [sound] = database.prepare('PRAGMA integrity_check').all();
  database.close();
  expect(sound).toEqual({ integrity_check: 'ok' });
  return state;
}

/** Changes a card, adds one, removes one; gives up one book and takes in another; and dies on the way. */
const script = `
  import { cardCache } from '${new URL('../../../electron/core/store/card-cache.ts', import.meta.url)}';
  import { openDatabase } from '${new URL('../../../electron/core/store/database.ts', import.meta.url)}';
  const { folder, john, friends, family, dieAt } = JSON.parse(process.argv[1]);
  const database = openDatabase(folder, 'john');
  const cache = cardCache(database);
  let steps = 0;
  database.function('step', () => {
    steps += 1;
    if (steps === dieAt) process.kill(process.pid, 'SIGKILL');
    return null;
  });
  for (const table of ['card', 'book', 'book_source', 'unread_card']) {
    for (const event of ['INSERT', 'UPDATE', 'DELETE']) {
      database.exec('CREATE TEMP TRIGGER ' + event + '_' + table + ' AFTER ' + event + ' ON main.' + table + ' BEGIN SELECT step(); END');
    }
  }
  const staging = cache.stage(john);
  staging.put(friends.url, { name: 'a', etag: '2', text: 'a changed' });
  staging.put(friends.url, { name: 'c', etag: '2', text: 'c added' });
  staging.remove(friends.url, 'b');
  staging.put(family.url, { name: 'd', etag: '1', text: 'd' });
  const unread = [{ name: 'u', href: '/friends/u', etag: '', reason: 'empty' }];
  staging.commit({ books: [{ ...friends, syncToken: '2', unread }, family], homes: [] });
  process.stdout.write(String(steps));
  process.exit(0);`;

it('leaves what was there before, up to the last step', { timeout: 100_000 }, async () => {
  const database = openDatabase(folder.path, 'john');
  const staging = cardCache(database).stage(john);
  for (const name of ['a', 'b', 'z']) staging.put(friends.url, { name, etag: '1', text: name });
  staging.put(work.url, { name: 'w', etag: '1', text: 'w' });
  staging.commit({ books: [friends, work], homes: [] });
  database.close();
  const before = found();

  for (let dieAt = 1; ; dieAt++) {
    const task = JSON.stringify({ folder: folder.path, john, friends, family, dieAt });
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, task], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed, [code, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    if (code === 0) {
      expect(Number(printed)).toBe(dieAt - 1);
      expect(dieAt).toBeGreaterThan(8);
      break;
    }
    expect([signal, dieAt]).toEqual(['SIGKILL', dieAt]);
    expect([dieAt, found()]).toEqual([dieAt, before]);
  }
  expect(found()).toMatchObject({
    cards: [
      'https://cloud.example.com/family/d: d',
      'https://cloud.example.com/friends/a: a changed',
      'https://cloud.example.com/friends/c: c added',
      'https://cloud.example.com/friends/z: z',
    ],
    books: [
      { name: 'friends', syncToken: '2' },
      { name: 'family', syncToken: '1' },
    ],
    unread: ['u'],
  });
});
