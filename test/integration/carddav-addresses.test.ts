/** Cards whose file names no server may write as they are, on real servers: found now, changed and removed later. */
import { afterEach, describe, expect, it } from 'vitest';
import { startRadicale } from '../servers/radicale.ts';
import { startXandikos } from '../servers/xandikos.ts';
import { names, personCard, type Reader, reader } from '../support/carddav/book-reader.ts';

const files = [
  ...['a.vcf', 'a?b.vcf', 'a#b.vcf', 'a#c.vcf', 'am&per.vcf', '100%.vcf', 'a:1.vcf', 'b:1.vcf'],
  ...['a b.vcf', 'a%20b.vcf', 'Zoë.vcf', '日本.vcf', 'a+b;c=d,e@f.vcf', "(x)!'*$.vcf", '"<>.vcf'],
];

let book: Reader;
let stop: () => Promise<void>;
afterEach(() => Promise.all([stop(), book.close()]));

interface Server {
  readonly url: string;
  putCard(name: string, card: string): Promise<void>;
  deleteCard(name: string): Promise<void>;
  stop(): Promise<void>;
}

const servers: readonly [string, () => Promise<Server>][] = [
  ['Radicale', () => startRadicale({ users: { john: 'Pass wörd €' } })],
  ['Xandikos', () => startXandikos()],
];

describe.each(servers)('%s', (_, start) => {
  it('keeps no card from being found because of its file name', async () => {
    const server = await start();
    stop = () => server.stop();
    book = reader();
    const write = async (words: string) => {
      for (const [index, file] of files.entries()) {
        await server.putCard(file, personCard(`uid-${index}`, `${words} ${index}`));
      }
    };
    const everybody = (words: string) => files.map((_, index) => `${words} ${index}`).toSorted();
    await write('In');
    expect(names(await book.read(server.url))).toEqual(everybody('In'));
    expect(names(await book.read(server.url))).toEqual(everybody('In'));
    await write('Still in');
    expect(names(await book.read(server.url))).toEqual(everybody('Still in'));
    for (const file of files.slice(1)) await server.deleteCard(file);
    expect(names(await book.read(server.url))).toEqual(['Still in 0']);
  });
});
