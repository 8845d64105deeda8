/** Phone numbers in a readable form; any other text stays as it is. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

const readable = new Map<string, string>();

/** `+1 613 555 0101` */
export function readableNumber(number: string): string {
  const known = readable.get(number);
  if (known !== undefined) return known;
  const parsed = /^\+\d+$/.test(number) ? parsePhoneNumberFromString(number) : undefined;
  const text = parsed?.formatInternational() ?? number;
  if (readable.size > 5_000) readable.clear(); // enough for the rows that were in sight
  readable.set(number, text);
  return text;
}

/** `(613) 555-0101`: the token `%national` of a format, which the core fills in the same way. */
export function nationalNumber(number: string): string {
  return parsePhoneNumberFromString(number)?.formatNational() ?? number;
}
