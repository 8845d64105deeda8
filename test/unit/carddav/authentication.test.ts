import { afterEach, describe, expect, it } from 'vitest';
import type { DavCredentials } from '../../../electron/core/carddav/authentication.ts';
import { davTransport } from '../../../electron/core/carddav/transport.ts';
import { RolodialError } from '../../../shared/errors.ts';
import { type FaultyServer, startFaultyServer } from '../../servers/dav-faults.ts';
import { answerWith } from '../../servers/dav-faults-kinds.ts';
import {
  basicLogin,
  bearerLogin,
  type DigestLoginOptions,
  digestLogin,
  type Login,
} from '../../servers/dav-faults-login.ts';
import { failureOf, testClient } from '../../support/carddav/test-client.ts';

let server: FaultyServer;
afterEach(() => server.stop());

const account = { username: 'john', password: 'Pass wörd €' };
const token: DavCredentials = { token: 'eyJhbGciOi.J9-_~+/==' };

async function behind(login: Login): Promise<void> {
  server = await startFaultyServer({ login });
}

const behindDigest = (options: Partial<DigestLoginOptions> = {}) =>
  behind(digestLogin({ ...account, ...options }));

/** The first words of every Authorization header that arrived. */
const schemes = () => server.requests.map(({ authorization }) => authorization.split(' ')[0]);

describe('a server with Basic', () => {
  it('accepts a name and a password beyond Latin-1, in one request', async () => {
    await behind(basicLogin(account.username, account.password));
    expect((await testClient().ask(server.bookUrl)).status).toBe(207);
    expect(schemes()).toEqual(['Basic']);
  });

  it('that refuses them is asked once, and not again by later requests', async () => {
    await behind(basicLogin('john', 'another'));
    const { ask } = testClient();
    const error = await failureOf(ask(server.bookUrl));
    expect(error.code).toBe('carddav-authentication');
    expect(error.message).toContain('refused the user name or password for john');
    expect(error.message).toContain('carddav.username and carddav.password');
    expect(error.message).not.toContain(account.password);
    expect(error.params).toMatchObject({ username: 'john', status: 401, reason: 'password' });
    expect(await failureOf(ask(server.homeUrl))).toBe(error);
    expect(server.requests).toHaveLength(1);
  });

  it('gets the password only when it asks for it, where the caller wants that', async () => {
    await behind(basicLogin(account.username, account.password));
    const { ask } = testClient();
    const reserved = { credentials: 'omit' } as const;
    expect((await ask(server.bookUrl, reserved)).status).toBe(207);
    expect((await ask(server.bookUrl, reserved)).status).toBe(207);
    expect(schemes()).toEqual(['', 'Basic', 'Basic']);
  });
});

describe('a server with Digest', () => {
  it.each([
    undefined,
    'MD5',
    'MD5-sess',
    'SHA-256',
    'SHA-256-sess',
  ] as const)('%s accepts the password, and asks for it only once', async (algorithm) => {
    await behindDigest(algorithm && { algorithm });
    const { ask } = testClient();
    for (let time = 0; time < 12; time++) {
      expect((await ask(server.bookUrl)).status).toBe(207);
    }
    expect(schemes()).toEqual(['Basic', ...Array(12).fill('Digest')]);
    expect(server.requests.at(-1)?.authorization).toContain('nc=0000000c');
  });

  it('without qop (RFC 2069) accepts the password', async () => {
    await behindDigest({ qop: null });
    expect((await testClient().ask(server.bookUrl)).status).toBe(207);
    expect(server.requests.at(-1)?.authorization).not.toMatch(/\b(?:nc|qop|cnonce)=/);
  });

  it.each([
    [undefined, []],
    ['SHA-256', []],
    ['SHA-256', ['charset=UTF-8']],
    ['SHA-256', ['userhash=true']],
    ['MD5-sess', ['userhash=true']],
    ['SHA-256', ['charset=UTF-8', 'userhash=true']],
  ] as const)('%s accepts a name beyond ASCII, with or without a body: %j', async (algorithm, offered) => {
    const jason = { username: 'Jäsøn Doe 日', password: 'Pass wörd €' };
    await behindDigest({ ...jason, ...(algorithm && { algorithm }), names: offered });
    const { ask } = testClient(jason);
    expect((await ask(server.bookUrl)).status).toBe(207);
    expect((await ask(server.bookUrl, { body: '<é/>' })).status).toBe(207);
    expect(server.requests.at(-1)?.body).toBe('<é/>');
  });

  it('gets a signature of the whole address, with its query', async () => {
    await behindDigest();
    const error = await failureOf(testClient().ask(`${server.bookUrl}x%20y?a=b&c`));
    expect(error.code).toBe('carddav-not-found');
    expect(server.requests.at(-1)?.authorization).toContain('x%20y?a=b&c"');
  });

  it.each([
    true,
    false,
  ])('whose nonces expire (says so: %s) gives a new one, and the request succeeds', async (saysStale) => {
    await behindDigest({ usesPerNonce: 3, saysStale });
    const { ask } = testClient();
    for (let time = 0; time < 8; time++) {
      expect((await ask(server.bookUrl)).status).toBe(207);
    }
    // One request for the first nonce and one more for each of the two that followed.
    expect(server.requests).toHaveLength(8 + 3);
  });

  it('that calls every nonce stale is given up on', async () => {
    await behindDigest({ usesPerNonce: 0 });
    const error = await failureOf(testClient().ask(server.bookUrl));
    expect(error.message).toContain('never accepts the nonce');
    expect(server.requests).toHaveLength(3);
  });

  it('that refuses the password gets it once, and the user is told', async () => {
    await behindDigest({ password: 'another', usesPerNonce: 3 });
    const { ask } = testClient();
    const error = await failureOf(ask(server.bookUrl));
    expect(error.message).toContain('refused the user name or password for john');
    await failureOf(ask(server.bookUrl));
    expect(schemes()).toEqual(['Basic', 'Digest']);
  });

  it('that refuses the password later on gets it twice at most', async () => {
    let login = digestLogin(account);
    await behind((request) => login(request));
    const { ask } = testClient();
    await ask(server.bookUrl);
    login = digestLogin({ ...account, password: 'changed' });
    expect((await failureOf(ask(server.bookUrl))).code).toBe('carddav-authentication');
    expect(schemes()).toEqual(['Basic', 'Digest', 'Digest', 'Digest']);
  });

  it('may name the next nonce beforehand, which is then used', async () => {
    await behindDigest();
    const { ask } = testClient();
    await ask(server.bookUrl);
    const headers = { 'authentication-info': 'rspauth="x", nextnonce="the next, one"' };
    server.fault(answerWith(207, headers));
    await ask(server.bookUrl);
    await ask(server.bookUrl);
    const [, , , fourth] = server.requests;
    expect(fourth?.authorization).toContain('nonce="the next, one"');
    expect(fourth?.authorization).toContain('nc=00000001');
  });

  it.each([
    ['in one header', (digest: string) => `Basic realm="x", Negotiate, ${digest}`],
    ['in several headers', (digest: string) => ['Basic realm="x"', 'Negotiate abc==', digest]],
    ['the weaker first', (digest: string) => ['Digest realm="x", nonce="n", qop="auth"', digest]],
  ])('that offers more %s gets Digest, the strongest', async (_, also) => {
    await behindDigest({ algorithm: 'SHA-256', also });
    const { ask } = testClient();
    expect((await ask(server.bookUrl)).status).toBe(207);
    expect(server.requests.at(-1)?.authorization).toContain('algorithm=SHA-256');
  });

  it('that offers only Basic the next time does not get it', async () => {
    let login: Login = digestLogin(account);
    await behind((request) => login(request));
    const { ask } = testClient();
    await ask(server.bookUrl);
    login = basicLogin(account.username, account.password);
    expect((await failureOf(ask(server.bookUrl))).code).toBe('carddav-authentication');
    expect(schemes()).toEqual(['Basic', 'Digest', 'Digest']);
  });
});

describe('a server with tokens', () => {
  it('is sent the token, in one request', async () => {
    await behind(bearerLogin('eyJhbGciOi.J9-_~+/=='));
    expect((await testClient(token).ask(server.bookUrl)).status).toBe(207);
    expect(schemes()).toEqual(['Bearer']);
  });

  it('that refuses the token is asked once, and the message does not repeat it', async () => {
    await behind(bearerLogin('another'));
    const { ask } = testClient(token);
    const error = await failureOf(ask(server.bookUrl));
    expect(error.code).toBe('carddav-authentication');
    expect(error.message).toContain('refused the token');
    expect(error.message).toContain('carddav.token');
    expect(JSON.stringify([error.message, error.params])).not.toContain('eyJ');
    await failureOf(ask(server.bookUrl));
    expect(server.requests).toHaveLength(1);
  });

  it('makes the user with a password read that a token is wanted', async () => {
    await behind(bearerLogin('another'));
    const error = await failureOf(testClient().ask(server.bookUrl));
    expect(error.message).toContain('(bearer)');
    expect(error.message).toContain('app passwords or tokens');
    expect(error.params).toMatchObject({ reason: 'scheme' });
  });
});

describe('403', () => {
  it('is reported as a matter of the address, not of the password', async () => {
    await behind(basicLogin(account.username, account.password));
    server.fault(answerWith(403));
    const { ask } = testClient();
    const error = await failureOf(ask(server.bookUrl));
    expect(error.message).toContain('does not let this account read');
    expect(error.params['reason']).toBe('forbidden');
    expect((await ask(server.homeUrl)).status).toBe(207);
  });
});

describe('credentials', () => {
  it('that no header can carry are refused before anything is sent, and not shown', () => {
    const broken = () => davTransport({ token: 'abc\ndef' }, new AbortController().signal);
    expect(broken).toThrow(RolodialError);
    expect(broken).toThrow('carddav.token');
    expect(broken).not.toThrow('abc');
  });
});
