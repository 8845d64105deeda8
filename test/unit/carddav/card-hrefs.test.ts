import { describe, expect, it } from 'vitest';
import { cardNamesIn, pathOf } from '../../../electron/core/carddav/card-hrefs.ts';

describe('the address of a card', () => {
  const nameOf = cardNamesIn('/dav/j%40example.com/contacts/');

  it.each([
    ['/dav/j%40example.com/contacts/a.vcf', 'a.vcf'],
    ['/dav/j@example.com/contacts/a.vcf', 'a.vcf'],
    ['https://cloud.example.com/dav/j%40example.com/contacts/a.vcf', 'a.vcf'],
    ['http://10.0.0.7:8080/dav/j%40example.com/contacts/a.vcf', 'a.vcf'],
    ['/dav/j%40example.com/contacts/%61.vcf', 'a.vcf'],
    ['/dav/j%40example.com/contacts/4c2b19', '4c2b19'],
    ['  /dav/j%40example.com/contacts/a.vcf\n', 'a.vcf'],
    ['/dav/j%40example.com/contacts/Zo%C3%AB.vcf', 'Zo%C3%AB.vcf'],
    ['/dav/j%40example.com/contacts/Zo%c3%ab.vcf', 'Zo%C3%AB.vcf'],
    ['/dav/j%40example.com/contacts/Zoë.vcf', 'Zo%C3%AB.vcf'],
    ['/dav/j%40example.com/contacts/a%2Fb', 'a%2Fb'],
    ['/dav/j%40example.com/contacts/100%.vcf', '100%.vcf'],
    ['/dav/j%40example.com/contacts/a%20b.vcf', 'a%20b.vcf'],
    ['/dav/j%40example.com/contacts/../contacts/a.vcf', 'a.vcf'],
  ])('%s is one way to write %s', (href, name) => {
    expect(nameOf(href)).toBe(name);
  });

  it.each([
    '/dav/j%40example.com/contacts/',
    '/dav/j@example.com/contacts',
    'https://cloud.example.com/dav/j%40example.com/contacts/',
  ])('%s is the book itself', (href) => {
    expect(nameOf(href)).toBe('');
  });

  it.each([
    '/dav/j%40example.com/work/a.vcf',
    '/dav/j%40example.com/contacts-old/a.vcf',
    '/dav/j%40example.com/contacts/../work/a.vcf',
    '/dav/j%40example.com/contacts/inner/',
    '/',
    'http://[',
  ])('%s is no card of the book', (href) => {
    expect(nameOf(href)).toBeUndefined();
  });

  it('stays the same when it is made canonical twice', () => {
    const base = new URL('https://cloud.example.com/');
    for (const href of ['/a b/%7Ejohn/', '/%e9/', '/a?b=c', '/%/x']) {
      const once = pathOf(href, base) ?? '';
      expect(pathOf(once, base)).toBe(once);
    }
  });
});
