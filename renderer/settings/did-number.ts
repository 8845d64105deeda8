/** The user's own numbers as they are typed: converted to E.164; unusual ones get a note and are accepted. */
import {
  type CountryCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min';

/**
 * What was typed, in E.164 where it can be read as a number: `(613) 555-0100` becomes `+16135550100`
 * with the country CA. What cannot be read stays as it is, for the schema to refuse.
 */
export function didFromTyping(text: string, country: string | null): string {
  const bare = text.trim().replace(/[\s().\-/\u00A0\u200E\u202A-\u202C]/g, '');
  if (/^\+\d+$/.test(bare)) return bare;
  if (bare.startsWith('00') && /^\d+$/.test(bare)) return `+${bare.slice(2)}`;
  if (!/^\d+$/.test(bare)) return text.trim();
  const defaultCountry: CountryCode | undefined =
    country !== null && isSupportedCountry(country) ? country : undefined;
  return (
    (defaultCountry && parsePhoneNumberFromString(bare, defaultCountry)?.number) ?? text.trim()
  );
}

/** Whether no numbering plan knows the number; gateways do use such numbers. */
export function isUnusualDid(number: string): boolean {
  if (!/^\+\d{7,15}$/.test(number)) return false; // the schema refuses it, with other words
  return parsePhoneNumberFromString(number)?.isValid() !== true;
}
