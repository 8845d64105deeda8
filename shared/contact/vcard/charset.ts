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
    const decoder = decoders.get(label) ?? new TextDecoder(label, { fatal: true });
    decoders.set(label, decoder);
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Holds only labels of the Encoding Standard, so it stays small; a decoder keeps no state between calls. */
const decoders = new Map<string, TextDecoder>();
