import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChallenges } from '../../../electron/core/http/challenges.ts';
import { endsInTime, inTimeTimeout, longInput, repeatedTo } from '../../support/contact/in-time.ts';

const read = (header: string) =>
  parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

describe('the ways of logging in that a server offers', () => {
  it('are read from the example of RFC 9110, several in one header', () => {
    expect(
      read('Basic realm="simple", Newauth realm="apps", type=1, title="Login to \\"apps\\""'),
    ).toEqual([
      ['basic', { realm: 'simple' }],
      ['newauth', { realm: 'apps', type: '1', title: 'Login to "apps"' }],
    ]);
  });

  it('are read from several headers, which arrive joined', () => {
    const headers = new Headers();
    headers.append('www-authenticate', 'Negotiate');
    headers.append('www-authenticate', 'Digest realm="a, b", qop="auth,auth-int", nonce=bm9uY2U=');
    headers.append('www-authenticate', 'BASIC realm=x');
    expect(read(headers.get('www-authenticate') ?? '')).toEqual([
      ['negotiate', {}],
      ['digest', { realm: 'a, b', qop: 'auth,auth-int', nonce: 'bm9uY2U=' }],
      ['basic', { realm: 'x' }],
    ]);
  });

  it.each([
    ['Negotiate YIIKyQYGKwYBBQUCoIIKvTCC==, Basic realm="x"', ['negotiate', 'basic']],
    ['Basic', ['basic']],
    ['Bearer realm = "x" , scope="a b",', ['bearer']],
    [', ,Basic realm="x",,, Bearer', ['basic', 'bearer']],
    ['', []],
  ])('in %s are %j', (header, schemes) => {
    expect(read(header).map(([scheme]) => scheme)).toEqual(schemes);
  });

  it('are read without throwing from whatever a server sends', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (header) => void parseChallenges(header)));
  });

  it.each([...['a="', 'a=', 'a ', ',', '"\\', 'Digest nonce="', 'Basic ', 'a=b,', '\t', 'x']])(
    'are read in time in proportion to a header of nothing but %j',
    (part) => {
      // Node refuses headers of more than 16 kB; this is for whatever reads them one day.
      const header = repeatedTo(longInput, part);
      endsInTime(() => parseChallenges(header));
    },
    inTimeTimeout,
  );
});
