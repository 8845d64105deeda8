import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bookAddressHost,
  bookKey,
  isSameBook,
  readBookAddress,
} from '../../../shared/settings/book-address.ts';

describe('the address of an address book', () => {
  it.each([
    ['cloud.example.com', 'host', 'cloud.example.com', undefined],
    ['Cloud.Example.com:8443', 'host', 'cloud.example.com', 8443],
    ['cloud.example.com:443', 'host', 'cloud.example.com', 443],
    ['john@Example.com', 'email', 'example.com', undefined],
    ['jörg@bücher.example', 'email', 'xn--bcher-kva.example', undefined],
    ['[::1]:5232', 'host', '[::1]', 5232],
  ])('%s is the %s %s with port %s', (text, kind, domain, port) => {
    expect(readBookAddress(text)).toEqual({ ok: true, address: { kind, domain, port } });
  });

  it.each([
    ['https://cloud.example.com:8443/dav/', 'cloud.example.com:8443'],
    ['cloud.example.com:8443', 'cloud.example.com:8443'],
    ['john@example.com', 'example.com'],
    ['what?', 'what?'],
  ])('%s is shown as %s', (text, host) => {
    expect(bookAddressHost(text)).toBe(host);
  });

  it('is read without throwing, whatever was written', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void bookAddressHost(text)));
  });
});

describe('the same address book', () => {
  const book = 'https://cloud.example.com/dav/j%40example.com/contacts/';

  it.each([
    ['without the last slash', 'https://cloud.example.com/dav/j%40example.com/contacts'],
    ['with less percent-encoded', 'https://cloud.example.com/dav/j@example.com/contacts/'],
    ['with more percent-encoded', 'https://cloud.example.com/dav/j%40example.com/%63ontacts/'],
    ['with its host in capitals', 'https://Cloud.Example.COM/dav/j%40example.com/contacts/'],
    ['with the default port', 'https://cloud.example.com:443/dav/j%40example.com/contacts/'],
    ['as a server behind a proxy writes it', 'http://cloud.example.com/dav/j@example.com/contacts'],
    ['with a detour', 'https://cloud.example.com/dav/x/../j%40example.com/contacts/'],
  ])('is meant by an address written %s', (_, other) => {
    expect(isSameBook(book, other)).toBe(true);
    expect(isSameBook(other, book)).toBe(true);
  });

  it.each([
    ['another path', 'https://cloud.example.com/dav/j%40example.com/work/'],
    ['another host', 'https://other.example.com/dav/j%40example.com/contacts/'],
    ['another port', 'https://cloud.example.com:8443/dav/j%40example.com/contacts/'],
    ['a query', 'https://cloud.example.com/dav/j%40example.com/contacts/?export'],
    ['capitals in the path', 'https://cloud.example.com/dav/j%40example.com/Contacts/'],
    ['a slash that is part of a name', 'https://cloud.example.com/dav/j%40example.com%2Fcontacts/'],
    ['only a host', 'cloud.example.com'],
  ])('is not meant by an address with %s', (_, other) => {
    expect(isSameBook(book, other)).toBe(false);
  });

  it.each([
    ['Cloud.Example.com', 'cloud.example.com', true],
    ['cloud.example.com:8443', 'cloud.example.com', false],
    ['john@Example.com', 'john@example.com', true],
    ['john@example.com', 'jane@example.com', false],
    ['john@example.com', 'example.com', false],
    ['cloud.example.com', 'https://cloud.example.com/', false],
    ['%', '%', true],
    ['%', '%25', false],
  ])('is meant by %s and %s: %s', (one, other, same) => {
    expect(isSameBook(one, other)).toBe(same);
  });

  it('is known by one key, whatever was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(isSameBook(text, text)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.webUrl(), (url) => {
        expect(bookKey(url)).toBe(bookKey(new URL(url).href));
      }),
    );
  });
});
