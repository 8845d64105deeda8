/**
 * The text of an XML document that arrives in bytes, in whatever encoding it is: by its byte order mark, by the
 * Content-Type of XML (RFC 7303 §3), by its own declaration (XML 1.0 appendix F), else UTF-8. Names of
 * encodings mean what the WHATWG Encoding standard says, so `ISO-8859-1` is windows-1252.
 */

/** Nobody knows the encoding that was named. */
export class EncodingError extends Error {
  override name = 'EncodingError';
}

export interface XmlDecoder {
  /** @throws EncodingError */
  decode(chunk: Uint8Array): string;
  /** @returns what is left; throws as `decode` */
  end(): string;
}

/** A declaration is at the beginning, in ASCII characters, and short. */
const longestDeclaration = 1_024;

/** @param contentType as the header has it; empty where there is none */
export function xmlDecoder(contentType: string): XmlDecoder {
  let head: Uint8Array | undefined = new Uint8Array();
  let decoder: TextDecoder | undefined;
  return {
    decode(chunk) {
      if (decoder) return decoder.decode(chunk, { stream: true });
      head = Buffer.concat([head ?? new Uint8Array(), chunk]);
      if (isUndecided(head)) return '';
      decoder = decoderFor(head, contentType);
      const text = decoder.decode(head, { stream: true });
      head = undefined;
      return text;
    },
    end() {
      if (!head) return decoder?.decode() ?? '';
      return decoderFor(head, contentType).decode(head);
    },
  };
}

/** Whether the declaration may still come. */
function isUndecided(head: Uint8Array): boolean {
  if (head.length < 4) return true;
  if (head.length >= longestDeclaration || utf16Label(head) !== undefined) return false;
  const start = beginningOf(head);
  return '<?xml'.startsWith(start.slice(0, 5)) && !start.includes('>');
}

/** What there is in ASCII, behind blank lines and byte order marks of UTF-8. */
function beginningOf(head: Uint8Array): string {
  const text = new TextDecoder('windows-1252').decode(head.subarray(0, longestDeclaration));
  return text.replace(/^(?:\s|ï»¿)+/, '');
}

function decoderFor(head: Uint8Array, contentType: string): TextDecoder {
  const label = labelOf(head, contentType);
  try {
    return new TextDecoder(label);
  } catch {
    throw new EncodingError(label);
  }
}

function labelOf(head: Uint8Array, contentType: string): string {
  const utf16 = utf16Label(head);
  if (utf16 !== undefined) return utf16;
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  const declared = /^<\?xml\s[^>]*?\bencoding\s*=\s*["']\s*([^"'\s]+)/.exec(beginningOf(head))?.[1];
  const named = /;\s*charset\s*=\s*["']?\s*([^"';\s]+)/i.exec(contentType)?.[1];
  // Of what is called text/html, a web server's default says nothing.
  const isXml = /[/+]xml\b/i.test(contentType.split(';')[0] ?? '');
  const label = (isXml ? (named ?? declared) : (declared ?? named)) ?? 'utf-8';
  // Whatever was declared, its zeros are missing: programs that make strings of XML declare so (.NET).
  return /^(?:utf-?16|ucs-?2|iso-10646-ucs-2|unicode)/i.test(label) ? 'utf-8' : label;
}

/** By the byte order mark; without one, by the zero that every ASCII character has. */
function utf16Label(head: Uint8Array): string | undefined {
  const [first = 1, second = 1, third = 1, fourth = 1] = head;
  if (first === 0 && second === 0) return 'utf-32be';
  if (third === 0 && fourth === 0 && (second === 0 || second === 0xfe)) return 'utf-32le';
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be';
  return undefined;
}
