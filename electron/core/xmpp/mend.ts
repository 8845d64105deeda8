/**
 * Mends @xmpp/client 0.14.0 from outside; both faults stand in `@xmpp/connection/index.js`, `_onData`,
 * and `@xmpp/xml/lib/Parser.js`:
 *
 * - each socket chunk is decoded alone, so a character that two chunks share becomes U+FFFD (seven of
 *   1,000 names broke through a proxy that cuts at 997 bytes): decode with one decoder for each socket;
 * - the parser hangs when the end of the XML declaration is split between two chunks: hand it over whole.
 */
import { StringDecoder } from 'node:string_decoder';

interface Parser {
  write(text: string): void;
}

/** The part of a connection that is mended; none of it is in the library's types. */
interface Connection {
  socket: object | null;
  parser: Parser | null;
  _onData(chunk: Uint8Array | string): void;
}

/** Mends one client. To be called before it connects. */
export function mendClient(client: object): void {
  const connection = client as Connection;
  const decoders = new WeakMap<object, StringDecoder>();
  const held = new WeakMap<Parser, string>();
  const begun = new WeakSet<Parser>();

  connection._onData = (chunk) => {
    const { socket, parser } = connection;
    if (!socket || !parser) return;
    let text = typeof chunk === 'string' ? chunk : decoderOf(socket).write(Buffer.from(chunk));
    if (!begun.has(parser)) {
      text = (held.get(parser) ?? '') + text;
      if (endsInsideDeclaration(text)) {
        held.set(parser, text);
        return;
      }
      begun.add(parser);
    }
    parser.write(text);
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
