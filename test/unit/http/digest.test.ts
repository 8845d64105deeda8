import { describe, expect, it } from 'vitest';
import { parseChallenges } from '../../../electron/core/http/challenges.ts';
import {
  digestAuthorization,
  digestSession,
  strongestDigest,
} from '../../../electron/core/http/digest.ts';

const mufasa = { username: 'Mufasa', password: 'Circle of Life' };
const request = { method: 'GET', url: new URL('http://www.example.org/dir/index.html') };

/** The parameters of the header that answers a challenge, as it stands on the wire. */
function answer(challenge: string, account = mufasa, clientNonce?: string, times = 1) {
  const strongest = strongestDigest(parseChallenges(challenge));
  if (!strongest) throw new Error('no challenge that can be answered');
  const session = digestSession(strongest, clientNonce);
  let header = '';
  for (let time = 0; time < times; time++) header = digestAuthorization(session, request, account);
  const [read] = parseChallenges(header);
  return { header, parameters: Object.fromEntries(read?.parameters ?? []) };
}

/** RFC 7616 §3.9.1. */
const rfc7616 = [
  'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
  'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
] as const;
const rfc7616ClientNonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';

describe('Digest', () => {
  it('answers the SHA-256 example of RFC 7616', () => {
    const { header, parameters } = answer(rfc7616[0], mufasa, rfc7616ClientNonce);
    expect(parameters).toEqual({
      username: 'Mufasa',
      realm: 'http-auth@example.org',
      uri: '/dir/index.html',
      algorithm: 'SHA-256',
      nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
      nc: '00000001',
      cnonce: rfc7616ClientNonce,
      qop: 'auth',
      response: '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
      opaque: 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS',
    });
    // §3.4: these must not be quoted, and those must.
    expect(header).toMatch(/ algorithm=SHA-256,.* qop=auth, nc=00000001/);
    expect(header).toContain('uri="/dir/index.html"');
  });

  it('answers the MD5 example of RFC 7616', () => {
    expect(answer(rfc7616[1], mufasa, rfc7616ClientNonce).parameters['response']).toBe(
      '8ca523f5e9506fed4657c9700eebdbec',
    );
  });

  it('answers the example of RFC 2617', () => {
    const challenge =
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"';
    const account = { username: 'Mufasa', password: 'Circle Of Life' };
    const { parameters } = answer(challenge, account, '0a4f113b');
    expect(parameters['response']).toBe('6629fae49393a05397450978507c4ef1');
    expect(parameters['algorithm']).toBeUndefined();
  });

  it('answers a server without qop (RFC 2069), without qop, nc and cnonce', () => {
    // RFC 2069 §2.4, with the response that its errata 749 gives.
    const challenge =
      'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"';
    const { parameters } = answer(challenge, { username: 'Mufasa', password: 'CircleOfLife' });
    expect(parameters['response']).toBe('1949323746fe6a43ef61f9606e7febea');
    expect(Object.keys(parameters)).not.toContain('nc');
    expect(Object.keys(parameters)).not.toContain('cnonce');
  });

  it('takes the strongest challenge that it can answer, in whatever order', () => {
    const pick = (...headers: string[]) => strongestDigest(parseChallenges(headers.join(', ')));
    expect(pick(rfc7616[1], rfc7616[0])?.algorithm).toBe('sha-256');
    expect(pick('Basic realm=x', rfc7616[1])?.algorithm).toBe('md5');
    expect(pick('Digest nonce=a, algorithm=SHA-512-256, qop="auth"', rfc7616[1])?.algorithm).toBe(
      'md5',
    );
    expect(pick('Digest nonce=a, qop="auth-int"')).toBeUndefined();
    expect(pick('Digest realm=a')).toBeUndefined();
    expect(pick('Basic realm=x')).toBeUndefined();
  });

  it('counts up on one nonce', () => {
    expect(answer(rfc7616[0], mufasa, 'x', 17).parameters['nc']).toBe('00000011');
  });

  it('sends a name beyond ASCII as the server can read it', () => {
    const account = { username: 'Jäsøn Doe*', password: '€' };
    expect(answer('Digest nonce=a, qop=auth, charset=UTF-8', account).header).toContain(
      "username*=UTF-8''J%C3%A4s%C3%B8n%20Doe%2A,",
    );
    const old = answer('Digest nonce=a, qop=auth', account).header;
    expect(Buffer.from(old, 'latin1').toString('utf8')).toContain('username="Jäsøn Doe*"');
    expect(() => new Headers({ authorization: old })).not.toThrow();
  });

  it('sends the hash of a name beyond ASCII where the server takes that alone', () => {
    const challenge = 'Digest realm="books", nonce=a, qop=auth, algorithm=SHA-256, userhash=true';
    const { header, parameters } = answer(challenge, { username: 'Jäsøn Doe', password: '€' });
    // printf 'Jäsøn Doe:books' | sha256sum
    expect(parameters['username']).toBe(
      'dddd9fbf7b9456a9cb134b7e2b2a8839f6e0b1970099398f820cd006bdf5dbfc',
    );
    expect(header).toContain(' userhash=true');
    expect(answer(`${challenge}, charset=UTF-8`, { username: 'ä', password: '' }).header).toContain(
      "username*=UTF-8''%C3%A4,",
    );
  });

  it('takes a letter and its accent for one character where the server says UTF-8', () => {
    const response = (username: string, charset: string) =>
      answer(`Digest realm=r, nonce=a, qop=auth${charset}`, { username, password: username }, 'x')
        .parameters['response'];
    expect(response('a\u0308', ', charset=UTF-8')).toBe(response('ä', ', charset=UTF-8'));
    expect(response('a\u0308', '')).not.toBe(response('ä', ''));
  });

  it('quotes what needs it, in the header and not in the hash', () => {
    const challenge = 'Digest realm="a \\"b\\" c", nonce="n", qop=auth, userhash=true';
    const { header, parameters } = answer(challenge, { username: 'x"y', password: 'z' });
    expect(header).toContain('username="x\\"y"');
    expect(header).toContain('realm="a \\"b\\" c"');
    expect(parameters['userhash']).toBeUndefined();
  });
});
