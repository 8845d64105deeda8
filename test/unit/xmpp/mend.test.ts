/** Each mend of @xmpp/client, and for each that it is still needed. */
import { readFileSync } from 'node:fs';
import { client } from '@xmpp/client';
import { describe, expect, it } from 'vitest';
import { mendClient } from '../../../electron/core/xmpp/mend.ts';

const name = 'Zoë 安娜 👨‍👩‍👧 Łódź';
const header = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`;
const stream = `${header}<iq type='result'><query xmlns='jabber:iq:roster'><item jid='a@b' name='${name}'/></query></iq>`;

interface Internals {
  socket: object;
  _findTransport(service: string): { prototype: { Parser: new () => object } };
  _attachParser(parser: object): void;
  _onData(chunk: Buffer): void;
  _onSeeOtherHost: unknown;
}

/** A client as after its connection; what it reads, and what breaks it. */
function reader(mended: boolean) {
  const xmpp = client({ service: 'xmpp://127.0.0.1:1', domain: 'b' });
  xmpp.reconnect.stop();
  const broken: unknown[] = [];
  let bytes = 0;
  if (mended) {
    mendClient(xmpp, {
      onBytes: () => {
        bytes += 1;
      },
      onElement: (element) => element.attrs['id'] !== 'kept',
      onBroken: (error) => broken.push(error),
    });
  }
  const internals = xmpp as unknown as Internals;
  const tcp = internals._findTransport('xmpp://127.0.0.1:1');
  internals.socket = {};
  internals._attachParser(new tcp.prototype.Parser());
  const names: string[] = [];
  xmpp.on('element', (element) => {
    names.push(element.getChild('query')?.getChild('item')?.attrs['name'] ?? element.attrs['id']);
  });
  xmpp.on('error', () => undefined);
  return {
    names,
    broken,
    bytes: () => bytes,
    read(text: string, chunkBytes = Number.POSITIVE_INFINITY) {
      const all = Buffer.from(text);
      for (let start = 0; start < all.length; start += chunkBytes) {
        internals._onData(all.subarray(start, start + chunkBytes));
      }
    },
  };
}

describe('a stream that arrives in pieces', () => {
  it.each([1, 2, 3, 5, 7, 21, 997])('of %i bytes is read to the letter', (chunkBytes) => {
    const { names, read } = reader(true);
    read(stream, chunkBytes);
    expect(names).toEqual([name]);
  });

  it('in pieces of every size is read to the letter', () => {
    for (let chunkBytes = 1; chunkBytes <= Buffer.byteLength(stream); chunkBytes += 1) {
      const { names, read } = reader(true);
      read(stream, chunkBytes);
      expect(names).toEqual([name]);
    }
  });

  it('still needs the mend: @xmpp/client alone loses the declaration, or characters', () => {
    const whole = reader(false);
    whole.read(stream, 1);
    expect(whole.names).not.toEqual([name]);
    const body = reader(false);
    body.read(header);
    body.read(stream.slice(header.length), 1);
    expect(body.names[0]).toContain('\uFFFD');
  });
});

describe('a stream that cannot be read', () => {
  it.each([
    ['an entity that XML does not know', `<message id='&nbsp;'/>`],
    ['a character that XML forbids', `<message id='&#1;'/>`],
    ['an address that is none', `<message from='@'/>`],
    ['an end without a beginning', `</message></message>`],
  ])('for %s ends the stream, not the program', (_, text) => {
    const mended = reader(true);
    mended.read(header);
    expect(() => mended.read(text)).not.toThrow();
    expect(mended.broken).toHaveLength(1);
  });

  it('still needs the mend: @xmpp/client alone throws into the socket', () => {
    const alone = reader(false);
    alone.read(header);
    expect(() => alone.read(`<message id='&nbsp;'/>`)).toThrow('entity');
    const other = reader(false);
    other.read(header);
    expect(() => other.read(`<message from='@'/>`)).toThrow();
  });
});

describe('what arrives', () => {
  it('is seen before the library sees it, and can be kept from it', () => {
    const { names, read, bytes } = reader(true);
    read(`${header}<iq id='kept'/><iq id='given'/>`);
    expect(names).toEqual(['given']);
    expect(bytes()).toBe(1);
  });
});

it('is for the version that is installed', () => {
  for (const part of ['client', 'connection', 'stream-management', 'iq', 'sasl', 'base64']) {
    const file = readFileSync(`node_modules/@xmpp/${part}/package.json`, 'utf8');
    expect(JSON.parse(file).version).toMatch(/^0\.14\./);
  }
});
