import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { httpBridge } from '../../../renderer/bridge/http-bridge.ts';

let server: Server | undefined;

/** Serves one answer to everything; returns where. */
async function answering(status: number, body: string): Promise<URL> {
  const started = createServer((_, response) => response.writeHead(status).end(body));
  server = started;
  await new Promise<void>((ready) => started.listen(0, '127.0.0.1', ready));
  return new URL(`http://127.0.0.1:${(started.address() as AddressInfo).port}/api/`);
}

afterEach(() => server?.close());

describe('a command in the browser', () => {
  it('answers what the host answers', async () => {
    const api = await answering(200, '{"ok":true,"value":null}');
    const answer = await httpBridge(api).invoke('setPaused', { profile: 'john', paused: true });
    expect(answer).toEqual({ ok: true, value: null });
  });

  it('says that Rolodial itself has stopped when nobody answers', async () => {
    const api = await answering(200, '');
    await new Promise((closed) => server?.close(closed));
    const answer = await httpBridge(api).invoke('getState', {});
    expect(answer).toMatchObject({ ok: false, problem: { code: 'host-unreachable', params: {} } });
  });

  it('says so too when somebody else answers at its address', async () => {
    const answer = await httpBridge(await answering(502, '<h1>Bad gateway</h1>')).invoke(
      'getState',
      {},
    );
    expect(answer).toMatchObject({ ok: false, problem: { code: 'host-unreachable' } });
  });

  it('asks for the new address when Rolodial was started again', async () => {
    const answer = await httpBridge(await answering(401, '')).invoke('getState', {});
    expect(answer).toMatchObject({ ok: false, problem: { code: 'host-unreachable' } });
  });
});
