/**
 * Several numbers in one text: `A / B`, `A, B`, `A;B`, `A or B`, `A ::: B`.
 *
 * But a comma or semicolon is also the pause of a dial string (`+1 613 555 0101,,123#`) or begins a
 * parameter of a tel: URI (RFC 3966), and a slash is how Germans write an area code. So the text is taken
 * apart, and what the parts read as decides.
 */
import type { CountryCode } from 'libphonenumber-js/max';
import type { E164 } from '../contact.ts';
import type { NumberRefusal } from './digits.ts';
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

/** Numbers and refusals in the text's order; nothing for a blank text. */
export function readNumberList(text: string, country: CountryCode | undefined): PhoneReading[] {
  const readings = splitList(decodePercent(text)).flatMap((part) => readSlashed(part, country));
  if (readings.some(isNumber)) return readings.filter(saysSomething);
  const whole = read({ text, extension: '' }, country);
  if (isNumber(whole)) return [whole];
  const refused = readings.filter(saysSomething);
  if (refused.length > 0) return refused;
  return text.trim() === '' ? [] : [whole];
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
const separator = /[,;|、]|:::|\s(?:or|ou|oder|and|et|und)\s/iu;

function splitList(text: string): Part[] {
  const parts: Part[] = [];
  let afterPause = false;
  for (const piece of text.split(separator)) {
    const last = parts.at(-1);
    const dialled = last && dialledAfter(piece, afterPause);
    const context = /^\s*phone-context=(\+.*)$/i.exec(piece)?.[1];
    if (last && piece.trim() === '') {
      afterPause = true;
    } else if (last && dialled !== undefined) {
      last.extension ||= dialled;
    } else if (last && context !== undefined) {
      if (!last.text.includes('+')) last.text = context + last.text.replace(/^\s*tel:/i, '');
    } else if (last && /^\s*[a-z-]+=/i.test(piece)) {
      // Another parameter, such as `isub=`: nothing that a roster item needs.
    } else {
      parts.push({ text: piece, extension: '' });
      afterPause = false;
    }
  }
  return parts;
}

/**
 * Digits to dial once connected: `ext=12`, or a code that is too short for a number, ends in `#`, or stands
 * unspaced behind a doubled comma. `,,613-555-0102` is a number of a list written in haste.
 */
function dialledAfter(piece: string, afterPause: boolean): string | undefined {
  const parameter = /^\s*ext=(.*)$/i.exec(piece)?.[1];
  if (parameter !== undefined) return parameter.trim();
  const code = piece.trim();
  if (!/^[\d*#pw]+$/i.test(code)) return undefined;
  return afterPause || code.length < 7 || code.endsWith('#') ? code : undefined;
}

function readSlashed(part: Part, country: CountryCode | undefined): PhoneReading[] {
  const pieces = part.text.split('/').filter((piece) => piece.trim() !== '');
  if (pieces.length < 2) return [read(part, country)];
  const readings = pieces.map((text) => read({ text, extension: part.extension }, country));
  if (readings.every(isNumber)) return readings;
  const whole = read(part, country);
  return isNumber(whole) ? [whole] : readings;
}

function read({ text, extension }: Part, country: CountryCode | undefined): PhoneReading {
  const written = readWritten(text, country);
  const raw = text.trim();
  if ('reason' in written) return { reason: written.reason, raw };
  const dialled = written.extension || extension;
  return { number: written.number, raw, ...(dialled !== '' && { extension: dialled }) };
}

function isNumber(reading: PhoneReading): reading is NumberReading {
  return 'number' in reading;
}

/** Not a mere remark beside the numbers ("ask for Bob"). */
function saysSomething(reading: PhoneReading): boolean {
  return isNumber(reading) || /\d/.test(reading.raw);
}
