/**
 * JIDs as Prosody 0.12.3 prepares them (`util.jid.prep`: nodeprep, nameprep and resourceprep of RFC 6122, on
 * stringprep, RFC 3454). It differs for letters added after Unicode 3.2, where stringprep stops
 * (Prosody leaves Cherokee's capitals as they are); for some signs between Arabic letters; and for a JID of
 * which nothing is left, which Prosody takes as empty and this refuses.
 */

/**
 * The JID in the form that Prosody compares, or null where it refuses it. Prosody hardly checks
 * host names: it accepts `#` and `[team]` as JIDs.
 */
export function preparedJid(text: string): string | null {
  const parts = /^(?:(?<local>[^@/]+)@)?(?<host>[^@/]+)(?:\/(?<resource>.+))?$/s.exec(text)?.groups;
  const { local, host = '.', resource } = parts ?? {};
  if (host === '.') return null;
  // The root label is removed before anything is prepared.
  const preparedHost = nameprep(host.endsWith('.') ? host.slice(0, -1) : host);
  if (preparedHost === null) return null;
  const preparedLocal = local === undefined ? '' : nodeprep(local);
  const preparedResource = resource === undefined ? '' : resourceprep(resource);
  if (preparedLocal === null || preparedResource === null) return null;
  const before = local === undefined ? '' : `${preparedLocal}@`;
  return `${before}${preparedHost}${resource === undefined ? '' : `/${preparedResource}`}`;
}

function nodeprep(text: string): string | null {
  const prepared = allowed(caseFolded(text));
  // RFC 6122 appendix A.5, and control characters (C.2.1).
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is forbidden
  const forbidden = /[\u0000-\u0020\u007F"&'/:<>@]/u;
  return prepared === null || prepared === '' || forbidden.test(prepared) ? null : prepared;
}

/** Control characters of ASCII are allowed here (RFC 3491 §5 leaves out C.2.1). */
function nameprep(text: string): string | null {
  const prepared = allowed(caseFolded(text));
  return prepared === '' ? null : prepared;
}

/** Case is kept here. */
function resourceprep(text: string): string | null {
  const prepared = allowed(withoutInvisible(text).normalize('NFKC'));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is forbidden (C.2.1)
  return prepared === null || /[\u0000-\u001F\u007F]/.test(prepared) ? null : prepared;
}

/** Table B.2. Converting to capitals first folds letters such as ß, ς and Greek with iota subscript. */
function caseFolded(text: string): string {
  return withoutInvisible(text)
    .normalize('NFKC')
    .replace(/[^ı]+/gu, (letters) => letters.toLowerCase().toUpperCase().toLowerCase())
    .replaceAll('ς', 'σ')
    .normalize('NFKC');
}

/** Table B.1. */
function withoutInvisible(text: string): string {
  return text.replace(
    /\u00AD|\u034F|\u1806|[\u180B-\u180D]|[\u200B-\u200D]|\u2060|[\uFE00-\uFE0F]|\uFEFF/gu,
    '',
  );
}

/** The rules of all three profiles: the tables from C.1.2 on, text from right to left (§6), the length. */
function allowed(text: string): string | null {
  if (forbiddenToAll.test(text) || mixesDirections(text)) return null;
  return utf8.encode(text).length > maximumBytes ? null : text;
}

/** RFC 6122 §2.1, of each part. */
const maximumBytes = 1023;
const utf8 = new TextEncoder();

const forbiddenToAll = new RegExp(
  `[${[
    // C.1.2: spaces.
    '\\u00A0\\u1680\\u2000-\\u200B\\u202F\\u205F\\u3000',
    // C.2.2: control characters.
    '\\u0080-\\u009F\\u06DD\\u070F\\u180E\\u2028\\u2029\\u2061-\\u2063\\uFFF9-\\uFFFC\\u{1D173}-\\u{1D17A}',
    // C.3, C.4 and C.5: private use, no characters, surrogates.
    '\\p{Co}\\p{Noncharacter_Code_Point}\\p{Cs}',
    // C.6 and C.7.
    '\\uFFFD\\u2FF0-\\u2FFB',
    // C.8: what turns the direction of text.
    '\\u0340\\u0341\\u200E\\u200F\\u202A-\\u202E\\u206A-\\u206F',
    // C.9.
    '\\u{E0001}\\u{E0020}-\\u{E007F}',
  ].join('')}]`,
  'u',
);

/** RFC 3454 §6: text with a right-to-left letter has no left-to-right one, and begins and ends with such a letter. */
function mixesDirections(text: string): boolean {
  if (!rightToLeft.test(text)) return false;
  const characters = [...text];
  return !(
    rightToLeft.test(characters[0] ?? '') &&
    rightToLeft.test(characters.at(-1) ?? '') &&
    !characters.some((each) => /\p{L}/u.test(each) && !rightToLeft.test(each))
  );
}

const rightToLeft =
  /(?=[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}])[^\p{Mn}\p{Nd}\p{S}]/u;
