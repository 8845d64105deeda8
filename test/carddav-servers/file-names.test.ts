/** Cards whose file names Cyrus and SOGo write as they are, though no address can hold them: found, changed, removed. */
import { expect, it } from 'vitest';
import { readAddressBook } from '../../electron/core/carddav/address-book.ts';
import { cardCache } from '../../electron/core/store/card-cache.ts';
import { openDatabase } from '../../electron/core/store/database.ts';
import { startCyrus } from '../servers/cyrus.ts';
import { startSogo } from '../servers/sogo.ts';
import { temporaryFolder } from '../servers/temporary-folders.ts';
import { names, personCard } from '../support/carddav/book-reader.ts';

const files = [
  ...['a.vcf', 'a?b.vcf', 'a#b.vcf', 'a#c.vcf', 'am&per.vcf', '100%.vcf', 'a:1.vcf', 'b:1.vcf'],
  ...['a b.vcf', 'Zoë.vcf', '日本.vcf', 'a+b;c=d,e@f.vcf'],
];

it.each([
  ['Cyrus', startCyrus],
  ['SOGo', startSogo],
])('%s keeps no card from being found because of its file name', async (_, start) => {
  const server = await start();
  const folder = temporaryFolder('names');
  const database = openDatabase(folder.path, 'john');
  const { url, credentials } = server;
  const source = { url, books: [], username: 'john', credentials, defaultCountry: 'CA' };
  const read = async () => {
    const signal = AbortSignal.timeout(60_000);
    return names(await readAddressBook(source, cardCache(database), signal, () => undefined));
  };
  const write = async (words: string) => {
    for (const [index, file] of files.entries()) {
      // Cyrus takes no card without N.
      const card = personCard(`uid-${index}`, `${words} ${index}`);
      await server.putCard(file, card.replace('TEL', `N:${index};${words};;;\r\nTEL`));
    }
  };
  const everybody = (words: string) => files.map((_, index) => `${words} ${index}`).toSorted();
  try {
    await write('In');
    for (let time = 0; time < 3; time++) expect(await read()).toEqual(everybody('In'));
    await write('Still in');
    expect(await read()).toEqual(everybody('Still in'));
    for (const file of files.slice(1)) await server.deleteCard(file);
    expect(await read()).toEqual(['Still in 0']);
  } finally {
    database.close();
    await Promise.all([server.stop(), folder.remove()]);
  }
});
