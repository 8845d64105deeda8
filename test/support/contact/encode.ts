/** Text to the bytes of any character set that TextDecoder reads, and to quoted-printable. */

/** Bytes by character, for each character set that was asked for. */
const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

/**
 * @param charset UTF-8, UTF-16BE, UTF-16LE, or one of at most two bytes a character
 * @throws Error for a character that it does not have
 */
function encode(text: string, charset: string): number[] {
  const label = charset.toLowerCase();
  if (label === 'utf-8') return [...new TextEncoder().encode(text)];
  if (label.startsWith('utf-16')) {
    return text.split('').flatMap((unit) => {
      const [high, low] = [unit.charCodeAt(0) >> 8, unit.charCodeAt(0) & 0xff];
      return label === 'utf-16be' ? [high, low] : [low, high];
    });
  }
  const table = tables.get(label) ?? tableOf(label);
  tables.set(label, table);
  return Array.from(text).flatMap((character) => {
    const bytes = table.get(character);
    if (bytes === undefined) throw new Error(`${charset} has no ${character}`);
    return bytes;
  });
}

function tableOf(charset: string): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder(charset, { fatal: true });
  const table = new Map<string, readonly number[]>();
  const add = (...bytes: number[]) => {
    try {
      const character = decoder.decode(Uint8Array.from(bytes));
      if (Array.from(character).length === 1 && !table.has(character)) table.set(character, bytes);
    } catch {
      // These bytes are no character.
    }
  };
  for (let byte = 0; byte < 256; byte += 1) add(byte);
  for (let lead = 0x81; lead < 0xff; lead += 1) {
    for (let trail = 0x40; trail < 0xff; trail += 1) add(lead, trail);
  }
  return table;
}

/** One element for each byte; a soft break may stand between any two. Spaces stay, as most writers leave them. */
export function quotedPrintable(text: string, charset: string): string[] {
  const isWide = charset.toLowerCase().startsWith('utf-16');
  return encode(text, charset).map((byte) =>
    byte >= 0x20 && byte < 0x7f && byte !== 0x3d && !(isWide && byte === 0x3b)
      ? String.fromCharCode(byte)
      : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
