/**
 * Several numbers in one text: `A / B`, `A, B`, `A;B`, `A & B`, `A or B`, `A ::: B`.
 *
 * A comma or semicolon may also be a pause in a dial string (`+1 613 555 0101,,123#`) or begin a parameter of
 * a tel: URI (RFC 3966), and a slash may follow a German area code. So the text is split, and the reading of
 * the parts decides.
 */
import type { CountryCode } from 'libphonenumber-js/max';
import type { E164 } from '../contact.ts';
import type { NumberRefusal } from './digits.ts';
import { extensionIn } from './extension.ts';
import { withDigitsForLetters, withoutRemarks } from './remarks.ts';
import { readWritten } from './writing.ts';

interface NumberReading {
  readonly number: E164;
  readonly raw: string;
  readonly extension?: string;
}

interface RefusedReading {
  readonly reason: NumberRefusal;
  readonly raw: string;
}

export type PhoneReading = NumberReading | RefusedReading;

/** Text that may be a number, and what is dialled after it. */
interface Part {
  text: string;
  extension: string;
}

/** Nearly all numbers: no list, no remark, at most an extension. A shorter way, not another one. */
const usual = /^\s*\+?[().\s-]*\d[\d().\s-]*(?<=\d)\s?(?:(?:x|ext\.?)\s?\d{1,8})?$/i;

/** Numbers and refusals in the text's order; nothing for a blank text. */
export function readNumberList(written: string, country: CountryCode | undefined): PhoneReading[] {
  if (usual.test(written)) return read({ text: written, extension: '' }, country);
  const text = withDigitsForLetters(decodePercent(written));
  const plain = withoutRemarks(text);
  const asWritten = readParts(text, country);
  const withoutThem = plain === text ? asWritten : readParts(plain, country);
  // What looked like a remark may have been the end of a number.
  const readings = countOf(withoutThem) < countOf(asWritten) ? asWritten : withoutThem;
  if (readings.some(isNumber)) return readings.filter(hasDigits);
  const whole = read({ text, extension: '' }, country);
  if (whole.some(isNumber)) return whole;
  const refused = asWritten.filter(hasDigits);
  if (refused.length > 0) return refused;
  return text.trim() === '' ? [] : whole;
}

function countOf(readings: readonly PhoneReading[]): number {
  return readings.filter(isNumber).length;
}

function readParts(text: string, country: CountryCode | undefined): PhoneReading[] {
  return splitList(text).flatMap((part) => readSlashed(part, country));
}

/** RFC 3966 lets a tel: URI percent-encode. */
function decodePercent(text: string): string {
  try {
    return text.includes('%') ? decodeURIComponent(text) : text;
  } catch {
    return text;
  }
}

/** `:::` is how Google puts several values into one. */
const separator = /[,;|、&]|:::|\s\+\s|\s(?:or|ou|oder|and|et|und)\s/iu;

function splitList(text: string): Part[] {
  const parts: Part[] = [];
  let afterPause = false;
  for (const piece of text.split(separator)) {
    const last = parts.at(-1);
    const code = last && afterPause ? /^\s*([\d*]{1,8}#)\s+(\S.*)$/.exec(piece) : null;
    if (last && code) {
      // `,,12# 613-555-0102`: the end of one, and the next.
      last.extension ||= code[1] ?? '';
      parts.push({ text: code[2] ?? '', extension: '' });
      afterPause = false;
      continue;
    }
    const dialled = last && dialledAfter(piece, afterPause);
    const context = /^\s*phone-context=(\+.*)$/i.exec(piece)?.[1];
    if (last && piece.trim() === '') {
      afterPause = true;
    } else if (last && dialled !== undefined) {
      last.extension ||= dialled;
    } else if (last && context !== undefined) {
      if (!last.text.includes('+')) last.text = context + last.text.replace(/^\s*tel:/i, '');
    } else if (last && /^\s*[a-z-]+=/i.test(piece)) {
      // Another parameter, such as `isub=`, is not needed for a roster item.
    } else {
      parts.push({ text: piece, extension: '' });
      afterPause = false;
    }
  }
  return parts;
}

/**
 * Digits to dial once connected: `ext=12`, or a code that is too short for a number, ends in `#`, or follows a
 * doubled comma without separators. `,,613-555-0102` is the next number of a list.
 */
function dialledAfter(piece: string, afterPause: boolean): string | undefined {
  const parameter = /^\s*ext=(.*)$/i.exec(piece)?.[1];
  if (parameter !== undefined) return parameter.trim();
  const extension = extensionIn(piece);
  if (extension !== undefined) return extension;
  const code = piece.trim();
  if (!/^[\d*#pw]+$/i.test(code)) return undefined;
  return afterPause || code.length < 7 || code.endsWith('#') ? code : undefined;
}

function readSlashed(part: Part, country: CountryCode | undefined): PhoneReading[] {
  if (!part.text.includes('/')) return read(part, country);
  const [first = '', ...rest] = part.text.split(/\s\/\s/);
  const others = rest.map((text) => ({ ...part, text }));
  if (others.length > 0) {
    // Where the beginning is no number by itself, as in `06221 / 5551234`, the slash is within the number.
    const beginning = readPieces({ ...part, text: first }, country);
    if (beginning.every(isNumber)) {
      return [...beginning, ...others.flatMap((other) => readPieces(other, country))];
    }
  }
  return readPieces(part, country);
}

function readPieces(part: Part, country: CountryCode | undefined): PhoneReading[] {
  const pieces = part.text.split('/').filter((piece) => piece.trim() !== '');
  if (pieces.length < 2) return read(part, country);
  const readings = pieces.map((text) => read({ text, extension: part.extension }, country));
  if (readings.every((each) => each.every(isNumber))) return readings.flat();
  const whole = read(part, country);
  return whole.every(isNumber) ? whole : readings.flat();
}

function read({ text, extension }: Part, country: CountryCode | undefined): PhoneReading[] {
  return readWritten(text, country).map((written) => {
    const raw = (written.text ?? text).trim();
    if ('reason' in written) return { reason: written.reason, raw };
    const dialled = written.extension || extension;
    return { number: written.number, raw, ...(dialled !== '' && { extension: dialled }) };
  });
}

function isNumber(reading: PhoneReading): reading is NumberReading {
  return 'number' in reading;
}

/** False for a remark beside the numbers ("ask for Bob"). */
function hasDigits(reading: PhoneReading): boolean {
  return isNumber(reading) || /\d/.test(reading.raw);
}
