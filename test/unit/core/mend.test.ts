import { readFileSync } from 'node:fs';
import { client } from '@xmpp/client';
import { describe, expect, it } from 'vitest';
import { mendClient } from '../../../electron/core/xmpp/mend.ts';

const stream = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'><iq type='result'><query xmlns='jabber:iq:roster'><item jid='a@b' name='Zoë 安娜 👨‍👩‍👧 Łódź'/></query></iq>`;

/** What a client reads of a stream that arrives in chunks of some bytes. */
function namesRead(chunkBytes: number, mended: boolean): string[] {
  const xmpp = client({ service: 'xmpp://127.0.0.1:1', domain: 'b' });
  xmpp.reconnect.stop();
  if (mended) mendClient(xmpp);
  const internals = xmpp as unknown as {
    socket: object;
    _findTransport(service: string): { prototype: { Parser: new () => object } };
    _attachParser(parser: object): void;
    _onData(chunk: Buffer): void;
  };
  const tcp = internals._findTransport('xmpp://127.0.0.1:1');
  internals.socket = {};
  internals._attachParser(new tcp.prototype.Parser());
  const names: string[] = [];
  xmpp.on('element', (element) => {
    names.push(element.getChild('query')?.getChild('item')?.attrs['name']);
  });
  xmpp.on('error', () => undefined);
  const bytes = Buffer.from(stream);
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    internals._onData(bytes.subarray(start, start + chunkBytes));
  }
  return names;
}

describe('a stream that arrives in pieces', () => {
  it.each([1, 2, 3, 5, 7, 21, 997])('of %i bytes is read to the letter', (chunkBytes) => {
    expect(namesRead(chunkBytes, true)).toEqual(['Zoë 安娜 👨‍👩‍👧 Łódź']);
  });

  it('still needs the mend: @xmpp/client alone loses it', () => {
    expect(namesRead(1, false)).not.toEqual(['Zoë 安娜 👨‍👩‍👧 Łódź']);
    const { version } = JSON.parse(readFileSync('node_modules/@xmpp/client/package.json', 'utf8'));
    expect(version).toBe('0.14.0');
  });
});
