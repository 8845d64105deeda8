/**
 * Bytes to text, in the character sets that cards really use.
 *
 * vCard 2.1 lets every property name its own (CHARSET=), 3.0 leaves it to the transport, 4.0 is UTF-8
 * only; and phones name one and write another. So a name is believed only where the bytes agree.
 */

/**
 * @param charsets names to try in turn, as cards write them; an empty one is passed over
 * @returns the text by the first that fits, else by Windows-1252, which reads any bytes
 */
export function decodeBytes(bytes: Uint8Array, charsets: readonly string[]): string {
  for (const charset of charsets) {
    const text = decodeStrictly(bytes, charset);
    if (text !== undefined) return text;
  }
  return new TextDecoder('windows-1252').decode(bytes);
}

/** The text, or `undefined` where the bytes do not fit or nobody knows the character set. */
export function decodeStrictly(bytes: Uint8Array, charset: string): string | undefined {
  const label = charset.trim().toLowerCase();
  // The Encoding Standard reads ASCII as Windows-1252, which fits any bytes: UTF-8 must get its turn first.
  if (label === '' || label === 'us-ascii' || label === 'ascii') return undefined;
  try {
    const decoder = decoders.get(label) ?? new TextDecoder(label, { fatal: true });
    decoders.set(label, decoder);
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Only labels of the Encoding Standard get in, so it stays small; a decoder keeps nothing between calls. */
const decoders = new Map<string, TextDecoder>();
