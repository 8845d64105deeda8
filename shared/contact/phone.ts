/** Phone numbers: reads a card's text into E.164, and finds the countries of numbers. */
import parsePhoneNumber, { type CountryCode, isSupportedCountry } from 'libphonenumber-js/max';
import type { E164 } from './contact.ts';
import { type PhoneReading, readNumberList } from './phone/list.ts';
import { plainCharacters } from './phone/writing.ts';

/**
 * Calling codes that several countries share, each with the country that has most of the numbers. For `+1`
 * it is Canada, where voip.ms is; all countries of `+1` read numbers alike.
 */
const sharedCallingCodes = new Map<string, CountryCode>([
  ['1', 'CA'],
  ['7', 'RU'],
  ['39', 'IT'],
  ['44', 'GB'],
  ['47', 'NO'],
  ['61', 'AU'],
  ['212', 'MA'],
  ['262', 'RE'],
  ['290', 'SH'],
  ['358', 'FI'],
  ['590', 'GP'],
  ['599', 'CW'],
]);

/** A longer text is not a phone number, and reading it would take long. */
const longestText = 300;
/** A longer text is cut in reports. */
const longestRaw = 80;

/**
 * Reads every number of a text.
 *
 * A number without a country code is one of `defaultCountry` (ISO 3166-1 alpha-2), or is refused where
 * none is given. Accepted is what is valid by libphonenumber-js, and any `+1` with ten digits.
 *
 * @returns numbers and refusals in the text's order; nothing for a text without content
 */
export function readPhoneNumbers(
  raw: string,
  { defaultCountry }: { readonly defaultCountry?: string | undefined } = {},
): PhoneReading[] {
  const shown = raw.length > longestRaw ? `${raw.slice(0, longestRaw)}…` : raw.trim();
  // Cut first: one character can become eighteen in another form (U+FDFA).
  const text = plainCharacters(raw.slice(0, longestText + 1));
  if (text.length > longestText) return [{ raw: shown, reason: 'not-a-number' }];
  const country =
    defaultCountry !== undefined && isSupportedCountry(defaultCountry) ? defaultCountry : undefined;
  const readings = readNumberList(text, country);
  return readings.length === 1 ? readings.map((only) => ({ ...only, raw: shown })) : readings;
}

/**
 * The country whose rules read numbers without a country code, judging by the user's own numbers.
 *
 * Each number counts for the country it belongs to. One that no numbering plan knows, such as
 * +10345678901, counts for its calling code's country, or the largest of them. The country with most
 * numbers wins, among equals the one that comes first.
 *
 * @param dids in E.164
 * @returns ISO 3166-1 alpha-2, or `undefined` where no number has a country's calling code
 */
export function guessCountry(dids: readonly string[]): string | undefined {
  const counts = new Map<CountryCode, number>();
  for (const did of dids) {
    const parsed = parsePhoneNumber(did, { extract: false });
    const country = parsed?.country ?? sharedCallingCodes.get(parsed?.countryCallingCode ?? '');
    if (country) counts.set(country, (counts.get(country) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  return [...counts].find(([, count]) => count === most)?.[0];
}

/** The number as its own country writes it: `(613) 555-0101`; E.164 where no country is known for it. */
export function nationalNumber(number: E164): string {
  const northAmerican = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  if (northAmerican) return `(${northAmerican[1]}) ${northAmerican[2]}-${northAmerican[3]}`;
  return parsePhoneNumber(number, { extract: false })?.formatNational() ?? number;
}
