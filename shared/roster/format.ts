/**
 * The contact format: how a roster item is named, `[%alias] %name (%type)` by default.
 *
 * A token is `%` followed by letters or digits, as in mod_voipms_carddav; `%%` is a percent sign. An
 * unknown token becomes empty, and brackets that hold only empty tokens are removed.
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
  /** Unknown tokens, without their `%`, each once. */
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

/** Gives names by one format. */
export type Formatter = (values: FormatValues) => FormattedName;

/** The name of a roster item; see {@link formatterOf}. */
export function formatName(format: string, values: FormatValues): FormattedName {
  return formatterOf(format)(values);
}

/**
 * Prepares a format for many items.
 *
 * @returns gives an item's name: never empty (else the number), without line breaks and characters that XML 1.0
 *   forbids, and at most {@link maximumNameBytes} bytes of UTF-8, cut between graphemes
 */
export function formatterOf(format: string): Formatter {
  const parts = partsOf(format);
  const unknown = parts.flatMap((part) => ('unknown' in part ? [part.unknown] : []));
  const unknownTokens = [...new Set(unknown)];
  return (values) => {
    const name = cutAtGrapheme(cleanName(fill(parts, values)), maximumNameBytes).trim();
    return { name: isInvisible(name) ? values.number : name, unknownTokens };
  };
}

/** What a format consists of. */
type Part =
  | { readonly literal: string }
  | { readonly token: keyof FormatValues }
  | { readonly unknown: string };

function partsOf(format: string): readonly Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of format.matchAll(/%(%|[A-Za-z0-9]+)/gu)) {
    const [whole, token = ''] = match;
    if (match.index > end) parts.push({ literal: format.slice(end, match.index) });
    if (token === '%') parts.push({ literal: '%' });
    else parts.push(isKnownToken(token) ? { token } : { unknown: token });
    end = match.index + whole.length;
  }
  if (end < format.length) parts.push({ literal: format.slice(end) });
  return parts;
}

/** Holds only spaces and invisible characters such as U+200B. */
function isInvisible(text: string): boolean {
  return !/[^\s\p{Cf}]/u.test(text);
}

/** Marks an empty token, so that empty brackets can be removed; it cannot occur in a name. */
const emptyToken = '\uE000\uFFFF';

function fill(parts: readonly Part[], values: FormatValues): string {
  let filled = '';
  let hasEmpty = false;
  for (const part of parts) {
    const text = 'literal' in part ? part.literal : 'token' in part ? values[part.token] : '';
    const isEmpty = !('literal' in part) && (text === undefined || isInvisible(text));
    hasEmpty ||= isEmpty;
    filled += isEmpty ? emptyToken : text;
  }
  return hasEmpty ? withoutEmptyBrackets(filled).replaceAll(emptyToken, '') : filled;
}

function isKnownToken(token: string): token is keyof FormatValues {
  return knownTokens.has(token as keyof FormatValues);
}

function withoutEmptyBrackets(text: string): string {
  const emptied = /\s*(?:\(\s*(?:\uE000\uFFFF\s*)+\)|\[\s*(?:\uE000\uFFFF\s*)+\])/gu;
  let before: string;
  let after = text;
  do {
    before = after;
    after = before.replace(emptied, emptyToken);
  } while (after !== before);
  return after;
}

/**
 * A name as a server returns it: characters that XML 1.0 forbids removed (one U+0001 ends the stream),
 * line breaks and tabs as spaces, outer space removed. Two names are equal to a server when this is equal.
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

/** A quick check, since nearly every text is clean already. */
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
