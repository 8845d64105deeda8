/** The service over real sockets: who gets which document, who is refused, and what holds against too much. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServedAccount } from '../../../electron/core/roster-service/answer.ts';
import { type Listener, listen } from '../../../electron/core/roster-service/listener.ts';
import type { Representation } from '../../../electron/core/roster-service/served-document.ts';
import type { ServiceRequest } from '../../../shared/contract/service-report.ts';
import { createAuthority } from '../../servers/certificates.ts';
import { type TemporaryFolder, temporaryFolder } from '../../servers/temporary-folders.ts';

const document = '{"jane@example.com":{"name":"Jäne"}}\n';
const secret = 'a-secret-of-the-service';
const builtAt = new Date('2026-11-20T08:00:00Z');

let listener: Listener | undefined;
let requests: ServiceRequest[];
let log: string[];
/** What is served for John; null for nothing yet. */
let served: string | null;

beforeEach(() => {
  requests = [];
  log = [];
  served = document;
});
afterEach(async () => {
  await listener?.close();
});

const john: ServedAccount = {
  account: 'john@example.com',
  async representation(gzipped): Promise<Representation | null> {
    if (served === null) return null;
    const { gzipSync } = await import('node:zlib');
    const plain = Buffer.from(served);
    const tag = Buffer.from(served).length;
    return gzipped
      ? { body: gzipSync(plain), etag: `"${tag}-gzip"`, builtAt, gzipped }
      : { body: plain, etag: `"${tag}"`, builtAt, gzipped };
  },
};

async function start(options: Partial<Parameters<typeof listen>[0]> = {}): Promise<void> {
  listener = await listen({
    ...{ address: '127.0.0.1', port: 0, tls: null, secret: null },
    find: async (user) => (user === 'john' || user === 'john@example.com' ? john : undefined),
    onRequest: (request) => requests.push(request),
    log: (line) => log.push(line),
    ...options,
  });
}

interface Got {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function get(path: string, options: RequestOptions = {}): Promise<Got> {
  const sent = requestHttp({
    ...{ host: '127.0.0.1', port: listener?.port, path, agent: false },
    ...options,
  }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) };
}

describe('a document', () => {
  it('is given to the server that asks for its user', async () => {
    await start();
    const { status, headers, body } = await get('/contacts/john');
    expect([status, body]).toEqual([200, document]);
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(document)),
      etag: `"${document.length + 1}"`,
      'cache-control': 'private, no-cache',
      vary: 'Accept-Encoding',
      'x-content-type-options': 'nosniff',
    });
    expect(requests).toMatchObject([
      { from: '127.0.0.1', method: 'GET', account: 'john@example.com', status: 200 },
    ]);
  });

  it('is found by the bare JID, with whatever query, and as Prosody encodes a name', async () => {
    await start();
    for (const path of ['/contacts/john%40example.com', '/contacts/john?x=1', '/contacts/j%6fhn']) {
      expect((await get(path)).body).toBe(document);
    }
  });

  it('is not given to HEAD, which gets what GET would say of it', async () => {
    await start();
    const { status, headers, body } = await get('/contacts/john', { method: 'HEAD' });
    expect([status, body]).toEqual([200, '']);
    expect(headers['content-length']).toBe(String(Buffer.byteLength(document)));
  });

  it('is not sent again to who has it (304), and is once it has changed', async () => {
    await start();
    const { headers } = await get('/contacts/john');
    const validator = { headers: { 'If-None-Match': `"other", W/${headers.etag}` } };
    expect(await get('/contacts/john', validator)).toMatchObject({
      status: 304,
      body: '',
      headers: { etag: headers.etag },
    });
    const since = (date: Date) => ({ headers: { 'If-Modified-Since': date.toUTCString() } });
    expect((await get('/contacts/john', since(builtAt))).status).toBe(304);
    expect((await get('/contacts/john', since(new Date(0)))).status).toBe(200);
    served = '{}\n';
    expect((await get('/contacts/john', validator)).status).toBe(200);
  });

  it('is compressed for who accepts that, under an ETag of its own', async () => {
    await start();
    const sent = requestHttp({
      ...{ host: '127.0.0.1', port: listener?.port, path: '/contacts/john', agent: false },
      headers: { 'Accept-Encoding': 'br, gzip;q=0.8' },
    }).end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(answer.headers.etag).toMatch(/-gzip"$/);
    expect(gunzipSync(Buffer.concat(chunks)).toString()).toBe(document);
    const refused = await get('/contacts/john', { headers: { 'Accept-Encoding': 'gzip;q=0' } });
    expect(refused.body).toBe(document);
  });

  it('that does not exist yet is no empty one: 503, to be asked for again', async () => {
    served = null;
    await start();
    const { status, headers, body } = await get('/contacts/john');
    expect(status).toBe(503);
    expect(headers['retry-after']).toBe('30');
    expect(body).not.toContain('{');
  });
});

describe('who is refused', () => {
  it.each([
    ['an unknown user', '/contacts/nobody', {}],
    ['no user', '/contacts/', {}],
    ['another path', '/', {}],
    ['a path below', '/contacts/john/more', {}],
    ['a name that is no UTF-8', '/contacts/%ff', {}],
    ['a secret where there is none', '/secret/contacts/john', {}],
    ['a page that gave its name our address', '/contacts/john', { Host: 'evil.example:5290' }],
  ])('%s', async (_, path, headers) => {
    await start();
    const { status, headers: answered, body } = await get(path, { headers });
    expect([status, body]).toEqual([404, 'There is nothing here.\n']);
    expect(Object.keys(answered).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(requests.map(({ account }) => account)).toEqual([null]);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s', async (method) => {
    await start();
    const { status, headers } = await get('/contacts/john', { method });
    expect(status).toBe(405);
    expect(headers['allow']).toBe('GET, HEAD');
  });

  it('a body is not taken for the next request', async () => {
    await start();
    const socket = connect(listener?.port ?? 0, '127.0.0.1');
    const smuggled = 'GET /contacts/john HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
    socket.write(
      `GET /contacts/nobody HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`,
    );
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 404/);
    expect(answer).not.toContain('200 OK');
  });
});

describe('a secret', () => {
  it.each<[string, string, Record<string, string>]>([
    ['in the path', `/${secret}/contacts/john`, {}],
    ['as a bearer token', '/contacts/john', { Authorization: `Bearer ${secret}` }],
    ['whatever the Host', `/${secret}/contacts/john`, { Host: 'roster.example.com' }],
  ])('%s opens', async (_, path, headers) => {
    await start({ secret });
    expect((await get(path, { headers })).body).toBe(document);
  });

  it.each<[string, string, Record<string, string>]>([
    ['none', '/contacts/john', {}],
    ['another', `/${secret}x/contacts/john`, {}],
    ['another token', '/contacts/john', { Authorization: `Bearer ${secret.slice(1)}` }],
    ['another way', '/contacts/john', { Authorization: `Basic ${secret}` }],
    ['the right one for an unknown user', `/${secret}/contacts/nobody`, {}],
    [
      'a wrong one in the path beside the right token',
      '/x/contacts/john',
      {
        Authorization: `Bearer ${secret}`,
      },
    ],
  ])('%s gets the same answer as an unknown user', async (_, path, headers) => {
    await start({ secret });
    const { status, body } = await get(path, { headers });
    expect([status, body]).toEqual([404, 'There is nothing here.\n']);
  });

  it('is in no log and no record of requests', async () => {
    await start({ secret });
    await get(`/${secret}/contacts/john`);
    await get(`/${secret}/contacts/nobody`);
    expect(JSON.stringify([requests, log])).not.toContain(secret);
  });
});

describe('limits', () => {
  it('who guesses is refused for a while, and who knows is not', async () => {
    await start({ secret });
    const statuses = new Set<number>();
    for (let guess = 0; guess < 40; guess += 1) {
      statuses.add((await get(`/guess-${guess}/contacts/john`)).status);
    }
    expect([...statuses]).toEqual([404, 429]);
    expect((await get(`/${secret}/contacts/john`)).status).toBe(200);
  });

  it('more than 600 requests a minute from one address wait', async () => {
    await start();
    const statuses: number[] = [];
    for (let asked = 0; asked < 605; asked += 1)
      statuses.push((await get('/contacts/john')).status);
    expect(statuses.slice(0, 600).every((status) => status === 200)).toBe(true);
    expect(statuses.slice(600)).toEqual([429, 429, 429, 429, 429]);
  });

  it('a request with more headers than any server sends is refused', async () => {
    await start();
    const { status } = await get('/contacts/john', { headers: { 'X-Long': 'x'.repeat(9_000) } });
    expect(status).toBe(431);
  });

  it('more connections than any server opens are closed, and others go on', async () => {
    await start();
    const sockets = Array.from({ length: 70 }, () => connect(listener?.port ?? 0, '127.0.0.1'));
    const closed: unknown[] = [];
    for (const socket of sockets) {
      socket.on('error', () => undefined);
      socket.on('close', () => closed.push(socket));
    }
    await expect.poll(() => closed.length).toBeGreaterThanOrEqual(6);
    for (const socket of sockets) socket.destroy();
    await expect.poll(() => closed.length).toBe(70);
    expect((await get('/contacts/john')).status).toBe(200);
  });

  it('what is no HTTP is answered as such, and others go on', async () => {
    await start();
    const socket = connect(listener?.port ?? 0, '127.0.0.1');
    socket.write('<stream:stream>\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400/);
    expect((await get('/contacts/john')).status).toBe(200);
  });

  it('a document that fails ends that request alone', async () => {
    let fails = true;
    await start({
      find: async () => ({
        account: john.account,
        representation: (gzipped) =>
          fails ? Promise.reject(new Error('the disk is gone')) : john.representation(gzipped),
      }),
    });
    await expect(get('/contacts/john')).rejects.toThrow();
    expect(log.join()).toContain('the disk is gone');
    fails = false;
    expect((await get('/contacts/john')).status).toBe(200);
  });
});

describe('HTTPS with a certificate of the user’s', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = temporaryFolder('service-tls');
  });
  afterEach(() => folder.remove());

  it('is trusted by who trusts its authority', async () => {
    const { caFile, issue } = await createAuthority(folder.path);
    const { certFile, keyFile } = await issue(['127.0.0.1', 'localhost']);
    await start({ tls: { certificate: certFile, key: keyFile } });
    const sent = requestHttps({
      ...{ host: '127.0.0.1', port: listener?.port, path: '/contacts/john', agent: false },
      ca: readFileSync(caFile),
    }).end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    expect([answer.statusCode, await text(answer)]).toEqual([200, document]);
  });

  it('cannot begin with a certificate and a key that do not belong together', async () => {
    const { issue } = await createAuthority(folder.path);
    const [one, other] = [await issue(['127.0.0.1']), await issue(['127.0.0.1'])];
    const tls = { certificate: one.certFile, key: other.keyFile };
    await expect(start({ tls })).rejects.toThrow(/key/i);
    await expect(
      start({ tls: { certificate: '/no/such/file', key: one.keyFile } }),
    ).rejects.toThrow(/ENOENT/);
  });
});
