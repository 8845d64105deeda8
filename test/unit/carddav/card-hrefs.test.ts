import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardNamesIn, pathOf } from '../../../electron/core/carddav/card-hrefs.ts';
import { fileName, unencoded, writings } from '../../support/carddav/written-addresses.ts';

const folder = '/dav/j%40example.com/contacts/';

describe('the address of a card', () => {
  const nameOf = cardNamesIn(folder);

  it.each([
    ['/dav/j%40example.com/contacts/a.vcf', 'a.vcf'],
    ['/dav/j@example.com/contacts/a.vcf', 'a.vcf'],
    ['https://cloud.example.com/dav/j%40example.com/contacts/a.vcf', 'a.vcf'],
    ['http://10.0.0.7:8080/dav/j%40example.com/contacts/a.vcf', 'a.vcf'],
    ['HTTPS://Cloud.Example.COM:443/dav/j%40example.com/contacts/a.vcf', 'a.vcf'],
    ['//cloud.example.com/dav/j%40example.com/contacts/a.vcf', 'a.vcf'],
    ['//dav/j%40example.com/contacts/a.vcf', 'a.vcf'],
    ['/dav//j%40example.com/contacts//a.vcf', 'a.vcf'],
    ['a.vcf', 'a.vcf'],
    ['a:1.vcf', 'a%3A1.vcf'],
    ['mailto:john', 'mailto%3Ajohn'],
    ['./a:1.vcf', 'a%3A1.vcf'],
    ['./contacts', 'contacts'],
    ['contacts/a.vcf', 'a.vcf'],
    ['dav/j%40example.com/contacts/a.vcf', 'a.vcf'],
    ['/dav/j%40example.com/contacts/%61.vcf', 'a.vcf'],
    ['/dav/j%40example.com/contacts/4c2b19', '4c2b19'],
    ['  /dav/j%40example.com/contacts/a.vcf\n', 'a.vcf'],
    ['/dav/j%40example.com/contacts/Zo%C3%AB.vcf', 'Zo%C3%AB.vcf'],
    ['/dav/j%40example.com/contacts/Zo%c3%ab.vcf', 'Zo%C3%AB.vcf'],
    ['/dav/j%40example.com/contacts/Zoë.vcf', 'Zo%C3%AB.vcf'],
    ['/dav/j%40example.com/contacts/Zo%eb.vcf', 'Zo%EB.vcf'],
    ['/dav/j%40example.com/contacts/a%2Fb', 'a%2Fb'],
    ['/dav/j%40example.com/contacts/100%.vcf', '100%25.vcf'],
    ['/dav/j%40example.com/contacts/100%25.vcf', '100%25.vcf'],
    ['/dav/j%40example.com/contacts/100% Zoë%20.vcf', '100%25%20Zo%C3%AB%20.vcf'],
    ['/dav/j%40example.com/contacts/a%20b.vcf', 'a%20b.vcf'],
    ['/dav/j%40example.com/contacts/a b.vcf', 'a%20b.vcf'],
    ['/dav/j%40example.com/contacts/a?b.vcf', 'a%3Fb.vcf'],
    ['/dav/j%40example.com/contacts/a%3Fb.vcf', 'a%3Fb.vcf'],
    ['/dav/j%40example.com/contacts/a#b.vcf', 'a%23b.vcf'],
    ['/dav/j%40example.com/contacts/a#c.vcf', 'a%23c.vcf'],
    ['/dav/j%40example.com/contacts/am&per.vcf', 'am%26per.vcf'],
    ['/dav/j%40example.com/contacts/a\\b.vcf', 'a%5Cb.vcf'],
    ['/dav/j%40example.com/contacts/../contacts/a.vcf', 'a.vcf'],
    // Encoded twice, as the folder tells.
    ['/dav/j%2540example.com/contacts/a%2520b.vcf', 'a%20b.vcf'],
    ['http%3A//cloud.example.com/dav/j%2540example.com/contacts/a.vcf', 'a.vcf'],
  ])('%s is one way to write %s', (href, name) => {
    expect(nameOf(href)).toBe(name);
    // Also once a server has shown how it writes the folder.
    expect(nameOf(href)).toBe(name);
  });

  it.each([
    '/dav/j%40example.com/contacts/',
    '/dav/j@example.com/contacts',
    'https://cloud.example.com/dav/j%40example.com/contacts/',
    'http%3A//cloud.example.com/dav/j%2540example.com/contacts/',
    '//dav/j@example.com//contacts',
    './',
  ])('%s is the book itself', (href) => {
    expect(nameOf(href)).toBe('');
  });

  it.each([
    '/dav/j%40example.com/work/a.vcf',
    '/dav/j%40example.com/contacts-old/a.vcf',
    '/dav/j%40example.com/contacts/../work/a.vcf',
    '/dav/j%40example.com/contacts/..',
    '/dav/j%40example.com/contacts/inner/',
    'inner/',
    '/',
    'http://[',
    'https://cloud.example.com',
  ])('%s is no card of the book', (href) => {
    expect(nameOf(href)).toBeUndefined();
  });

  it('stays the same when it is made canonical twice', () => {
    const base = new URL('https://cloud.example.com/');
    for (const href of ['/a b/%7Ejohn/', '/%e9/', '/a?b=c', '/%/x', '/100%/é#', '//x//y']) {
      const once = pathOf(href, base);
      expect(pathOf(base.origin + once, base)).toBe(once);
    }
  });
});

describe('a card with any file name', () => {
  it('has one name, however servers write its address', () => {
    fc.assert(
      fc.property(fileName, writings, (file, write) => {
        const nameOf = cardNamesIn(folder);
        const href = write(folder, file);
        expect(nameOf(href), href).toBe(encodeURIComponent(file));
        // A name is a way to write itself, so that those of caches stay.
        expect(nameOf(folder + encodeURIComponent(file))).toBe(encodeURIComponent(file));
      }),
      { numRuns: 2_000 },
    );
  });

  it('has another name than any other card of the same server', () => {
    fc.assert(
      fc.property(fileName, fileName, writings, (one, other, write) => {
        fc.pre(one !== other);
        const nameOf = cardNamesIn(folder);
        expect(nameOf(write(folder, one))).not.toBe(nameOf(write(folder, other)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is found in a book whose own path has such characters', () => {
    fc.assert(
      fc.property(fileName, fileName, writings, (book, file, write) => {
        const path = pathOf(unencoded('/dav/', `${book}/`), new URL('https://cloud.example.com/'));
        expect(path).toBe(`/dav/${encodeURIComponent(book)}/`);
        expect(cardNamesIn(path)(write(path, file))).toBe(encodeURIComponent(file));
      }),
      { numRuns: 2_000 },
    );
  });
});
