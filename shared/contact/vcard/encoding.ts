/**
 * Transfer encodings of a value: quoted-printable (vCard 2.1, and misused in 3.0) and base64.
 *
 * Quoted-printable has its own line breaks, so its lines are read before unfolding.
 */
import { decodeBytes } from './charset.ts';
import type { LineCursor } from './lines.ts';
import { type Property, parameterValues } from './property.ts';
import { hasSoftBreak, joinQuotedPrintable } from './soft-breaks.ts';

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
  const rows = [raw.slice(start)];
  for (let next = lines.peek(); next !== undefined; next = lines.peek()) {
    const continuation = lines.text.slice(next.start, next.end);
    if (!continues(rows.at(-1) ?? '', continuation)) break;
    lines.take();
    rows.push(continuation);
  }
  const isFolded = version === '3.0' || version === '4.0' || raw.slice(0, start).includes('\n');
  return { ...property, value: joinQuotedPrintable(rows, isFolded, charsetsOf(property)) };
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

/** Whether the next logical line is the rest of the value. */
function continues(value: string, line: string): boolean {
  // Some phones end every value with `=`; the end of the card is never part of one.
  if (/^(?:END|BEGIN)[ \t]*:[ \t]*V(?:CARD|LIST)/i.test(line) || line === '') return false;
  return hasSoftBreak(value) || (!line.includes(':') && /=[0-9A-F]{2}/i.test(line));
}
