import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchDocument } from '../../../electron/core/remote-roster/fetch-document.ts';
import { refreshRosters } from '../../../electron/core/remote-roster/refresh.ts';

/** A MOCK of a service, and of a server's roster_admin: it answers as the test says. */
let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let asked: { path: string | undefined; host: string | undefined; token: unknown; body: string }[];
let origin: string;

beforeEach(async () => {
  asked = [];
  server = createServer(async (request, response) => {
    const { host, 'x-token': token } = request.headers;
    asked.push({ path: request.url, host, token, body: await text(request) });
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const says =
  (status: number, body: string, type = 'application/json') =>
  (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  };
const never = new AbortController().signal;
const get = (user = 'john', signal = never) =>
  fetchDocument({ url: `${origin}/contacts/%s`, user, headers: { 'X-Token': 't' } }, signal);
const post = (users = ['john', 'jane'], host?: string) =>
  refreshRosters(
    users,
    { url: `${origin}/roster_admin/refresh`, host, headers: { 'X-Token': 't' } },
    never,
  );

describe('fetching the document', () => {
  it('asks with the user name in the address, encoded, and the headers', async () => {
    answer = says(200, '{"a@x": {"name": "A"}}');
    const { fetch, items } = await get('jo hn/é%');
    expect(asked).toEqual([
      { path: '/contacts/jo%20hn%2F%C3%A9%25', host: origin.slice(7), token: 't', body: '' },
    ]);
    expect(items).toEqual([{ jid: 'a@x', name: 'A', groups: [] }]);
    expect(fetch).toMatchObject({ items: 1, status: 200, bytes: 22, faults: [], problem: null });
  });

  it.each([
    [401, '{}', 'application/json', 'refuses the request (HTTP 401)'],
    [404, '{}', 'application/json', 'no such user (HTTP 404)'],
    [302, '', 'text/plain', 'redirect (HTTP 302)'],
    [500, 'oops', 'text/plain', 'HTTP 500 instead of 200'],
    [204, '', 'text/plain', 'HTTP 204 instead of 200'],
    [200, '<!DOCTYPE html><p>Log in', 'text/html', 'a web page'],
  ])('says what HTTP %i (%j) means, and uses nothing of it', async (status, body, type, words) => {
    answer = says(status, body, type);
    const { fetch, items } = await get();
    expect(fetch.problem).toMatchObject({
      code: 'remote-service',
      message: expect.stringContaining(words),
    });
    expect(items).toBeNull();
  });

  it('does not take an array or half a document for an empty one', async () => {
    for (const body of ['[]', '{"a@x": {"na']) {
      answer = says(200, body);
      const { fetch, items } = await get();
      expect(items).toBeNull();
      expect(fetch.faults).toHaveLength(1);
    }
  });

  it('does not take an answer that was cut off for a whole one', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"a@x": {}}');
      setTimeout(() => response.destroy(), 20);
    };
    const { fetch, items } = await get();
    expect(items).toBeNull();
    expect(fetch.problem?.message).toContain('the connection was cut');
  });

  it('says that no server answers', async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const { fetch } = await get();
    expect(fetch).toMatchObject({ status: null, items: 0 });
    expect(fetch.problem?.message).toContain('nothing answers there');
  });

  it('ends when it is cancelled', async () => {
    answer = () => undefined;
    const abort = new AbortController();
    const getting = get('john', abort.signal);
    await expect.poll(() => asked.length).toBe(1);
    abort.abort();
    await expect(getting).rejects.toThrow();
  });
});

describe('telling the server to refresh', () => {
  it('posts the user names, under the Host name that it is given', async () => {
    answer = says(200, '{"status":"ok","message":"roster update complete","updated":2,"errors":0}');
    expect(await post(['john', 'jane'], 'example.com')).toMatchObject({
      users: ['john', 'jane'],
      ok: true,
      status: 200,
      answer: { status: 'ok', message: 'roster update complete', updated: 2, errors: 0 },
      problem: null,
    });
    expect(asked).toEqual([
      {
        path: '/roster_admin/refresh',
        host: 'example.com',
        token: 't',
        body: '["john","jane"]',
      },
    ]);
  });

  it.each([
    [400, '', 'did not understand the user names'],
    [401, '', 'check the headers'],
    [404, '', 'the module is not loaded, or the host is not the name of the virtual host'],
    [500, '', 'HTTP 500'],
    [500, '{"status":"error","message":"roster update failed"}', 'HTTP 500 (roster update failed)'],
    [200, '<html>', 'a web page'],
    [200, '{"status":', 'no JSON object'],
    [200, '[]', 'no JSON object'],
    [200, '{}', 'has no status'],
    [200, '{"status":"error","message":"no such user"}', 'no such user'],
    [200, '{"status":"ok","updated":1,"errors":1}', '1 of the rosters could not be updated'],
  ])('says what HTTP %i %j means', async (status, body, words) => {
    answer = says(status, body);
    const outcome = await post();
    expect(outcome).toMatchObject({ ok: false, status });
    expect(outcome.problem?.message).toContain(words);
  });

  it('takes an answer without the counts, which a single user gets', async () => {
    answer = says(200, '{"status":"ok","message":"roster updated"}');
    expect(await post(['john'])).toMatchObject({
      ok: true,
      answer: { status: 'ok', message: 'roster updated', updated: null, errors: null },
    });
  });
});
