/** The escapes of quoted-printable (RFC 2045 §6.7), as values and parameters hold them. */
import { decodeBytes, decodeStrictly, isKnownCharset, isUtf16 } from './charset.ts';

/** A run goes on through plain ASCII: ISO-2022-JP has it in the middle of characters. */
const runs = /=[0-9A-Fa-f]{2}\p{ASCII}*/gu;

/** `=C3=A9` to text, by the first of the character sets that fits. */
export function decodeEscapes(text: string, charsets: readonly string[]): string {
  if (isUtf16(charsets[0] ?? '')) return decodeWide(text, charsets);
  return text.replace(runs, (run) => decodeBytes(runBytes(run), charsets));
}

/** Whether all escapes are whole characters in the first of the character sets that is known. */
export function fitsCharset(text: string, charsets: readonly string[]): boolean {
  const charset = charsets.find(isKnownCharset) ?? 'utf-8';
  if (isUtf16(charset)) return runBytes(text).length % 2 === 0;
  const found = text.match(runs) ?? [];
  return found.every((run) => decodeStrictly(runBytes(run), charset) !== undefined);
}

/** In UTF-16 plain letters are half of a character. Separators may be whole or, as ASCII, between the components. */
function decodeWide(text: string, charsets: readonly string[]): string {
  if (!text.includes('=')) return text;
  const whole = runBytes(text);
  if (whole.length % 2 === 0) {
    const decoded = decodeBytes(whole, charsets);
    // A separator of one byte makes such a character of itself and half of its neighbour.
    if (!/[\u3B00-\u3BFF]/.test(decoded)) return decoded;
  }
  const parts = text.split(';').map((part) => {
    return part.includes('=') ? decodeBytes(runBytes(part), charsets) : part;
  });
  return parts.join(';');
}

function runBytes(run: string): Uint8Array {
  const bytes = new Uint8Array(run.length);
  let length = 0;
  for (let index = 0; index < run.length; index += 1) {
    const digits = run[index] === '=' ? run.slice(index + 1, index + 3) : '';
    const escaped = /^[0-9A-F]{2}$/i.test(digits);
    bytes[length] = escaped ? Number.parseInt(digits, 16) : run.charCodeAt(index);
    length += 1;
    if (escaped) index += 2;
  }
  return bytes.subarray(0, length);
}
