/** Digest on a real server: Apache's, in front of Radicale. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAddressBook } from '../../electron/core/carddav/address-book.ts';
import { cardCache } from '../../electron/core/store/card-cache.ts';
import { openDatabase } from '../../electron/core/store/database.ts';
import { type DigestProxy, startDigestProxy } from '../servers/digest-proxy.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { temporaryFolder } from '../servers/temporary-folders.ts';
import { people } from '../support/contact/cards.ts';

const jörg = { username: 'Jörg Müller 日', password: 'Pass wörd €' };

let radicale: RadicaleServer;
let proxy: DigestProxy;

beforeAll(async () => {
  radicale = await startRadicale();
  await radicale.writeCards(people(30));
  proxy = await startDigestProxy({ rootUrl: radicale.rootUrl, account: jörg, behind: radicale });
});
afterAll(async () => {
  await proxy.stop();
  await radicale.stop();
});

describe('a user whose name is beyond ASCII', () => {
  it('reads the address book of a server with Digest, and only with the right password', async () => {
    const folder = temporaryFolder('digest');
    const database = openDatabase(folder.path, 'john');
    const url = `${proxy.rootUrl}john/contacts/`;
    const read = (credentials: typeof jörg) => {
      const { username } = credentials;
      const source = { url, books: [], username, credentials, defaultCountry: 'CA' };
      const signal = AbortSignal.timeout(60_000);
      return readAddressBook(source, cardCache(database), signal, () => undefined);
    };
    await expect(read({ ...jörg, password: 'another' })).rejects.toMatchObject({
      code: 'carddav-authentication',
    });
    expect(await read(jörg)).toMatchObject({ cards: 30 });
    await radicale.deleteCard('person-2.vcf');
    await read(jörg);
    expect(await read(jörg)).toMatchObject({ cards: 29 });
    database.close();
    await folder.remove();
  });
});
