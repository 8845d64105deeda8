/** The ways in which an answer of the mock of dav-faults.ts can go wrong on its way. */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type DavAnswer, multistatus } from './dav-faults-answers.ts';

/** Sends something else than, or less than, the answer that would have been right. */
export type Fault = (right: DavAnswer, response: ServerResponse) => void | Promise<void>;

/** The right answer, as it is. */
export const send: Fault = ({ status, headers, body }, response) => {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
};

/** Another answer instead. */
export function answerWith(status: number, headers: OutgoingHttpHeaders = {}, body = ''): Fault {
  return (_, response) => send({ status, headers, body }, response);
}

export const loginPage = answerWith(
  200,
  { 'content-type': 'text/html; charset=utf-8' },
  '<!DOCTYPE html><html><body><form>Please log in</form></body></html>',
);

export const emptyMultistatus: Fault = (_, response) => send(multistatus(''), response);

/** The right status and headers over nothing at all. */
export const emptyBody: Fault = (right, response) => send({ ...right, body: '' }, response);

/** The right answer under another content type. */
export function withType(type: string): Fault {
  return (right, response) =>
    send({ ...right, headers: { ...right.headers, 'content-type': type } }, response);
}

/** The right answer with its text changed. */
export function withText(change: (body: string) => string): Fault {
  return (right, response) => send({ ...right, body: change(right.body) }, response);
}

/** Each resource twice. */
export const duplicated = withText((body) =>
  body.replace(/<d:response>.*?<\/d:response>/gs, (each) => each + each),
);

export function redirectTo(location: string, status = 302): Fault {
  return answerWith(status, { location });
}

/**
 * The answer ends after that many bytes:
 * - `ended`: as if that were all, which only the XML tells;
 * - `reset`: the connection is cut, as a server that dies does.
 */
export function cutAfter(bytes: number, how: 'ended' | 'reset' = 'ended'): Fault {
  return async ({ status, headers, body }, response) => {
    const part = Buffer.from(body).subarray(0, bytes);
    response.writeHead(status, headers);
    response.write(part);
    if (how === 'ended') response.end();
    else {
      // Give what was written time to arrive; a reset takes back what is still under way.
      await pause(20);
      response.destroy();
    }
  };
}

/** The connection is cut before anything is answered. */
export const cutAtOnce: Fault = (_, response) => {
  response.destroy();
};

/** Nothing is ever answered. */
export const silence: Fault = () => undefined;

/** A few bytes at a time, for ever slower than anybody waits. */
export function drip(bytes: number, everyMs: number): Fault {
  return async ({ status, headers, body }, response) => {
    response.writeHead(status, headers);
    const whole = Buffer.from(body);
    for (let at = 0; at < whole.length && !response.destroyed; at += bytes) {
      response.write(whole.subarray(at, at + bytes));
      await pause(everyMs);
    }
    response.end();
  };
}

/** The beginning of the right answer, then space without end. */
export const endless: Fault = async ({ status, headers, body }, response) => {
  response.writeHead(status, headers);
  response.write(body.slice(0, body.lastIndexOf('</')));
  const blank = Buffer.alloc(64 * 1024, ' ');
  while (!response.destroyed) {
    if (response.write(blank)) await pause(0);
    else await Promise.race([new Promise((resolve) => response.once('drain', resolve)), pause(50)]);
  }
};

/** Compressed, and cut off after that share of the compressed bytes. */
export function gzipped(share = 1): Fault {
  return ({ status, headers, body }, response) => {
    const packed = gzipSync(body);
    response.writeHead(status, { ...headers, 'content-encoding': 'gzip' });
    response.end(packed.subarray(0, Math.floor(packed.length * share)));
  };
}
