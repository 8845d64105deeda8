/**
 * Bytes to text, in the character sets that cards really use.
 *
 * vCard 2.1 lets every property name its own (CHARSET=), 3.0 leaves it to the transport, 4.0 is UTF-8
 * only; and some phones name one and write another. So a name counts only where the bytes fit it.
 */

/**
 * @param charsets names to try in turn, as cards write them; an empty one is ignored
 * @returns the text by the first that fits, else by Windows-1252, which reads any bytes
 */
export function decodeBytes(bytes: Uint8Array, charsets: readonly string[]): string {
  for (const charset of charsets) {
    const text = decodeStrictly(bytes, charset);
    if (text !== undefined) return text;
  }
  return new TextDecoder('windows-1252').decode(bytes);
}

/** The text, or undefined where the bytes do not fit or the character set is unknown. */
export function decodeStrictly(bytes: Uint8Array, charset: string): string | undefined {
  const label = charset.trim().toLowerCase();
  // The Encoding Standard reads ASCII as Windows-1252, which fits any bytes, so UTF-8 must be tried first.
  if (label === '' || label === 'us-ascii' || label === 'ascii') return undefined;
  try {
    if (isUtf16(label))
      return new TextDecoder(byteOrder(bytes, label), { fatal: true }).decode(bytes);
    const decoder = decoders.get(label) ?? new TextDecoder(label, { fatal: true });
    decoders.set(label, decoder);
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Whether the Encoding Standard has it; ASCII counts as no name, as any text may be it. */
export function isKnownCharset(charset: string): boolean {
  return charset !== '' && decodeStrictly(new Uint8Array(), charset) !== undefined;
}

export function isUtf16(charset: string): boolean {
  return /^\s*(?:utf-?16|ucs-?2|unicode\b)/i.test(charset);
}

/**
 * By its byte order mark; without one, the half of each character that differs less is the high one, since a
 * text keeps to one or two scripts.
 */
function byteOrder(bytes: Uint8Array, label: string): 'utf-16be' | 'utf-16le' {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  const first = new Set(bytes.filter((_, index) => index % 2 === 0));
  const second = new Set(bytes.filter((_, index) => index % 2 === 1));
  if (first.size === second.size) return label.endsWith('le') ? 'utf-16le' : 'utf-16be';
  return first.size < second.size ? 'utf-16be' : 'utf-16le';
}

/** Holds only labels of the Encoding Standard, so it stays small; a decoder keeps no state between calls. */
const decoders = new Map<string, TextDecoder>();
