/** The HTTP client with answers as real servers send them. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AnswerLimits } from '../../../electron/core/http/limits.ts';
import { sendHttp } from '../../../electron/core/http/request.ts';

let server: Server;
let seen: string;
let answer: (socket: Socket) => void;

beforeEach(async () => {
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (request) => {
      seen = request.toString();
      answer(socket);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(async () => {
  server.close();
  await once(server, 'close');
});

const wideLimits: AnswerLimits = { silenceMs: 10_000, requestMs: 10_000, bytes: 10_000_000 };

async function send(
  headers: Record<string, string> = {},
  signal = AbortSignal.timeout(10_000),
  limits = wideLimits,
) {
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('it does not listen');
  const url = new URL(`http://127.0.0.1:${address.port}/book/`);
  return await sendHttp(url, {
    method: 'REPORT',
    headers,
    body: '<é/>',
    limits,
    signal,
  });
}

/** An answer as Radicale gives it: HTTP/1.0, and the connection closed behind it. */
function http10(body: Uint8Array | string, headers = '') {
  return (socket: Socket) => {
    const length = `Content-Length: ${Buffer.byteLength(body)}`;
    socket.write(`HTTP/1.0 207 Multi-Status\r\n${length}\r\n${headers}\r\n`);
    socket.end(body);
  };
}

describe('an answer behind which the server closes the connection', () => {
  it('is read whole, however slowly it is read, and does not end the program', async () => {
    // fetch of Node 24.21 throws an assertion here that nothing can catch (nodejs/undici#5360).
    const body = 'x'.repeat(4_000_000);
    answer = http10(body);
    const response = await send();
    let length = 0;
    for await (const chunk of response.body ?? []) {
      length += chunk.byteLength;
      await pause(1);
    }
    expect(length).toBe(body.length);
  });

  it('need not be read', async () => {
    answer = http10('x'.repeat(4_000_000));
    const response = await send();
    await pause(50);
    await response.body?.cancel();
    expect(response.status).toBe(207);
  });
});

describe('a request', () => {
  it('is sent with its length in bytes and the name of the program', async () => {
    answer = http10('');
    await (await send({ depth: '1' })).text();
    expect(seen).toMatch(/^REPORT \/book\/ HTTP\/1\.1\r\n/);
    expect(seen).toMatch(/^content-length: 5\r$/im);
    expect(seen).toMatch(/^user-agent: Rolodial\r$/im);
    expect(seen).toMatch(/^depth: 1\r$/im);
  });

  it('has the bytes of its header and those of its body, whatever they are', async () => {
    // Node writes a header and a body that is a string as one string, in one encoding.
    answer = http10('');
    const utf8 = Buffer.from('Jäsøn €', 'utf8').toString('latin1');
    await (await send({ authorization: `Digest username="${utf8}"` })).text();
    expect(seen).toContain('authorization: Digest username="Jäsøn €"\r\n');
    expect(seen).toMatch(/\r\n\r\n<é\/>$/);
  });

  it('asks for no compression within one machine, where it costs more than it saves', async () => {
    answer = http10('');
    await (await send()).text();
    expect(seen).toMatch(/^accept-encoding: identity\r$/im);
  });
});

describe('a compressed answer', () => {
  it.each([
    ['gzip', gzipSync('Zoë')],
    ['br', brotliCompressSync('Zoë')],
  ])('(%s) is unpacked', async (encoding, body) => {
    answer = http10(body, `Content-Encoding: ${encoding}\r\n`);
    expect(await (await send()).text()).toBe('Zoë');
  });

  it('that is cut off is an error', async () => {
    answer = http10(gzipSync('Zoë'.repeat(10_000)).subarray(0, 60), 'Content-Encoding: gzip\r\n');
    await expect((await send()).text()).rejects.toThrow('unexpected end of file');
  });
});

describe('a request without a whole answer', () => {
  it('fails with the reason of the signal, before the head of the answer and after it', async () => {
    const reason = new Error('enough');
    const before = new AbortController();
    answer = () => before.abort(reason);
    await expect(send({}, before.signal)).rejects.toBe(reason);
    const behind = new AbortController();
    answer = (socket) => socket.write('HTTP/1.1 207 X\r\nContent-Length: 10\r\n\r\n1234');
    const response = await send({}, behind.signal);
    const reading = response.text();
    behind.abort(reason);
    await expect(reading).rejects.toBe(reason);
  });

  it('fails where the answer breaks off', async () => {
    answer = (socket) => socket.end('HTTP/1.1 207 X\r\nContent-Length: 10\r\n\r\n1234');
    await expect((await send()).text()).rejects.toThrow('aborted');
  });

  it.each([
    ['nothing', ''],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['an unheard-of status', 'HTTP/1.1 999 X\r\nContent-Length: 0\r\n\r\n'],
  ])('fails where the server says %s', async (_, said) => {
    answer = (socket) => socket.end(said);
    await expect(send()).rejects.toThrow();
  });
});

describe('an answer beyond the limits', () => {
  const read = async (limits: Partial<AnswerLimits>) => {
    const response = await send({}, undefined, { ...wideLimits, ...limits });
    return await response.text();
  };

  it('fails where nothing arrives, before its head and after it', async () => {
    answer = () => undefined;
    await expect(read({ silenceMs: 50 })).rejects.toMatchObject({ limit: 'silenceMs' });
    answer = (socket) => socket.write('HTTP/1.1 207 X\r\nContent-Length: 10\r\n\r\n1234');
    await expect(read({ silenceMs: 50 })).rejects.toMatchObject({ limit: 'silenceMs' });
  });

  it('fails where it takes too long, however often something arrives', async () => {
    answer = (socket) => {
      socket.write('HTTP/1.1 207 X\r\nContent-Length: 1000000\r\n\r\n');
      const drip = setInterval(() => socket.write('x'), 10);
      socket.on('close', () => clearInterval(drip));
    };
    await expect(read({ requestMs: 100 })).rejects.toMatchObject({ limit: 'requestMs' });
  });

  it('fails where it is too large after unpacking', async () => {
    answer = http10(gzipSync('x'.repeat(100_000)), 'Content-Encoding: gzip\r\n');
    await expect(read({ bytes: 10_000 })).rejects.toMatchObject({ limit: 'bytes' });
  });
});
