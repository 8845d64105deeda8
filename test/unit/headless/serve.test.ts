import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { maximumBodyBytes } from '../../../electron/headless/http/commands.ts';
import { type ServedWindow, serveWindow } from '../../../electron/headless/http/serve-window.ts';
import { RolodialError } from '../../../shared/errors.ts';
import { type CoreDouble, createCoreDouble } from '../../support/core-double/core-double.ts';
import { sampleProfile } from '../../support/core-double/sample-profile.ts';

let folder: string;
let core: CoreDouble;
let served: ServedWindow;
let base: URL;
let session: string | undefined;
const lines: string[] = [];

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'rolodial-serve-'));
  const rendererFolder = path.join(folder, 'renderer');
  mkdirSync(path.join(rendererFolder, 'assets'), { recursive: true });
  writeFileSync(path.join(rendererFolder, 'index.html'), '<!doctype html><title>Rolodial</title>');
  writeFileSync(path.join(rendererFolder, 'assets/index-abc.js'), 'void 0;');
  writeFileSync(path.join(folder, 'secret.txt'), 'secret');
  symlinkSync(path.join(folder, 'secret.txt'), path.join(rendererFolder, 'linked.txt'));
});
afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(async () => {
  core = createCoreDouble({ profiles: [sampleProfile], contacts: 3 });
  served = await serveWindow(core, {
    rendererFolder: path.join(folder, 'renderer'),
    log: (line) => lines.push(line),
  });
  base = new URL('/', served.url);
  session = undefined;
});
afterEach(() => served.close());

interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Not fetch: a test of the guards has to send what a browser would never let a page send. */
function ask(
  target: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const sent = request(
    { host: '127.0.0.1', port: base.port, path: target, agent: false, ...options },
    async (response) => {
      let body = '';
      for await (const chunk of response) body += chunk;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
    },
  );
  sent.on('error', reject);
  sent.end(options.body);
  return promise;
}

/** What the browser holds after the printed address was opened, which can be done once. */
async function cookie(): Promise<string> {
  if (session === undefined) {
    const { headers } = await ask(`/${new URL(served.url).search}`);
    session = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  }
  return session;
}

async function post(command: string, input: unknown, headers: Record<string, string> = {}) {
  const reply = await ask(`/api/${command}`, {
    method: 'POST',
    headers: {
      cookie: await cookie(),
      origin: base.origin,
      'content-type': 'application/json',
      ...headers,
    },
    body: typeof input === 'string' ? input : JSON.stringify(input),
  });
  return { ...reply, answer: JSON.parse(reply.body) };
}

describe('opening the printed address', () => {
  it('gives a session once, in a cookie that no script and no other site can use', async () => {
    const opened = await ask(`/${new URL(served.url).search}`);
    expect(opened.status).toBe(303);
    expect(opened.headers.location).toBe('/');
    const [setCookie = ''] = opened.headers['set-cookie'] ?? [];
    expect(setCookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    const page = await ask('/', { headers: { cookie: setCookie.split(';')[0] ?? '' } });
    expect(page.status).toBe(200);
    expect(page.body).toContain('<title>Rolodial</title>');
  });

  it('refuses the same address a second time, in words that help, in the reader’s language', async () => {
    await cookie();
    const again = await ask(`/${new URL(served.url).search}`);
    expect(again.status).toBe(403);
    expect(again.headers['set-cookie']).toBeUndefined();
    expect(again.body).toContain('This address was used already');
    const french = await ask('/', { headers: { 'accept-language': 'fr-CA,fr;q=0.9' } });
    expect(french.status).toBe(403);
    expect(french.body).toContain('Ouvrez l’adresse que Rolodial a affichée');
  });

  it('lets the one who has the session reload the address', async () => {
    const headers = { cookie: await cookie() };
    const again = await ask(`/${new URL(served.url).search}`, { headers });
    expect(again.status).toBe(303);
  });

  it('refuses a wrong token and a made-up session, and a wrong token uses nothing up', async () => {
    expect((await ask('/?token=wrong')).status).toBe(403);
    const made = `rolodial-${base.port}=made-up`;
    expect((await ask('/', { headers: { cookie: made } })).status).toBe(403);
    expect((await ask(`/${new URL(served.url).search}`)).status).toBe(303);
  });

  it('refreshes instead of redirecting when a link on another site led here', async () => {
    const opened = await ask(`/${new URL(served.url).search}`, {
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(opened.headers['refresh']).toBe('0; url=/');
    expect(opened.headers['set-cookie']).toBeDefined();
  });

  it('listens on loopback alone', () => {
    expect(base.hostname).toBe('127.0.0.1');
  });
});

describe('pages that are not ours', () => {
  it('reach nothing under a name that only points to us (DNS rebinding)', async () => {
    const reply = await ask('/', {
      headers: { host: `evil.example:${base.port}`, cookie: await cookie() },
    });
    expect(reply.status).toBe(403);
    expect(lines.at(-1)).toContain('evil.example');
  });

  it('are refused with a wrong port in the Host', async () => {
    expect((await ask('/', { headers: { host: '127.0.0.1:1' } })).status).toBe(403);
  });

  it('cannot send commands, whatever session the browser adds', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1']) {
      const { status, answer } = await post(
        'setPaused',
        { profile: 'john', paused: true },
        { origin },
      );
      expect(status).toBe(403);
      expect(answer).toMatchObject({ ok: false, problem: { code: 'bad-input' } });
    }
    expect(core.state().profiles[0]?.paused).toBe(false);
  });

  it('cannot send commands without an Origin, or as a form would', async () => {
    const headers = { cookie: await cookie(), 'content-type': 'application/json' };
    const bare = await ask('/api/setPaused', { method: 'POST', headers, body: '{}' });
    expect(bare.status).toBe(403);
    const form = await post('getState', {}, { 'content-type': 'text/plain' });
    expect(form.status).toBe(415);
  });

  it('cannot listen to the events of another port’s session', async () => {
    const headers = { cookie: await cookie(), 'sec-fetch-site': 'same-site' };
    expect((await ask('/api/events', { headers })).status).toBe(403);
  });

  it('are told nothing without a session', async () => {
    const headers = { origin: base.origin, 'content-type': 'application/json' };
    const reply = await ask('/api/getState', { method: 'POST', headers, body: '{}' });
    expect(reply.status).toBe(401);
    expect(reply.body).not.toContain('john');
    expect((await ask('/api/events')).status).toBe(401);
  });
});

describe('files', () => {
  it('are served with their type and with the headers that keep others out', async () => {
    const headers = { cookie: await cookie() };
    const script = await ask('/assets/index-abc.js', { headers });
    expect(script.status).toBe(200);
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(script.headers['cache-control']).toContain('immutable');
    const policy = String(script.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe-eval');
    expect(script.headers['x-content-type-options']).toBe('nosniff');
    expect((await ask('/', { headers })).headers['cache-control']).toBe('no-store');
  });

  it('cannot be reached outside of the window’s folder', async () => {
    const headers = { cookie: await cookie() };
    const paths = [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/assets/..%5c..%5csecret.txt',
      '//secret.txt',
      `/${path.join(folder, 'secret.txt')}`,
      '/linked.txt',
      '/index.html%00.txt',
    ];
    for (const target of paths) {
      const { status, body } = await ask(target, { headers });
      expect(status, target).toBe(404);
      expect(body).not.toContain('secret');
    }
  });

  it('are not changed by other methods', async () => {
    expect((await ask('/', { method: 'PUT', headers: { cookie: await cookie() } })).status).toBe(
      405,
    );
  });

  it('have to have been built', async () => {
    await expect(
      serveWindow(core, { rendererFolder: path.join(folder, 'nowhere'), log: () => {} }),
    ).rejects.toThrow('The window was not built');
  });
});

describe('commands', () => {
  it('answer with what the core says', async () => {
    const { status, answer } = await post('getState', {});
    expect(status).toBe(200);
    expect(answer).toEqual({ ok: true, value: core.state() });
  });

  it('answer a problem as a value, with its code and its parts', async () => {
    const error = new RolodialError('xmpp-timeout', 'Too slow.', { host: 'example.com' });
    core.script.failNext('syncNow', error);
    const { status, answer } = await post('syncNow', { profile: 'john' });
    expect(status).toBe(200);
    expect(answer).toEqual({
      ok: false,
      problem: { code: 'xmpp-timeout', message: 'Too slow.', params: { host: 'example.com' } },
    });
  });

  it('refuse input that the contract does not know, without repeating a password', async () => {
    const { status, answer, body } = await post('testAccount', {
      jid: 'nobody',
      password: { value: 'correct horse' },
    });
    expect(status).toBe(400);
    expect(answer.problem.message).toContain('jid');
    expect(body).not.toContain('correct horse');
    expect(core.script.calls).toEqual([]);
  });

  it('refuse unknown names, also those that every object has', async () => {
    for (const name of ['nothing', 'constructor', '__proto__', 'getState/x', '']) {
      expect((await post(name, {})).status, name).toBe(404);
    }
  });

  it('refuse what is no JSON, and what is too long', async () => {
    expect((await post('getState', '{')).status).toBe(400);
    const long = await post('getState', `"${'x'.repeat(maximumBodyBytes)}"`);
    expect(long.status).toBe(413);
  });

  it('are sent by POST alone', async () => {
    expect((await ask('/api/getState', { headers: { cookie: await cookie() } })).status).toBe(405);
  });
});

describe('events', () => {
  it('arrive as they happen, and end when the window is closed', async () => {
    const response = await fetch(new URL('api/events', base), {
      headers: { cookie: await cookie() },
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe(': open\n\n');
    core.script.change('john', { paused: true });
    const { value = '' } = (await reader?.read()) ?? {};
    const event = JSON.parse(value.replace(/^data: /, ''));
    expect(event).toMatchObject({ event: 'profile', id: 'john', changed: { paused: true } });
    await served.close();
    await expect(Promise.resolve(reader?.read())).rejects.toThrow();
  });

  it('do not keep the server from closing', async () => {
    await fetch(new URL('api/events', base), { headers: { cookie: await cookie() } });
    await served.close();
    await expect(fetch(base)).rejects.toThrow();
  });
});
