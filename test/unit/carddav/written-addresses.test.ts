/** Whole reads of a book whose server writes addresses as servers do, by all ways to read it. */
import { afterEach, describe, expect, it } from 'vitest';
import { type FaultyServer, startFaultyServer } from '../../servers/dav-faults.ts';
import type { HrefStyle } from '../../servers/dav-faults-book.ts';
import { withText } from '../../servers/dav-faults-kinds.ts';
import { names, personCard, type Reader, reader } from '../../support/carddav/book-reader.ts';

let server: FaultyServer;
let book: Reader;
afterEach(() => Promise.all([server.stop(), book.close()]));

const files = [
  ...['a.vcf', 'a?b.vcf', 'a#b.vcf', 'a#c.vcf', 'am&per.vcf', '100%.vcf', 'a:1.vcf', 'b:1.vcf'],
  ...['a b.vcf', 'Zoë.vcf', '日本.vcf', '😀', 'a+b;c=d,e@f.vcf', 'a\\b.vcf', "~(x)!'*$.vcf", '"<>'],
];

/** By what a server can do. */
const ways: readonly (readonly string[])[] = [
  ['sync-collection', 'addressbook-query', 'addressbook-multiget'],
  ['sync-collection', 'addressbook-multiget'],
  ['addressbook-query', 'addressbook-multiget'],
  ['addressbook-multiget'],
];

async function start(hrefStyle: HrefStyle, books: Readonly<Record<string, string>>): Promise<void> {
  server = await startFaultyServer({ hrefStyle, books });
  book = reader();
  for (const file of files) server.book.put(file, personCard(file, `In ${file}`));
}

const styles: readonly HrefStyle[] = [
  ...(['path', 'absolute', 'encoded', 'unencoded', 'twice'] as const),
  ...(['relative', 'inner', 'doubled', 'padded'] as const),
];

const everybody = () => files.map((file) => `In ${file}`).toSorted();

describe.each(styles)('a server that writes addresses the way called %s', (style) => {
  it.each(ways)('is read whole, now and later: %s %s %s', async (...reports) => {
    await start(style, { contacts: 'Contacts' });
    server.site.reports = reports.filter((each) => each !== undefined);
    expect(names(await book.read(server.bookUrl))).toEqual(everybody());
    expect(names(await book.read(server.bookUrl))).toEqual(everybody());
    for (const file of files) server.book.put(file, personCard(file, `Still in ${file}`));
    const changed = await book.read(server.bookUrl);
    expect(names(changed)).toEqual(files.map((file) => `Still in ${file}`).toSorted());
    for (const file of files.slice(1)) server.book.delete(file);
    expect(names(await book.read(server.bookUrl))).toEqual(['Still in a.vcf']);
  });

  // A home may not name books on a host that was not asked.
  if (style === 'inner') return;
  it('is read where the address of the book has such characters, too', async () => {
    await start(style, { 'J&J? #1 100% é:': 'Contacts', other: 'Other' });
    const reading = await book.read(server.homeUrl);
    expect(names(reading)).toEqual(everybody());
    server.book.put('late', personCard('late', 'Late'));
    await book.read(server.homeUrl);
    expect(names(await book.read(server.homeUrl))).toEqual([...everybody(), 'Late'].toSorted());
  });
});

describe('a server that does not escape its addresses in XML', () => {
  it('is read whole', async () => {
    await start('unencoded', { contacts: 'Contacts' });
    server.site.escapesHrefs = false;
    server.book.delete('"<>');
    const most = everybody().filter((name) => name !== 'In "<>');
    expect(names(await book.read(server.bookUrl))).toEqual(most);
    expect(names(await book.read(server.bookUrl))).toEqual(most);
  });
});

describe('a collection in a book, named without a slash', () => {
  it.each(ways)('is left alone: %s %s %s', async (...reports) => {
    await start('path', { contacts: 'Contacts' });
    server.site.reports = reports.filter((each) => each !== undefined);
    server.book.collections.push('inner', 'inner & more');
    expect(names(await book.read(server.bookUrl))).toEqual(everybody());
    expect(names(await book.read(server.bookUrl))).toEqual(everybody());
  });
});

describe('a multiget that says of the book itself that it is not there', () => {
  it('means the card that was asked for, which is then fetched singly', async () => {
    // SOGo 5.8, for a name beyond ASCII.
    await start('path', { contacts: 'Contacts' });
    server.site.reports = ['sync-collection', 'addressbook-multiget'];
    const absent = `<d:response><d:href>${server.book.path}</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>`;
    const fault = withText((body) =>
      body.replace(/<d:response><d:href>[^<]*Zo%C3%AB.*?<\/d:response>/s, absent),
    );
    server.fault(fault, { asking: 'addressbook-multiget' });
    expect(names(await book.read(server.bookUrl))).toEqual(everybody());
  });
});
