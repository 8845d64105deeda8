/**
 * Reads one number as people write it: with brackets, words, an extension, letters for digits, in any script.
 *
 * Every pattern takes linear time, since repetitions are bounded or cannot overlap.
 */
import type { CountryCode } from 'libphonenumber-js/max';
import type { E164 } from '../contact.ts';
import { type Dialled, type NumberRefusal, readDigits, refusalOf } from './digits.ts';
import { type Extended, splitExtensions } from './extension.ts';
import { splitAtSpaces } from './several.ts';

/** `text` is the part that was read, where it is not the whole. */
type WrittenNumber = { readonly text?: string } & (
  | { readonly number: E164; readonly extension: string }
  | { readonly reason: NumberRefusal }
);

/** Reads the numbers of a text that is not a list by its punctuation, and ignores other text; at least one reading. */
export function readWritten(text: string, country: CountryCode | undefined): WrittenNumber[] {
  const words = withoutLeadingWords(text);
  const parts = splitExtensions(words);
  const [{ head, extension } = { head: words, extension: '' }] = parts;
  const runs = parts.length > 1 || /\p{L}/u.test(head) ? readRuns(parts, country) : undefined;
  if (runs) return runs;
  const number = readForms(head, country) ?? readVanity(head, country);
  if (number !== undefined) return [{ number, extension }];
  // What looked like an extension or a label may have been part of it: `613 555 x0101`, `613 5: 550101`.
  // Only ten North American digits prove that; elsewhere the result could be somebody else's number.
  for (const whole of new Set([words, text])) {
    if (whole === head) continue;
    const northAmerican = readForms(whole, country) ?? readVanity(whole, country);
    if (northAmerican?.startsWith('+1')) return [{ number: northAmerican, extension: '' }];
  }
  return readSpaced(words, country) ?? [{ reason: refusal(head, country) }];
}

/** More than anybody writes into one field. */
const mostRuns = 12;

/** Digits between words: each run that is a number by itself, or `undefined` where none is. */
function readRuns(
  parts: readonly Extended[],
  country: CountryCode | undefined,
): WrittenNumber[] | undefined {
  const runs = parts.flatMap(({ head, extension }) => {
    const texts = head.split(/\p{L}[\p{L}\p{M}.:]*/u).filter((run) => /\d/.test(run));
    return texts.map((text, at) => ({ text, extension: at === texts.length - 1 ? extension : '' }));
  });
  if (runs.length > mostRuns) return undefined;
  // Behind other digits, a run without the beginning of a whole number may be the rest of one: `030 Berlin 2233445`.
  const mayContinue =
    runs.length > 1 && readForms(parts.map(({ head }) => head).join(' '), country);
  const readings = runs.flatMap((run, at): WrittenNumber[] => {
    const stands = at === 0 || !mayContinue || beginsNumber(run.text);
    const number = stands ? readForms(run.text, country) : undefined;
    if (number) return [{ ...run, number }];
    return (
      readSpaced(run.text, country)?.map((one, index, all) => {
        return 'number' in one && index === all.length - 1
          ? { ...one, extension: run.extension }
          : one;
      }) ?? [{ text: run.text, reason: refusal(run.text, country) }]
    );
  });
  if (!readings.some(isNumber)) return undefined;
  // Few digits beside a number are a remark.
  return readings.filter((one) => isNumber(one) || digitsOf(one.text ?? '').length >= 7);
}

/** With a `+`, a trunk prefix, or all digits of a North American number. */
function beginsNumber(run: string): boolean {
  return /^[^\d+]*[+0]/.test(run) || /^1?[2-9]\d{2}[2-9]\d{6}$/.test(digitsOf(run));
}

function readSpaced(text: string, country: CountryCode | undefined): WrittenNumber[] | undefined {
  const numbers = splitAtSpaces(text, (part) => readForms(part, country) !== undefined);
  return numbers?.map((part) => {
    const number = readForms(part, country);
    if (number) return { text: part, number, extension: '' };
    return { text: part, reason: refusal(part, country) };
  });
}

function isNumber(written: WrittenNumber): boolean {
  return 'number' in written;
}

/** Converts digits of any script to ASCII and spaces to one kind, and removes formatting marks. */
export function plainCharacters(text: string): string {
  if (/^[\x20-\x7E]*$/.test(text)) return text;
  return text
    .normalize('NFKC')
    .replace(/[\r\n]+/g, ';')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/\s+/g, ' ');
}

/** Code points of the digit zero; each script's ten digits follow one another (NFKC did full width). */
const zeros = [
  0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66,
  0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x17e0, 0x1810,
];

function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  const zero = zeros.find((first) => code >= first && code <= first + 9);
  return zero === undefined ? digit : String(code - zero);
}

/** `Home: 613…`, `tel:+1…`; and what follows the user in `sip:+1…@example.com`. */
function withoutLeadingWords(text: string): string {
  const label = /^[\s"'<]*\p{L}[^:]{0,40}:/u.exec(text)?.[0] ?? '';
  const number = digitsOf(label).length < 4 ? text.slice(label.length) : text;
  return number.split('@')[0] ?? '';
}

/** Three digits, behind 011. */
const longestCountryCode = 6;

/** Reads the text as written, without remarks in brackets, and with and without a `(0)`. */
function readForms(text: string, country: CountryCode | undefined): E164 | undefined {
  const plain = text.replace(/\([^()]*\)/g, (bracket) => (/\p{L}/u.test(bracket) ? ' ' : bracket));
  const forms = plain === text ? [dialled(text)] : [dialled(text), dialled(plain)];
  // The zero of `+44 (0)20…` is not dialled, except in Italy; it shows that a country code comes before it.
  const zero = /\(\s?0\s?\)/.exec(plain);
  const before = digitsOf(plain.slice(0, zero?.index));
  if (zero && before !== '' && before.length <= longestCountryCode) {
    const { digits: whole, international } = dialled(plain);
    const digits = before + digitsOf(plain.slice(zero.index + zero[0].length));
    if (international || digits.startsWith('0')) forms.unshift({ digits, international });
    // Without a + only where it is too long for a number of the own country, `613(0)555010`.
    else if (whole.length > 11) forms.unshift({ digits, international: true });
  }
  for (const form of forms) {
    const number = readDigits(form, country);
    if (number) return number;
  }
  return undefined;
}

function dialled(text: string): Dialled {
  return { digits: digitsOf(text), international: /^[^\d+]*\+/.test(text) };
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

const keypad = ['ABC', 'DEF', 'GHI', 'JKL', 'MNO', 'PQRS', 'TUV', 'WXYZ'];

const fewestLetters = 3;

/** `1-800-FLOWERS`; toll-free numbers may have more letters than digits (`1-800-CONTACTS`). */
function readVanity(text: string, country: CountryCode | undefined): E164 | undefined {
  const firstLetter = text.search(/\p{L}/u);
  if (!/\d/.test(text.slice(0, firstLetter))) return undefined;
  // The letters must be one word: "613 call me" is not a number, and one letter is a slip of the hand.
  const word = text.slice(firstLetter);
  if (!/^[A-Za-z][A-Za-z\d.-]*\s*$/.test(word)) return undefined;
  if (word.replace(/[^A-Za-z]/g, '').length < fewestLetters) return undefined;
  const digits = digitsOf(
    text.toUpperCase().replace(/[A-Z]/g, (letter) => {
      return String(keypad.findIndex((letters) => letters.includes(letter)) + 2);
    }),
  );
  const international = dialled(text).international;
  const number = readDigits({ digits, international }, country);
  if (number) return number;
  const tollFree = /^1?8\d{9}/.exec(digits)?.[0];
  return tollFree ? readDigits({ digits: tollFree, international }, country) : undefined;
}

function refusal(text: string, country: CountryCode | undefined): NumberRefusal {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const form = dialled(text);
  return letters > form.digits.length ? 'not-a-number' : refusalOf(form, country);
}
