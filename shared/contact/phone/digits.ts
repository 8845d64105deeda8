/**
 * Digits to E.164.
 *
 * libphonenumber-js completes anything (`911` becomes +1911, `555-0102` becomes +15550102), so its result must
 * be valid. North America is the exception: ten digits of its form are accepted, since new area codes are missing
 * from the library, and any ten behind `+1`, since gateways invent numbers outside every plan.
 */
import parsePhoneNumber, {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  validatePhoneNumberLength,
} from 'libphonenumber-js/max';
import { type E164, isE164, type SkipReason } from '../contact.ts';

/** Digits as somebody wrote them. */
export interface Dialled {
  readonly digits: string;
  /** Whether a `+` stood before them. */
  readonly international: boolean;
}

export type NumberRefusal = Extract<
  SkipReason,
  'not-a-number' | 'too-short' | 'too-long' | 'invalid-for-country' | 'no-country'
>;

/** All of the North American Numbering Plan: their numbers are `+1` and ten digits. */
const northAmerican: ReadonlySet<string | undefined> = new Set(
  getCountries().filter((country) => getCountryCallingCode(country) === '1'),
);

/** Area codes and exchanges begin with 2 to 9; ten digits of another form are some other country's. */
const northAmericanForm = /^1?([2-9]\d{2}[2-9]\d{6})$/;

/** Prefixes of Mexican calls that ended in 2019 and 2020; address books still hold them. */
const mexicanPrefix = /^(?:1|044|045|01)(?=\d{10}$)/;

/** The shortest numbers, without their country code. */
const fewestDigits = 4;
/** E.164 allows 15; with a prefix for international calls (011) they are 18. */
const mostDigits = 18;

/**
 * The number that the digits are, or `undefined`.
 *
 * Without a `+`, the default country's own reading is tried first: `0113 496 0000` is a number in Leeds, not
 * an international call from Canada. Then 00 and 011 are tried for any country, since people store both. A
 * number written with `+` and another country's code is never read as North American, even with ten digits,
 * since an SMS to a stranger is worse than a reported number.
 */
export function readDigits(
  { digits, international }: Dialled,
  country: CountryCode | undefined,
): E164 | undefined {
  if (digits.length < fewestDigits || digits.length > mostDigits) return undefined;
  if (international && !digits.startsWith('0')) return readInternational(digits);
  const tenDigitPlan = northAmerican.has(country);
  const northAmericanDigits = tenDigitPlan && northAmericanForm.exec(digits)?.[1];
  if (northAmericanDigits) return `+1${northAmericanDigits}`;
  const national = country && !tenDigitPlan ? readNational(digits, country) : undefined;
  if (national) return national;
  for (const prefix of ['00', '011']) {
    if (!digits.startsWith(prefix)) continue;
    const called = digits.slice(prefix.length);
    // North America itself dials 011, and abroad the digits of an area code may look like it (Buenos Aires, 011 15…).
    const isStray = called.startsWith('1') && prefix === '011' && !tenDigitPlan;
    const isInvented = called.startsWith('1') && !northAmericanForm.test(called);
    const number = isStray || isInvented ? undefined : readInternational(called);
    if (number) return number;
  }
  return undefined;
}

function readNational(digits: string, country: CountryCode): E164 | undefined {
  const number = validNumber(digits, country);
  if (number || country !== 'MX') return number;
  if (digits.startsWith('52')) return readInternational(digits);
  // A 1 without the country code before it may as well be North America's.
  return digits.startsWith('1')
    ? undefined
    : validNumber(digits.replace(mexicanPrefix, ''), country);
}

function readInternational(digits: string): E164 | undefined {
  if (digits.startsWith('1')) return digits.length === 11 ? `+${digits}` : undefined;
  const number = validNumber(`+${digits}`);
  if (number || !digits.startsWith('52')) return number;
  return validNumber(`+52${digits.slice(2).replace(mexicanPrefix, '')}`);
}

/** `extract: false`: by default `1-800-FLOWERS` gives +11800. */
function validNumber(text: string, country?: CountryCode): E164 | undefined {
  const parsed = parsePhoneNumber(text, {
    ...(country && { defaultCountry: country }),
    extract: false,
  });
  if (!parsed?.isValid() || !isE164(parsed.number)) return undefined;
  // Some seven digits are numbers within Canada (310-1234), but no gateway reaches them.
  return /^\+1(?!\d{10}$)/.test(parsed.number) ? undefined : parsed.number;
}

/** Why the digits are not a number. */
export function refusalOf(dialled: Dialled, country: CountryCode | undefined): NumberRefusal {
  const { digits, international } = dialled;
  if (digits === '') return 'not-a-number';
  if (digits.length < 7) return 'too-short';
  if (digits.length > mostDigits) return 'too-long';
  if (international ? digits.startsWith('1') : northAmerican.has(country)) {
    const isTen = !international && digits.length === 10;
    const withoutCountryCode = isTen ? 10 : digits.replace(/^1/, '').length;
    if (withoutCountryCode !== 10) return withoutCountryCode < 10 ? 'too-short' : 'too-long';
  }
  if (!international && country === undefined) return 'no-country';
  const length = validatePhoneNumberLength(international ? `+${digits}` : digits, country);
  if (length === 'TOO_SHORT') return 'too-short';
  return length === 'TOO_LONG' ? 'too-long' : 'invalid-for-country';
}
