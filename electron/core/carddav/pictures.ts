/**
 * Takes pictures, sounds and keys out of a card's text before it is kept: they may be 500 kB each, and
 * nobody reads them. Everything else stays byte for byte, for the tolerant reader to make sense of.
 */

/** The beginning of such a property on a line of its own; what follows a soft break (`=`) is no property. */
const heavyProperty =
  /(?<=^|[^=\r\n]\r?\n|[^=\r\n]\r|\n\r?\n)(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:]/gi;

/** Shorter texts are not worth a look. */
const smallText = 400;

export function withoutPictures(text: string): string {
  if (text.length <= smallText) return text;
  const kept: string[] = [];
  let position = 0;
  heavyProperty.lastIndex = 0;
  for (;;) {
    const found = heavyProperty.exec(text);
    if (!found) break;
    kept.push(text.slice(position, found.index));
    position = endOfValue(text, found.index);
    heavyProperty.lastIndex = position;
  }
  if (kept.length === 0) return text;
  kept.push(text.slice(position));
  return kept.join('');
}

/** Behind the property with all its lines: folded ones, and base64 that runs on without folds (Outlook). */
function endOfValue(text: string, start: number): number {
  let position = endOfLine(text, start);
  while (position < text.length) {
    const first = text[position];
    const end = endOfLine(text, position);
    const isFolded = first === ' ' || first === '\t';
    // A line without a colon is no property, so it can only be more of this one.
    if (!isFolded && text.slice(position, end).includes(':')) break;
    position = end;
  }
  return position;
}

function endOfLine(text: string, start: number): number {
  breaks.lastIndex = start;
  return breaks.exec(text) ? breaks.lastIndex : text.length;
}
const breaks = /\r\r?\n|\r|\n/g;
