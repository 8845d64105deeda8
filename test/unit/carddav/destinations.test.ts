import { describe, expect, it } from 'vitest';
import {
  collectionAddress,
  meantAddress,
  refuseOtherOrigin,
} from '../../../electron/core/carddav/destinations.ts';

const cloud = new URL('https://cloud.example.com/dav/');

describe('the address of a collection', () => {
  it.each([
    ['https://cloud.example.com/dav/john/', 'https://cloud.example.com/dav/john/'],
    // Behind a proxy that does TLS, servers name themselves as they see it.
    ['http://cloud.example.com/dav/john/', 'https://cloud.example.com/dav/john/'],
    ['http://cloud.example.com:8080/dav/?x=1', 'https://cloud.example.com/dav/?x=1'],
    // It may know no port but its own, or forget the one that a router forwards.
    ['https://cloud.example.com:8443/dav/john/', 'https://cloud.example.com/dav/john/'],
    ['https://Cloud.Example.COM:443/dav/john/', 'https://cloud.example.com/dav/john/'],
    ['https://a.cloud.example.com/', 'https://a.cloud.example.com/'],
  ])('%s is taken as %s', (named, meant) => {
    expect(collectionAddress(named, cloud).href).toBe(meant);
  });

  it('is on the port that was asked, where the server forgets it', () => {
    const asked = new URL('https://nas.example.com:5001/dav/');
    const named = collectionAddress('https://nas.example.com/dav/john%3F/', asked);
    expect(named.href).toBe('https://nas.example.com:5001/dav/john%3F/');
  });

  it.each([
    'https://cloud.example.net/john/',
    'https://cloud.example.com.evil.net/john/',
    'https://evilexample.com/',
    // A neighbour in name may be anybody: think of co.uk, or of duckdns.org.
    'https://p42-cloud.example.com/john/',
    'https://example.com/john/',
    'http://127.0.0.1/',
  ])('%s belongs to somebody else', (named) => {
    expect(() => collectionAddress(named, cloud)).toThrow('does not send your password unasked');
  });

  it('of iCloud is on a host beside the one that was asked, and on nobody else’s', () => {
    const asked = new URL('https://contacts.icloud.com/');
    const home = 'https://p42-contacts.icloud.com:443/123/carddavhome/';
    expect(collectionAddress(home, asked).host).toBe('p42-contacts.icloud.com');
    for (const host of ['icloud.com.evil.net', 'p42-icloud.com', 'contacts.icloud.org']) {
      expect(() => collectionAddress(`https://${host}/`, asked)).toThrow('leads to another server');
    }
    const inClear = home.replace('https', 'http').replace(':443', '');
    expect(() => collectionAddress(inClear, asked)).toThrow('leads to another server');
  });

  it.each([
    ['https://192.0.2.7/', 'https://198.0.2.7/'],
    ['https://[2001:db8::1]/', 'https://[2001:db8::2]/'],
    ['https://example.com/', 'https://example.org/'],
    ['https://nas/', 'https://tv/'],
    ['https://john.duckdns.org/', 'https://evil.duckdns.org/'],
    ['https://example.co.uk/', 'https://evil.co.uk/'],
  ])('asked at %s is never one at %s', (asked, named) => {
    expect(() => collectionAddress(named, new URL(asked))).toThrow('leads to another server');
  });
});

describe('a redirect', () => {
  it('to the same host without encryption means the address with it', () => {
    const target = meantAddress(new URL('http://cloud.example.com/remote.php/dav/'), cloud);
    expect(target.href).toBe('https://cloud.example.com/remote.php/dav/');
    expect(() => refuseOtherOrigin(target, cloud)).not.toThrow();
  });

  it('to another port leads to another server', () => {
    const target = new URL('https://cloud.example.com:8443/dav/');
    expect(() => refuseOtherOrigin(meantAddress(target, cloud), cloud)).toThrow(target.href);
  });
});
