/**
 * The contact format: how a roster item is named, `[%alias] %name (%type)` by default.
 *
 * A token is `%` followed by letters or digits, as in mod_voipms_carddav; `%%` is a percent sign. An
 * unknown token becomes empty, and so do the brackets around nothing but empty tokens.
 */
export interface FormatValues {
  /** Alias of the DID. */
  readonly alias: string;
  readonly name: string;
  /** Label of the number ("cell", "work fax"), possibly empty. */
  readonly type: string;
  /** The contact's number in E.164. */
  readonly number: string;
  /** The contact's number as its own country writes it. */
  readonly national?: string | undefined;
  /** The user's own number in E.164. */
  readonly did: string;
  readonly first: string;
  readonly last: string;
  readonly nick: string;
  readonly org: string;
  readonly category: string;
}

export interface FormattedName {
  readonly name: string;
  /** Tokens that nobody knows, without their `%`, each once. */
  readonly unknownTokens: readonly string[];
}

/**
 * RFC 6121 sets no limit, and lets a server refuse a name as too long (§2.3.3). 1,023 bytes, as for the parts
 * of a JID, is what any takes; Prosody 0.12 took 3,000 (tried).
 */
export const maximumNameBytes = 1023;

const knownTokens = new Set<keyof FormatValues>([
  'alias',
  'name',
  'type',
  'number',
  'national',
  'did',
  'first',
  'last',
  'nick',
  'org',
  'category',
]);

/**
 * The name of a roster item.
 *
 * @returns a name that is never empty (the number stands in), holds nothing that XML 1.0 forbids, no line
 *   break, and at most {@link maximumNameBytes} bytes of UTF-8, cut between graphemes
 */
export function formatName(format: string, values: FormatValues): FormattedName {
  const unknownTokens = new Set<string>();
  const filled = fill(format, values, unknownTokens);
  const name = cutAtGrapheme(cleanName(filled), maximumNameBytes).trim();
  return { name: name === '' ? values.number : name, unknownTokens: [...unknownTokens] };
}

/** Marks where an empty token stood, so that brackets left empty by it can go; not a character of any name. */
const hole = '\uE000\uFFFF';

function fill(format: string, values: FormatValues, unknownTokens: Set<string>): string {
  const filled = format.replace(/%(%|[A-Za-z0-9]+)/gu, (_, token: string) => {
    if (token === '%') return '%';
    if (!isKnownToken(token)) {
      unknownTokens.add(token);
      return hole;
    }
    const value = values[token] ?? '';
    return value.trim() === '' ? hole : value;
  });
  return withoutEmptyBrackets(filled).replaceAll(hole, '');
}

function isKnownToken(token: string): token is keyof FormatValues {
  return knownTokens.has(token as keyof FormatValues);
}

function withoutEmptyBrackets(text: string): string {
  if (!text.includes(hole)) return text;
  const emptied = /\s*(?:\(\s*(?:\uE000\uFFFF\s*)+\)|\[\s*(?:\uE000\uFFFF\s*)+\])/gu;
  let before: string;
  let after = text;
  do {
    before = after;
    after = before.replace(emptied, hole);
  } while (after !== before);
  return after;
}

/**
 * A name as a server gives it back: characters that XML 1.0 forbids removed (one U+0001 ends the stream),
 * line breaks and tabs as spaces, outer space removed. Two names are the same item's when this is equal.
 */
export function cleanName(text: string): string {
  if (!needsCleaning.test(text) && text.isWellFormed()) return text;
  return (
    text
      .toWellFormed()
      .replace(/[\t\n\r]+/gu, ' ')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 §2.2 forbids
      .replace(/[\u0000-\u001F\uFFFE\uFFFF]/gu, '')
      .replace(/ {2,}/gu, ' ')
      .trim()
  );
}

/** Nearly every text is clean already, and a roster is full of them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const needsCleaning = /[\u0000-\u001F\uFFFE\uFFFF]| {2}|^\s|\s$/u;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const utf8 = new TextEncoder();

function cutAtGrapheme(text: string, maximumBytes: number): string {
  if (text.length * 3 <= maximumBytes || utf8.encode(text).length <= maximumBytes) return text;
  let bytes = 0;
  let cut = '';
  for (const { segment } of graphemes.segment(text)) {
    bytes += utf8.encode(segment).length;
    if (bytes > maximumBytes) break;
    cut += segment;
  }
  return cut;
}
