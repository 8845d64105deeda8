/**
 * Repairs @xmpp/client 0.14.0 from outside. Its faults, and where they are:
 *
 * - each socket chunk is decoded alone (`@xmpp/connection/index.js`, `_onData`), so a character that two
 *   chunks share becomes U+FFFD (seven of 1,000 names broke through a proxy that cuts at 997 bytes): each
 *   socket gets one decoder;
 * - the parser hangs when the end of the XML declaration is split between two chunks
 *   (`ltx/lib/parsers/ltx.js`): it is handed over whole;
 * - what the parser or a listener throws (an unknown entity, a malformed `from`) comes out of the socket's
 *   own event and ends the program: the stream is ended instead;
 * - on `see-other-host` it connects elsewhere by itself, without a limit, and reports no failure
 *   (`_onSeeOtherHost`): other-host.ts does it;
 * - after STARTTLS an error of a socket that is no longer used has no listener and ends the program
 *   (`_attachSocket`).
 */
import { StringDecoder } from 'node:string_decoder';
import type { XmlElement } from './element.ts';

/** Is told what arrives before the library is. */
export interface ClientListener {
  /** Bytes have arrived. */
  onBytes(): void;
  /** False keeps the element from the library; throwing ends the stream with this error. */
  onElement(element: XmlElement): boolean;
  /** What arrived cannot be read; the stream has to end. */
  onUnreadable(error: unknown): void;
}

interface Parser {
  write(text: string): void;
}

interface Socket {
  on(event: 'error', listener: () => void): void;
}

/** What is replaced of a connection; none of it is in the library's types. */
interface Connection {
  socket: object | null;
  parser: Parser | null;
  _onData(chunk: Uint8Array | string): void;
  _onElement(element: XmlElement): void;
  _onSeeOtherHost(error: Error): void;
  _attachSocket(socket: Socket): void;
  emit(event: 'error', error: unknown): boolean;
}

/** Repairs one client. To be called before it connects. */
export function patchClient(client: object, listener: ClientListener): void {
  const connection = client as Connection;
  const { _attachSocket: attachSocket, _onElement: onElement } = connection;
  const decoders = new WeakMap<object, StringDecoder>();
  const held = new WeakMap<Parser, string>();
  const begun = new WeakSet<Parser>();

  connection._onData = (chunk) => {
    const { socket, parser } = connection;
    if (!socket || !parser) return;
    listener.onBytes();
    let text = typeof chunk === 'string' ? chunk : decoderOf(socket).write(Buffer.from(chunk));
    if (!begun.has(parser)) {
      text = (held.get(parser) ?? '') + text;
      if (endsInsideDeclaration(text)) {
        held.set(parser, text);
        return;
      }
      begun.add(parser);
    }
    try {
      parser.write(text);
    } catch (error) {
      listener.onUnreadable(error);
    }
  };

  connection._onElement = (element) => {
    if (listener.onElement(element)) onElement.call(connection, element);
  };

  connection._onSeeOtherHost = (error) => {
    connection.emit('error', error);
  };

  connection._attachSocket = (socket) => {
    socket.on('error', () => undefined);
    attachSocket.call(connection, socket);
  };

  function decoderOf(socket: object): StringDecoder {
    const known = decoders.get(socket);
    if (known) return known;
    const decoder = new StringDecoder('utf8');
    decoders.set(socket, decoder);
    return decoder;
  }
}

function endsInsideDeclaration(text: string): boolean {
  return '<?xml'.startsWith(text.slice(0, 5)) && !text.includes('?>');
}
