import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardNamesIn } from '../../../electron/core/carddav/card-hrefs.ts';
import {
  addressOf,
  cardAddresses,
  isSameEtag,
  memberHref,
} from '../../../electron/core/carddav/request-addresses.ts';
import { fileName, writings } from '../../support/carddav/written-addresses.ts';

const asked = new URL('https://cloud.example.com:8443/dav/john/');

describe('the address of a collection that a server names', () => {
  it.each([
    ['/dav/john/contacts/', 'https://cloud.example.com:8443/dav/john/contacts/'],
    [' /dav/john/contacts/\n', 'https://cloud.example.com:8443/dav/john/contacts/'],
    ['/dav/j%40x/a@b;c=d,e/', 'https://cloud.example.com:8443/dav/j%40x/a@b;c=d,e/'],
    ['/dav/john/a?b#c 100%é/', 'https://cloud.example.com:8443/dav/john/a%3Fb%23c%20100%25%C3%A9/'],
    ['/dav/john/a\\b/', 'https://cloud.example.com:8443/dav/john/a%5Cb/'],
    ['contacts/', 'https://cloud.example.com:8443/dav/john/contacts/'],
    ['a:1/', 'https://cloud.example.com:8443/dav/john/a:1/'],
    ['../jane/', 'https://cloud.example.com:8443/dav/jane/'],
    ['//dav/john/contacts/', 'https://cloud.example.com:8443/dav/john/contacts/'],
    ['//CLOUD.example.com/dav/john/', 'https://cloud.example.com:8443/dav/john/'],
    ['HTTP://10.0.0.7:8080/dav/john/', 'http://10.0.0.7:8080/dav/john/'],
    ['http%3A//10.0.0.7/dav/', 'http://10.0.0.7/dav/'],
    ['https://p42-contacts.icloud.com:443/1/', 'https://p42-contacts.icloud.com/1/'],
    ['https://example.net', 'https://example.net/'],
  ])('%s is %s', (href, address) => {
    const { protocol, host, pathname } = addressOf(href, asked) ?? new URL('none:');
    const expected = new URL(address);
    // The port of a name without a scheme is of no account: destinations.ts asks on the port that was asked.
    expect(pathname).toBe(expected.pathname);
    if (!href.startsWith('//'))
      expect([protocol, host]).toEqual([expected.protocol, expected.host]);
  });

  it('is none where its host cannot be one', () => {
    expect(addressOf('http://[', asked)).toBeUndefined();
    expect(addressOf('https://a b/', asked)).toBeUndefined();
  });
});

describe('the address of a card in a request to its book', () => {
  it.each([
    ['/dav/john/a@b.vcf', '/dav/john/a@b.vcf'],
    ['/dav/john/a%40b.vcf', '/dav/john/a%40b.vcf'],
    ['http://10.0.0.7:8080/dav/john/a?b.vcf', 'http://10.0.0.7:8080/dav/john/a%3Fb.vcf'],
    ['/dav/john/a?b#c 100%é&.vcf', '/dav/john/a%3Fb%23c%20100%25%C3%A9&.vcf'],
    ['a:1.vcf', '/dav/john/a:1.vcf'],
  ])('%s is %s', (href, member) => {
    expect(memberHref(href, '/dav/john/')).toBe(member);
  });
});

describe('where a card is asked for', () => {
  const book = { url: 'https://cloud.example.com/dav/john', path: '/dav/john/' };
  const addresses = (href: string) =>
    cardAddresses(cardNamesIn(book.path)(href) ?? '', href, book).map(({ url, isGuess }) =>
      [url.href.replace('https://cloud.example.com', ''), isGuess ? 'guess' : ''].join(' ').trim(),
    );

  it.each([
    ['/dav/john/a.vcf', ['/dav/john/a.vcf']],
    ['http://10.0.0.7:8080/dav/john/a.vcf', ['/dav/john/a.vcf']],
    ['a:1.vcf', ['/dav/john/a:1.vcf', '/dav/john/a%3A1.vcf']],
    ['//dav/john/a.vcf', ['/john/a.vcf', '/dav/john/a.vcf']],
    ['/dav/john/a?b.vcf', ['/dav/john/a%3Fb.vcf']],
    [
      '/dav/john/a%2540b.vcf',
      ['/dav/john/a%2540b.vcf', '/dav/john/a%40b.vcf guess', '/dav/john/a%252540b.vcf guess'],
    ],
    ['/dav/john/a%20b.vcf', ['/dav/john/a%20b.vcf', '/dav/john/a%2520b.vcf guess']],
  ])('%s is looked for at %j', (href, expected) => {
    expect(addresses(href)).toEqual(expected);
  });

  it('is its own address, whatever its file name and however that is written', () => {
    fc.assert(
      fc.property(fileName, writings, (file, write) => {
        const href = write(book.path, file);
        const certain = cardAddresses(cardNamesIn(book.path)(href) ?? '', href, book)
          .filter(({ isGuess }) => !isGuess)
          .map(({ url }) => decodeURIComponent(url.pathname) + url.search + url.hash);
        expect(certain, href).toContain(book.path + file);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('two ETags', () => {
  it.each([
    ['"a"', '"a"', true],
    ['"a"', 'W/"a"', true],
    ['a', '"a"', true],
    ['"a-gzip"', '"a"', true],
    ['"a"', '"b"', false],
    ['', '', false],
  ])('%s and %s are the same: %s', (one, other, same) => {
    expect(isSameEtag(one, other)).toBe(same);
  });
});
