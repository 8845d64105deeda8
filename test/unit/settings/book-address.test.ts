import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookAddressHost, readBookAddress } from '../../../shared/settings/book-address.ts';

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
