/** Each patch of @xmpp/client, and that it is still needed. */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { client, xml } from '@xmpp/client';
import { describe, expect, it, vi } from 'vitest';
import { patchClient } from '../../../electron/core/xmpp/client-patches.ts';
import { startScriptedXmpp } from '../../servers/scripted-xmpp.ts';

const name = 'Zoë 安娜 👨‍👩‍👧 Łódź';
const header = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`;
const stream = `${header}<iq type='result'><query xmlns='jabber:iq:roster'><item jid='a@b' name='${name}'/></query></iq>`;

interface Internals {
  socket: object;
  connect(service: string): Promise<unknown>;
  open(): Promise<unknown>;
  emit(event: 'disconnect', status: object): void;
  _attachSocket(socket: object): void;
  _detachSocket(): void;
  _findTransport(service: string): { prototype: { Parser: new () => object } };
  _attachParser(parser: object): void;
  _onData(chunk: Buffer): void;
  _onSeeOtherHost: unknown;
}

/** A client as after its connection; what it reads, and what breaks it. */
function reader(patched: boolean) {
  const xmpp = client({ service: 'xmpp://127.0.0.1:1', domain: 'b' });
  xmpp.reconnect.stop();
  const broken: unknown[] = [];
  let bytes = 0;
  if (patched) {
    patchClient(xmpp, {
      onBytes: () => {
        bytes += 1;
      },
      onElement: (element) => element.attrs['id'] !== 'kept',
      onUnreadable: (error) => broken.push(error),
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
  const errors: unknown[] = [];
  xmpp.on('error', (error) => errors.push(error));
  return {
    internals,
    names,
    broken,
    errors,
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

  it('still needs the patch: @xmpp/client alone loses the declaration, or characters', () => {
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
    const patched = reader(true);
    patched.read(header);
    expect(() => patched.read(text)).not.toThrow();
    expect(patched.broken).toHaveLength(1);
  });

  it('still needs the patch: @xmpp/client alone throws into the socket', () => {
    const alone = reader(false);
    alone.read(header);
    expect(() => alone.read(`<message id='&nbsp;'/>`)).toThrow('entity');
    const other = reader(false);
    other.read(header);
    expect(() => other.read(`<message from='@'/>`)).toThrow();
  });
});

describe('a server that sends us elsewhere', () => {
  const error = `<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>other.example:5222</see-other-host></stream:error>`;

  /** What the client does of its own accord, and what it tells. */
  async function sentElsewhere(patched: boolean) {
    const { read, internals, errors } = reader(patched);
    const connect = vi.fn(async () => undefined);
    internals.connect = connect;
    internals.open = async () => undefined;
    read(header + error);
    internals.emit('disconnect', {});
    await new Promise((resolve) => setImmediate(resolve));
    return { connect, errors };
  }

  it('is told of, and nothing is done behind our back', async () => {
    const { connect, errors } = await sentElsewhere(true);
    expect(connect).not.toHaveBeenCalled();
    expect(errors).toMatchObject([{ name: 'StreamError', condition: 'see-other-host' }]);
  });

  it('still needs the patch: @xmpp/client alone goes there by itself', async () => {
    const { connect, errors } = await sentElsewhere(false);
    expect(connect).toHaveBeenCalledWith('xmpp://other.example:5222');
    expect(errors).toEqual([]);
  });
});

describe('a socket that was let go', () => {
  function letGo(patched: boolean): EventEmitter {
    const { internals } = reader(patched);
    const socket = new EventEmitter();
    internals._attachSocket(socket);
    internals._detachSocket();
    return socket;
  }
  const reset = new Error('read ECONNRESET');

  it('may fail without ending the program', () => {
    expect(() => letGo(true).emit('error', reset)).not.toThrow();
  });

  it('still needs the patch: that of @xmpp/client alone has no listener', () => {
    expect(() => letGo(false).emit('error', reset)).toThrow('ECONNRESET');
  });
});

describe('Stream Management', () => {
  it('still needs a count of our own: that of @xmpp/client leaves out the answers to its requests', async () => {
    const server = await startScriptedXmpp({
      mechanisms: ['SCRAM-SHA-1'],
      features: `<sm xmlns='urn:xmpp:sm:3'/>`,
      onElement(element, wire) {
        if (element.name !== 'enable') return undefined;
        wire.send(`<enabled xmlns='urn:xmpp:sm:3' id='stream-1' resume='true'/>`);
        return true;
      },
    });
    const { host, port, domain, password } = server;
    const service = `xmpp://${host}:${port}`;
    const alone = client({ service, domain, username: 'john', password });
    alone.reconnect.stop();
    alone.on('error', () => undefined);
    await alone.start();
    const [wire] = server.connections;
    await wire?.expect((element) => element.name === 'enable');
    await alone.iqCaller.get(xml('query', { xmlns: 'jabber:iq:roster' }));
    wire?.send(`<r xmlns='urn:xmpp:sm:3'/>`);
    const acknowledgement = await wire?.expect((element) => element.name === 'a');
    expect(acknowledgement?.attrs['h']).toBe('0');
    await alone.stop();
    await server.stop();
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
