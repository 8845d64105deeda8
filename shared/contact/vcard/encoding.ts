/**
 * Transfer encodings of a value: quoted-printable (vCard 2.1, and misused in 3.0) and base64.
 *
 * Quoted-printable has its own line breaks, so its lines are read before unfolding.
 */
import { decodeBytes } from './charset.ts';
import { decodeEscapes } from './escapes.ts';
import type { LineCursor } from './lines.ts';
import { type Property, parameterValues } from './property.ts';

export function isQuotedPrintable(property: Property): boolean {
  return parameterValues(property, 'ENCODING').includes('QUOTED-PRINTABLE');
}

export function isBase64(property: Property): boolean {
  const encodings = parameterValues(property, 'ENCODING');
  return encodings.includes('BASE64') || encodings.includes('B');
}

/** The property with its base64 value as text; unchanged where the value is not base64. */
export function decodeBase64Text(property: Property): Property {
  try {
    const binary = atob(property.value);
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    return { ...property, value: decodeBytes(bytes, charsetsOf(property)) };
  } catch {
    return property;
  }
}

/**
 * The property with its whole quoted-printable value decoded; takes the lines that belong to it.
 *
 * @param raw its logical line with the folds still in it
 * @param version of the card
 */
export function decodeQuotedPrintable(
  property: Property,
  raw: string,
  version: string,
  lines: LineCursor,
): Property {
  const start = valueStart(raw, property);
  const folds = version === '3.0' || version === '4.0' || raw.slice(0, start).includes('\n');
  let last = joinLines(raw.slice(start), folds);
  const pieces: string[] = [];
  for (let next = lines.peek(); next !== undefined; next = lines.peek()) {
    const continuation = lines.text.slice(next.start, next.end);
    if (!continues(last, continuation)) break;
    lines.take();
    pieces.push(withoutSoftBreak(last));
    last = joinLines(continuation, folds);
  }
  pieces.push(withoutSoftBreak(last));
  return { ...property, value: decodeEscapes(pieces.join(''), charsetsOf(property)) };
}

/** Where the value begins in the line that still has its folds (a break and one character each). */
function valueStart(raw: string, property: Property): number {
  const valueLength = property.value.length;
  let index = raw.length;
  for (let seen = 0; seen < valueLength && index > 0; index -= 1) {
    if (raw[index - 2] === '\n') index -= 1;
    else seen += 1;
  }
  return index;
}

function charsetsOf(property: Property): string[] {
  return [property.parameters.get('CHARSET')?.[0] ?? '', 'utf-8'];
}

/**
 * A logical line without its folds and soft breaks; a soft break at its end stays.
 *
 * A space that begins a line belongs to the fold in vCard 3.0, and to the value after a soft break in 2.1 (RFC
 * 2045 §6.7). But some writers also fold 2.1, after encoding, even inside an escape (`=` and ` C3`), which a
 * break without `=` before it shows.
 *
 * @param folds whether a leading space is known to belong to a fold
 */
function joinLines(raw: string, folds: boolean): string {
  const lines = raw.split('\n');
  if (folds || !lines.slice(0, -1).every(hasSoftBreak)) {
    const unfolded = lines.map((line, index) => (index === 0 ? line : line.slice(1))).join('\n');
    return unfolded.replace(/=[ \t]*\n(?!\n*[0-9A-F]\n*[0-9A-F])/g, '').replaceAll('\n', '');
  }
  const joined = lines.map((line, index) => {
    const next = lines[index + 1];
    const splitBefore = index > 0 && isSplitEscape(lines[index - 1] ?? '', line);
    const rest = splitBefore ? line.slice(1) : line;
    return next === undefined || isSplitEscape(line, next) ? rest : withoutSoftBreak(rest);
  });
  return joined.join('');
}

/**
 * Whether the break between two lines splits an escape, rather than being a soft break before a space of the
 * value ("Ana" and " DE LA CRUZ"). Only what rarely begins a word is taken for an escape.
 */
function isSplitEscape(before: string, after: string): boolean {
  if (/^\s(?:[0-9A-F]{2}(?:=|$)|0[9AD]|20|3D|[89][0-9A-F]|[A-F][0-9])/.test(after)) return true;
  return /=[89A-F][0-9A-F]=$/.test(before.slice(-4)) && /^\s[AB][A-F]/.test(after);
}

/** Whether the next logical line is the rest of the value. */
function continues(value: string, line: string): boolean {
  // Some phones end every value with `=`; the end of the card is never part of one.
  if (/^(?:END|BEGIN)[ \t]*:[ \t]*VCARD/i.test(line) || line === '') return false;
  return hasSoftBreak(value) || (!line.includes(':') && /=[0-9A-F]{2}/i.test(line));
}

/** A `=` at the end, with the padding that transport may add (RFC 2045 §6.7 rule 3). */
function hasSoftBreak(line: string): boolean {
  return line.trimEnd().endsWith('=');
}

function withoutSoftBreak(line: string): string {
  return hasSoftBreak(line) ? line.trimEnd().slice(0, -1) : line;
}
