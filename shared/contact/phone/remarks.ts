/**
 * What people write beside a number that has digits of its own: hours ("after 5pm", "24/7"), lines ("2nd line"),
 * remarks in brackets; and letters that they type for digits.
 *
 * Every pattern takes linear time, since repetitions are bounded or cannot overlap.
 */
import { isExtension } from './extension.ts';

/** Where a remark of digits may begin and end. */
const begin = '(?<=^|[\\s(,;])';
const end = '(?=$|[\\s),;.:])';
const hour = '(?:[01]?\\d|2[0-4])(?:[:.h]\\d{2})?';

const remarks = [
  // 24/7, 7j/7, 24h/24
  `(?:24|7)\\s?(?:h|j|d)?\\s?[/x]\\s?(?:24|7)\\s?(?:h|j|d)?`,
  // 5 pm, 17 Uhr, 8h30-17h
  `${hour}(?:\\s?[-–]\\s?${hour})?\\s?(?:am|pm|a\\.m\\.|p\\.m\\.|uhr|h|hrs?)`,
  // 9:00-17:00
  `\\d{1,2}:\\d{2}(?:\\s?[-–]\\s?\\d{1,2}:\\d{2})?`,
  // 2nd, 1re, 8h30-17h, but not a number with an extension or a pause
  `\\d{1,2}(?![xpw]\\d)\\p{L}[\\p{L}\\d:.-]{0,12}`,
  // line 2, Apt. 12
  `(?:line|ligne|línea|linea|linha|leitung|lijn|apt|app?t|unit|suite|room|floor|option|press|touche)\\.?\\s?#?\\d{1,4}`,
].map((pattern) => `${begin}${pattern}${end}`);

const remarkPattern = new RegExp(remarks.join('|'), 'giu');

/** The text with a space for each remark; as it is where it has none. */
export function withoutRemarks(text: string): string {
  if (!/[\p{L}:/]|\)\s*$/u.test(text)) return text;
  return text
    .replace(/\([^()]*\)/gu, withoutBracket)
    .replace(/(?<=\d{2}\s?)\(\d{1,4}\)(?=\s*(?:$|[,;/]))/gu, ' ')
    .replace(remarkPattern, ' ');
}

function withoutBracket(bracket: string): string {
  if (!/\p{L}/u.test(bracket) || isExtension(bracket)) return bracket;
  const isNumber = bracket.replace(/\D/g, '').length >= 7;
  return isNumber ? bracket : ' ';
}

/** The Latin, Cyrillic and Greek O, and what looks like a 1. */
const alike = /[OoОоΟο]|[Il]/gu;
const onlyAlike = /^[\dOoОоΟοIl]+$/u;

/**
 * `613-555-O1O1` with the digits that were meant. A letter counts only among digits, or in a group of three that has
 * an O (`OOO`): a "o" alone is a word in some languages, and "GO" in `1-800-GO-FEDEX` is to be dialled.
 */
export function withDigitsForLetters(text: string): string {
  if (!/[OoОоΟοIl]/u.test(text) || !/\d/.test(text)) return text;
  return text.replace(/[\p{L}\d]+/gu, (group) => {
    const isDigits = /\d/.test(group) || (group.length > 2 && /[^Il]/u.test(group));
    if (!isDigits || !onlyAlike.test(group)) return group;
    return group.replace(alike, (letter) => (/[Il]/.test(letter) ? '1' : '0'));
  });
}
