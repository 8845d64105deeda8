/**
 * Decodes a file of cards.
 *
 * It is UTF-8 nearly always, and UTF-16 from Windows. In vCard 2.1 each property may have its own character
 * set, so a file that is not UTF-8 as a whole is decoded line by line.
 */
import { decodeBytes, decodeStrictly } from './charset.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const tab = 0x09;

/** The text of a card resource, without a byte order mark; accepts any bytes. */
export function decodeCardBytes(bytes: Uint8Array): string {
  const utf16 = utf16Label(bytes);
  if (utf16 !== undefined) return new TextDecoder(utf16).decode(bytes);
  return (
    decodeStrictly(bytes, 'utf-8') ??
    decodeStrictly(withoutSplitCharacters(bytes), 'utf-8') ??
    decodeLines(bytes)
  );
}

/** By its byte order mark; without one, by the zero that every ASCII character has in UTF-16. */
function utf16Label(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [first = 1, second = 1] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first !== 0 && second === 0) return 'utf-16le';
  if (first === 0 && second !== 0) return 'utf-16be';
  return undefined;
}

/**
 * Takes out the folds that split a UTF-8 sequence: older writers fold at 75 octets wherever that falls
 * (RFC 6350 §3.2 warns of it). All other folds stay.
 */
function withoutSplitCharacters(bytes: Uint8Array): Uint8Array {
  const joined = new Uint8Array(bytes.length);
  let length = 0;
  let index = 0;
  while (index < bytes.length) {
    const fold = foldLength(bytes, index);
    const before = bytes[index - 1] ?? 0;
    const after = bytes[index + fold] ?? 0;
    if (fold > 0 && before >= 0x80 && after >= 0x80 && after < 0xc0) {
      index += fold;
      continue;
    }
    joined[length] = bytes[index] ?? 0;
    length += 1;
    index += 1;
  }
  return joined.subarray(0, length);
}

function foldLength(bytes: Uint8Array, index: number): number {
  let end = index;
  if (bytes[end] === carriageReturn) end += 1;
  if (bytes[end] === lineFeed) end += 1;
  if (end === index) return 0;
  return bytes[end] === space || bytes[end] === tab ? end + 1 - index : 0;
}

function decodeLines(bytes: Uint8Array): string {
  const lines: string[] = [];
  let charset = '';
  let start = 0;
  while (start < bytes.length) {
    const end = endOfLine(bytes, start);
    const line = bytes.subarray(start, end);
    // A folded line has the character set of the property that it continues.
    if (line[0] !== space && line[0] !== tab) charset = namedCharset(line);
    lines.push(decodeBytes(line, ['utf-8', charset]));
    start = end;
  }
  return lines.join('');
}

/** The position after the line break. No character set of cards uses its bytes inside a character. */
function endOfLine(bytes: Uint8Array, start: number): number {
  let index = start;
  while (index < bytes.length && bytes[index] !== lineFeed && bytes[index] !== carriageReturn) {
    index += 1;
  }
  if (bytes[index] === carriageReturn && bytes[index + 1] === lineFeed) index += 1;
  return Math.min(index + 1, bytes.length);
}

/** How much of a line is searched for `CHARSET=`. */
const longestHeader = 200;

function namedCharset(line: Uint8Array): string {
  const beginning = new TextDecoder('windows-1252').decode(line.subarray(0, longestHeader));
  return /^[^:]*;charset="?([\w.:-]+?)"?[;:]/i.exec(beginning)?.[1] ?? '';
}
