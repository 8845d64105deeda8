/** Extensions behind a number, in the words of the languages whose numbers are read. */

const words = [
  // English, Spanish, Portuguese: ext, extension, extensión, extensão, extensao, extn
  'ext(?:ensi[oó]n|ens[aã]o|n)?',
  'local',
  'loc',
  // French
  'poste',
  // Spanish, Italian, German, Romanian
  'int(?:erno?|erior)?',
  'anexo',
  'anx',
  // Portuguese
  'ramal',
  // German
  'durchwahl',
  'dw',
  'app(?:arat)?',
  'nebenstelle',
  'nst',
  'klappe',
  // Dutch
  'toestel',
  'tst',
  // Swedish, Danish, Norwegian, Finnish
  'anknytning',
  'ankn',
  'lokal(?:nummer)?',
  'alanumero',
  // Polish, Czech, Slovak, Hungarian
  'wew(?:n(?:ętrzny)?)?',
  'linka',
  'klapka',
  'mellék',
  // Russian, Ukrainian
  'доб(?:авочный)?',
  'вн(?:утр(?:енний)?)?',
  // Turkish
  'dahili',
  // Japanese, Chinese, Korean
  '内線',
  '內線',
  '分机',
  '分機',
  '转',
  '轉',
  '내선',
  'x',
].join('|');

/** The word or sign, and up to eight digits that are not the beginning of a longer number (`# 06 12 34 56 78`). */
const pattern = `(?:(?<!\\p{L})(?:${words})(?!\\p{L})|[#~])[\\s.:#-]{0,3}(?:n[°o.]{0,2}\\s?)?(\\d{1,8})(?!\\d|[-.]\\d|\\s\\d{1,6}(?:[\\s)]|$))`;

const anywhere = new RegExp(pattern, 'giu');
const wholeBracket = new RegExp(`^\\(\\s?${pattern}`, 'iu');
/** Pause and wait, as Nokia and Android store them: `p123`, `w123#`. */
const dialledAfterPattern = /(?<=\d\s?)[pw]\s?([\d*#pw]{1,20})$/i;

/** Whether a remark in brackets is an extension: `(ext 44)`. */
export function isExtension(bracket: string): boolean {
  return wholeBracket.test(bracket);
}

/** The extension that a text is, as `poste 12` behind a comma. */
export function extensionIn(text: string): string | undefined {
  const [match] = text.matchAll(anywhere);
  return match && text.slice(0, match.index).trim() === '' ? match[1] : undefined;
}

/** A text, and what is dialled after it. */
export interface Extended {
  readonly head: string;
  readonly extension: string;
}

/** Five digits, or letters in place of some (`1-800-FLOWERS`). */
function mayBeNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return digits >= 5 || (digits > 2 && /[A-Za-z]{3}/.test(text));
}

/** The usual writing, without a search for all the words. */
const usual = /^([+\d().\s-]*\d[\s)]*)(?:x|ext\.?)\s?(\d{1,8})$/i;

/** A text in parts, each with the extension that follows it; the last part may have none. */
export function splitExtensions(text: string): readonly Extended[] {
  if (!/[\p{L}#~]/u.test(text)) return [{ head: text, extension: '' }];
  const short = usual.exec(text);
  if (short) return [{ head: short[1] ?? '', extension: short[2] ?? '' }];
  const pause = dialledAfterPattern.exec(text);
  if (pause) return [{ head: text.slice(0, pause.index), extension: pause[1] ?? '' }];
  const parts: Extended[] = [];
  let position = 0;
  for (const match of text.matchAll(anywhere)) {
    const head = text.slice(position, match.index);
    // Before the number it is no extension: `x 613-555-0101`, `#1: …`, `,,12# 613-555-0101`.
    if (!mayBeNumber(head)) continue;
    parts.push({ head, extension: match[1] ?? '' });
    position = match.index + match[0].length;
  }
  const rest = text.slice(position);
  if (parts.length === 0 || /\d/.test(rest)) parts.push({ head: rest, extension: '' });
  return parts;
}
