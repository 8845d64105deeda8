/**
 * Reads one number as people write it: with brackets, words, an extension, letters for digits, in any script.
 *
 * Every pattern takes linear time, since repetitions are bounded or cannot overlap.
 */
import type { CountryCode } from 'libphonenumber-js/max';
import type { E164 } from '../contact.ts';
import { type Dialled, type NumberRefusal, readDigits, refusalOf } from './digits.ts';

type WrittenNumber =
  | { readonly number: E164; readonly extension: string }
  | { readonly reason: NumberRefusal };

/** Reads one number, and ignores other text. */
export function readWritten(text: string, country: CountryCode | undefined): WrittenNumber {
  const words = withoutLeadingWords(text);
  const { head, extension } = splitExtension(words);
  const number = readForms(head, country) ?? readVanity(head, country);
  if (number !== undefined) return { number, extension };
  // What looked like an extension or a label may have been part of it: `613 555 x0101`, `613 5: 550101`.
  // Only ten North American digits prove that; elsewhere the result could be somebody else's number.
  for (const whole of new Set([words, text])) {
    if (whole === head) continue;
    const northAmerican = readForms(whole, country) ?? readVanity(whole, country);
    if (northAmerican?.startsWith('+1')) return { number: northAmerican, extension: '' };
  }
  return { reason: refusal(head, country) };
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

const extensionPattern =
  /(?:\bext(?:ension|n)?|\bposte|\bint|доб|x|#)[\s.:#]{0,3}(\d{1,8})[\s#)]{0,3}$/iu;
/** Pause and wait, as Nokia and Android store them: `p123`, `w123#`. */
const dialledAfterPattern = /(?<=\d\s?)[pw]\s?([\d*#pw]{1,20})$/i;

function splitExtension(text: string): { head: string; extension: string } {
  const match = extensionPattern.exec(text) ?? dialledAfterPattern.exec(text);
  const head = text.slice(0, match?.index);
  if (match === null || !/\d/.test(head)) return { head: text, extension: '' };
  return { head, extension: match[1] ?? '' };
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

/** `1-800-FLOWERS`; toll-free numbers may have more letters than digits (`1-800-CONTACTS`). */
function readVanity(text: string, country: CountryCode | undefined): E164 | undefined {
  const firstLetter = text.search(/\p{L}/u);
  if (!/\d/.test(text.slice(0, firstLetter))) return undefined;
  // The letters must be one word: "613 call me" is not a number.
  if (!/^[A-Za-z][A-Za-z\d.-]*\s*$/.test(text.slice(firstLetter))) return undefined;
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
