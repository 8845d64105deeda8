import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FaultyServer, startFaultyServer } from '../../servers/dav-faults.ts';
import {
  answerWith,
  cutAfter,
  cutAtOnce,
  drip,
  endless,
  gzipped,
  loginPage,
  redirectTo,
  silence,
} from '../../servers/dav-faults-kinds.ts';
import { failureOf, john, testClient } from '../../support/carddav/test-client.ts';

let server: FaultyServer;
let stranger: FaultyServer;

beforeEach(async () => {
  [server, stranger] = await Promise.all([startFaultyServer(), startFaultyServer()]);
  server.book.put('ann.vcf', 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann\r\nEND:VCARD\r\n');
});

afterEach(async () => {
  await Promise.all([server.stop(), stranger.stop()]);
});

const host = () => new URL(server.rootUrl).host;

describe('an address book server', () => {
  it('is asked with credentials in UTF-8, and its answer is counted', async () => {
    const { ask, transport } = testClient();
    const { status, body } = await ask(server.bookUrl);
    expect(status).toBe(207);
    const sent = server.requests[0]?.authorization.replace('Basic ', '') ?? '';
    expect(Buffer.from(sent, 'base64').toString('utf8')).toBe('john:Pass wörd €');
    expect(transport.traffic).toEqual({ requests: 1, bytes: Buffer.byteLength(body) });
  });

  it.each([
    [403, 'carddav-forbidden', 'does not let this account read'],
    [404, 'carddav-not-found', 'There is no address book at'],
    [405, 'carddav-not-found', 'There is no address book at'],
    [410, 'carddav-not-found', 'There is no address book at'],
    [500, 'carddav-server-error', 'answered with an error (HTTP 500)'],
    [501, 'carddav-server-error', 'answered with an error (HTTP 501)'],
  ])('answering %i is asked once, and the user is told so', async (status, code, words) => {
    server.fault(answerWith(status, {}, 'No.'));
    const { ask } = testClient();
    const error = await failureOf(ask(server.bookUrl));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
    expect(error.message).toContain(host());
    expect(error.params['status']).toBe(status);
    expect(server.requests).toHaveLength(1);
  });

  it('that falls silent is given up on, before and within its answer', async () => {
    const { ask } = testClient(john, { limits: { silenceMs: 80 } });
    server.fault(silence);
    expect((await failureOf(ask(server.bookUrl))).message).toContain('stopped answering');
    server.fault(drip(10, 1_000_000));
    const error = await failureOf(ask(server.bookUrl));
    expect(error.code).toBe('carddav-timeout');
    expect(server.requests).toHaveLength(2);
  });

  it('that sends a byte now and then is given up on too', async () => {
    server.fault(drip(1, 10));
    const { ask } = testClient(john, { limits: { silenceMs: 5_000, requestMs: 200 } });
    const error = await failureOf(ask(server.bookUrl));
    expect(error.code).toBe('carddav-timeout');
    expect(error.message).toContain('too slowly');
  });

  it('whose answer never ends is given up on', async () => {
    server.fault(endless);
    const { ask, transport } = testClient(john, { limits: { bytes: 1_000_000 } });
    const error = await failureOf(ask(server.bookUrl));
    expect(error.code).toBe('carddav-invalid-answer');
    expect(error.message).toContain('its answer has no end');
    expect(transport.traffic.bytes).toBeLessThan(2_000_000);
  });

  it('that breaks off in the middle of its answer is an error', async () => {
    server.fault(cutAfter(100, 'reset'));
    const error = await failureOf(testClient().ask(server.bookUrl));
    expect(error.code).toBe('carddav-incomplete');
    expect(error.message).toMatch(/was not complete \(.+\)\. Nothing was changed/);
  });

  it('may compress its answer; one that ends in the middle of the compression is an error', async () => {
    const headers = { 'accept-encoding': 'gzip' };
    const plain = await testClient().ask(server.bookUrl);
    server.fault(gzipped());
    expect(await testClient().ask(server.bookUrl, { headers })).toEqual(plain);
    server.fault(gzipped(0.5));
    const error = await failureOf(testClient().ask(server.bookUrl, { headers }));
    expect(error.code).toBe('carddav-incomplete');
  });

  it('that sends a web page is no error of the transport: the reader refuses the page', async () => {
    server.fault(loginPage);
    expect((await testClient().ask(server.bookUrl)).body).toContain('Please log in');
  });
});

describe('cancelling', () => {
  it('ends a request under way at once', async () => {
    const controller = new AbortController();
    server.fault(silence);
    const asked = failureOf(testClient(john, {}, controller.signal).ask(server.bookUrl));
    controller.abort();
    expect((await asked).code).toBe('cancelled');
  });

  it('ends an answer under way', async () => {
    const controller = new AbortController();
    server.fault(drip(10, 20));
    const { transport } = testClient(john, {}, controller.signal);
    const response = await transport.fetch(server.bookUrl, { method: 'PROPFIND' });
    const body = failureOf(response.text());
    controller.abort();
    expect((await body).code).toBe('cancelled');
  });

  it('by the time given to a whole sync is a time-out', async () => {
    server.fault(silence);
    const error = await failureOf(
      testClient(john, {}, AbortSignal.timeout(50)).ask(server.bookUrl),
    );
    expect(error.code).toBe('carddav-timeout');
    expect(error.message).toContain(host());
  });
});

describe('a redirect', () => {
  it.each([
    301, 302, 303, 307, 308,
  ])('%i on the same server is followed with the same request', async (status) => {
    server.fault(redirectTo(server.bookUrl, status), { path: '/old/' });
    const { transport } = testClient();
    const response = await transport.fetch(`${server.rootUrl}old/`, {
      method: 'PROPFIND',
      headers: { depth: '0' },
      body: '<propfind/>',
    });
    expect(response.status).toBe(207);
    expect(response.url).toBe(server.bookUrl);
    const [first, second] = server.requests;
    expect(second).toEqual({ ...first, path: new URL(server.bookUrl).pathname });
  });

  it.each([
    ['a password', john],
    ['a token', { token: 'abc.def' }],
  ])('to another server is not followed, not even without %s', async (_, credentials) => {
    server.fault(redirectTo(`${stranger.bookUrl}?session=secret`));
    const error = await failureOf(testClient(credentials).ask(server.bookUrl));
    expect(error.code).toBe('carddav-invalid-answer');
    expect(error.message).toContain(`enter that address as carddav.url`);
    expect(error.message).toContain(stranger.bookUrl);
    expect(error.message).not.toContain('secret');
    expect(error.params).toMatchObject({ url: stranger.bookUrl, host: host() });
    expect(stranger.requests).toEqual([]);
  });

  it('to the same host without encryption names the address with it', async () => {
    server.fault(redirectTo('http://john:secret@cloud.example.com/dav/'));
    const error = await failureOf(testClient().ask(server.bookUrl));
    expect(error.message).toContain('https://cloud.example.com/dav/');
    expect(error.message).not.toContain('secret');
  });

  it('in a circle ends', async () => {
    server.fault(redirectTo('/b/'), { path: '/a/', times: 100 });
    server.fault(redirectTo('/a/'), { path: '/b/', times: 100 });
    const error = await failureOf(testClient().ask(`${server.rootUrl}a/`));
    expect(error.message).toContain('it redirects without end');
    expect(server.requests.length).toBeLessThan(10);
  });

  it('to nowhere is an error', async () => {
    server.fault(answerWith(302));
    const error = await failureOf(testClient().ask(server.bookUrl));
    expect(error.message).toContain('it redirects to nowhere');
  });
});

describe('a password', () => {
  it('never goes out without encryption, except on this computer', async () => {
    const error = await failureOf(testClient().ask('http://192.0.2.1/'));
    expect(error.message).toContain('without encryption');
  });
});

describe('a server that is not there', () => {
  it('is asked a few times, then the user is told', async () => {
    await stranger.stop();
    const { ask, waits } = testClient();
    const error = await failureOf(ask(stranger.bookUrl));
    expect(error.code).toBe('carddav-unreachable');
    expect(error.message).toContain('nothing answers there');
    expect(waits.reduce((sum, each) => sum + each)).toBe(15_000);
  });

  it('for a moment only is asked again', async () => {
    server.fault(cutAtOnce, { times: 2 });
    const { ask, waits } = testClient();
    expect((await ask(server.bookUrl)).status).toBe(207);
    expect(waits).toEqual([500, 1_000]);
  });
});
