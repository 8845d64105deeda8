/**
 * A tolerant reader for vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350).
 *
 * It never throws and takes linear time. It omits and reports what it cannot read, so that one bad line does
 * not lose the card, nor one bad card the address book.
 */
import {
  decodeBase64Text,
  decodeQuotedPrintable,
  isBase64,
  isQuotedPrintable,
} from './vcard/encoding.ts';
import { type LineCursor, type LogicalLine, lineCursor, unfold } from './vcard/lines.ts';
import { type Property, parseProperty } from './vcard/property.ts';

export interface Card {
  /** A VLIST is SOGo's distribution list. */
  readonly component: 'VCARD' | 'VLIST';
  /** `2.1`, `3.0`, `4.0`, or whatever the card says; empty where it says none. */
  readonly version: string;
  /** In the card's order, without pictures, sounds and keys. */
  readonly properties: readonly Property[];
}

/** A fault of a text, for a person who wants to correct the card. */
export interface CardProblem {
  /** Line of the text, counted from 1. */
  readonly line: number;
  readonly problem: /** A line inside a card that is not a property. */
    | 'junk-line'
    /** A line break inside a value, without the space that would make it a fold. */
    | 'unfolded-line'
    /** A card that does not end: cut off, or followed by the next one. */
    | 'missing-end'
    /** A card inside a card (AGENT in vCard 2.1), which is another person and is omitted. */
    | 'nested-card';
}

/** The most problems that are listed for one text. */
const maximumProblems = 50;

/** Never read, and up to 500 kB each: their lines are passed over without being unfolded or decoded. */
const pictures: readonly string[] = ['PHOTO', 'LOGO', 'SOUND', 'KEY'];

/** A card while it is read. */
interface OpenCard {
  readonly begin: LogicalLine;
  readonly component: Card['component'];
  version: string;
  readonly properties: Property[];
  /** How many cards inside this one are open. */
  nested: number;
}

/** All cards of a text, in its order. */
export function readCards(source: string): {
  readonly cards: readonly Card[];
  readonly problems: readonly CardProblem[];
} {
  const lines = lineCursor(source);
  const cards: Card[] = [];
  const problems: CardProblem[] = [];
  let card: OpenCard | undefined;
  let previous: Content = 'junk';

  const report = (line: LogicalLine, problem: CardProblem['problem']) => {
    if (problems.length < maximumProblems) problems.push({ line: line.number, problem });
  };
  const close = (ended: boolean) => {
    if (card && !ended) report(card.begin, 'missing-end');
    if (card)
      cards.push({ component: card.component, version: card.version, properties: card.properties });
    card = undefined;
  };
  const open = (begin: LogicalLine, { value }: Property) => {
    const component = /VLIST\s*$/i.test(value) ? 'VLIST' : 'VCARD';
    card = { begin, component, version: '', properties: [], nested: 0 };
  };

  for (let line = lines.take(); line !== undefined; line = lines.take()) {
    if (line.start === line.end) continue;
    const content = readLine(line, lines, card?.version ?? '');
    if (content === 'junk') {
      // Outlook writes base64 without folds; such lines belong to the property before.
      if (!card || card.nested > 0 || isBinary(previous)) continue;
      const mended = withBrokenLine(previous, lines.text.slice(line.start, line.end));
      report(line, mended ? 'unfolded-line' : 'junk-line');
      if (!mended) continue;
      card.properties[card.properties.length - 1] = mended;
      previous = mended;
      continue;
    }
    const before = previous;
    previous = content;
    if (content === 'passed-over') continue;
    if (card && beginsNestedCard(content, before)) {
      card.nested += 1;
      report(line, 'nested-card');
    } else if (isMark(content, 'BEGIN')) {
      close(false);
      open(line, content);
    } else if (isMark(content, 'END')) {
      if (card && card.nested > 0) card.nested -= 1;
      else close(true);
      // Concatenated files may lack the line break between two cards.
      if (!card && /BEGIN:V(?:CARD|LIST)\s*$/i.test(content.value)) open(line, content);
    } else if (card && card.nested === 0) {
      if (content.name === 'VERSION') card.version = content.value.trim();
      else card.properties.push(content);
    }
  }
  close(false);
  return { cards, problems };
}

type Content = Property | 'passed-over' | 'junk';

/** The decoded content of a logical line; takes further lines where the value continues there. */
function readLine(line: LogicalLine, lines: LineCursor, version: string): Content {
  if (pictures.includes(leadingName(lines.text, line))) return 'passed-over';
  let raw = lines.text.slice(line.start, line.end).replace(/^\uFEFF/, '');
  for (let more = longestParameter; more > 0 && isCutInParameter(raw); more -= 1) {
    raw = raw.slice(0, -1) + restOfLine(lines);
  }
  const property = parseProperty(unfold(raw));
  if (property === undefined) return 'junk';
  if (isQuotedPrintable(property)) return decodeQuotedPrintable(property, raw, version, lines);
  return isBase64(property) ? decodeBase64Text(property) : property;
}

/** Lines of a parameter that are read at most. */
const longestParameter = 8;

/** Samsung breaks a long label of one's own (`X-CUSTOM(…)`) as quoted-printable, before the value begins. */
function isCutInParameter(raw: string): boolean {
  return raw.endsWith('=') && !raw.includes(':') && /;X-CUSTOM\(/i.test(raw);
}

function restOfLine(lines: LineCursor): string {
  const next = lines.take();
  return next === undefined ? '' : lines.text.slice(next.start, next.end);
}

/** The property's name without its group, read without copying the line. */
function leadingName(text: string, line: LogicalLine): string {
  const leading = /(?:[\w-]+\.)?([A-Za-z]+)(?=[;:])/y;
  leading.lastIndex = line.start;
  return leading.exec(text)?.[1]?.toUpperCase() ?? '';
}

/** `BEGIN:VCARD` or `END:VCARD`, also with text after it, such as the `END:VCARDNULL` of some exports. */
function isMark({ name, value }: Property, mark: 'BEGIN' | 'END'): boolean {
  return name === mark && /^\s*V(?:CARD|LIST)/i.test(value);
}

/** Short texts that people type, and into which programs let a line break slip. */
const brokenValues = new Set(['FN', 'N', 'ORG', 'NICKNAME', 'CATEGORIES', 'TEL', 'X-ABLABEL']);

/** The property with a line that is none itself, so the rest of its value; `undefined` where it cannot be that. */
function withBrokenLine(previous: Content, line: string): Property | undefined {
  if (typeof previous !== 'object' || !brokenValues.has(previous.name)) return undefined;
  if (!/^[^<]*[\p{L}\p{N}]/u.test(line)) return undefined;
  return { ...previous, value: `${previous.value}\n${unfold(line)}` };
}

/** vCard 2.1 puts a whole card after `AGENT:`; 3.0 and 4.0 escape it or refer to it. */
function beginsNestedCard(content: Property, before: Content): boolean {
  if (content.name === 'AGENT') return /^\s*BEGIN:VCARD\s*$/i.test(content.value);
  const afterAgent =
    typeof before === 'object' && before.name === 'AGENT' && before.value.trim() === '';
  return afterAgent && isMark(content, 'BEGIN');
}

function isBinary(content: Content): boolean {
  return content === 'passed-over' || (typeof content === 'object' && isBase64(content));
}

/** The beginning of such a property on a line of its own; what follows a soft break (`=`) is no property. */
const pictureProperty = new RegExp(
  `(?<=^|[^=\\r\\n]\\r?\\n|[^=\\r\\n]\\r|\\n\\r?\\n)(?:[\\w-]+\\.)?(?:${pictures.join('|')})[;:]`,
  'gi',
);

/** Shorter texts are not worth a look. */
const smallText = 400;

/**
 * A card's text without its pictures, sounds and keys, to keep it. Everything else stays byte for byte, for
 * {@link readCards}.
 */
export function withoutPictures(text: string): string {
  if (text.length <= smallText) return text;
  const kept: string[] = [];
  let position = 0;
  pictureProperty.lastIndex = 0;
  for (;;) {
    const found = pictureProperty.exec(text);
    if (!found) break;
    kept.push(text.slice(position, found.index));
    position = endOfValue(text, found.index);
    pictureProperty.lastIndex = position;
  }
  if (kept.length === 0) return text;
  kept.push(text.slice(position));
  return kept.join('');
}

/** The end of the property with all its lines: folded ones, and base64 that runs on without folds (Outlook). */
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
