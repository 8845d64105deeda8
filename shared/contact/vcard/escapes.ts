/** The escapes of quoted-printable (RFC 2045 §6.7), as values and parameters hold them. */
import { decodeBytes } from './charset.ts';

/** `=C3=A9` to text. A run goes on through plain ASCII: ISO-2022-JP has it in the middle of characters. */
export function decodeEscapes(text: string, charsets: readonly string[]): string {
  return text.replace(/=[0-9A-Fa-f]{2}\p{ASCII}*/gu, (run) => decodeBytes(runBytes(run), charsets));
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
