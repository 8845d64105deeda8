/**
 * Several numbers with nothing but spaces between them, and hours that look like a part of one (`9-5`).
 *
 * Only for digits that are no number as a whole. Where they could be cut in two ways, none is taken: an SMS to a
 * stranger is worse than a reported number.
 */

type IsNumber = (text: string) => boolean;

/** The numbers' texts, or `undefined` where the text does not show them. */
export function splitAtSpaces(text: string, isNumber: IsNumber): readonly string[] | undefined {
  const tokens = text.split(/\s+/u).filter((token) => /\d/.test(token));
  if (tokens.length < 2 || tokens.length > 24) {
    return atPlus(text, isNumber);
  }
  const kept = tokens.filter((token) => !isRemark(token));
  if (kept.length < tokens.length && isNumber(kept.join(' '))) return [kept.join(' ')];
  return (
    atPlus(text, isNumber) ??
    inEqualParts(kept, isNumber) ??
    eachByItself(kept, isNumber) ??
    atTrunkPrefix(kept, isNumber)
  );
}

/** Hours (`9-5`), or a short remark in brackets (`(2)`). */
function isRemark(token: string): boolean {
  if (/^\([2-9]\)$/.test(token)) return true;
  const hours = /^\(?(\d{1,2})(?:h|:\d{2})?[-–/](\d{1,2})(?:h|:\d{2})?\)?$/.exec(token);
  return hours !== null && Number(hours[1]) <= 24 && Number(hours[2]) <= 24;
}

/** `+1 613 555 0101 +44 20 7946 0018` */
function atPlus(text: string, isNumber: IsNumber): readonly string[] | undefined {
  const parts = text.split(/(?<=\d[^\d+]{0,3})(?=\+)/);
  return parts.length > 1 && parts.length < 8 && parts.every(isNumber) ? parts : undefined;
}

/** `06 12 34 56 78 06 12 34 56 79`: two, three or four of one form. */
function inEqualParts(
  tokens: readonly string[],
  isNumber: IsNumber,
): readonly string[] | undefined {
  for (const count of [2, 3, 4]) {
    const size = tokens.length / count;
    if (!Number.isInteger(size)) continue;
    const parts = Array.from({ length: count }, (_, part) =>
      tokens.slice(part * size, (part + 1) * size),
    );
    const forms = new Set(parts.map((part) => part.map(digitCount).join(' ')));
    const texts = parts.map((part) => part.join(' '));
    if (forms.size === 1 && texts.every(isNumber)) return texts;
  }
  return undefined;
}

/** `613-555-0101 555-0102`: each written without spaces, and one of them a number. */
function eachByItself(
  tokens: readonly string[],
  isNumber: IsNumber,
): readonly string[] | undefined {
  const areLong = tokens.every((token) => digitCount(token) >= 7);
  return areLong && tokens.some(isNumber) ? tokens : undefined;
}

/** `030 123456 0171 2345678`: where only one place gives two numbers. */
function atTrunkPrefix(
  tokens: readonly string[],
  isNumber: IsNumber,
): readonly string[] | undefined {
  const splits = tokens.flatMap((token, at) => {
    if (at === 0 || !/^\(?0/.test(token)) return [];
    const parts = [tokens.slice(0, at).join(' '), tokens.slice(at).join(' ')];
    return parts.every(isNumber) ? [parts] : [];
  });
  return splits.length === 1 ? splits[0] : undefined;
}

function digitCount(token: string): number {
  return token.replace(/\D/g, '').length;
}
