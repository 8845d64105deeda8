/**
 * Finding rows: by words in any order, whatever their case and accents, and by digits however a number
 * is punctuated. The text of each row is folded once, so that 50,000 rows answer at every keystroke.
 */
import type { ContactRow } from '../../shared/contract/contract.ts';

export interface Filter {
  readonly state: ContactRow['state'] | null;
  /** One of the user's own numbers. */
  readonly did: string | null;
  /** `''` for rows without a type. */
  readonly type: string | null;
  /** `''` for rows without a category. */
  readonly category: string | null;
}

export const noFilter: Filter = { state: null, did: null, type: null, category: null };

/** A row with what search and order read. */
export interface SearchableRow {
  readonly row: ContactRow;
  /** Its name as it is shown, folded. */
  readonly name: string;
  /** Its names, its address and its number, folded. */
  readonly text: string;
  /** Its number without punctuation. */
  readonly digits: string;
}

/** Letters that Unicode does not decompose, though people read them as a letter with a mark. */
const plainLetters: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** Lower case, without accents and other marks: `Éloïse` and `eloise` fold to the same. */
export function foldText(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[æœßøłđðþı]/g, (letter) => plainLetters[letter] ?? letter);
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins there
  return /^[\u0000-\u007F]*$/.test(text);
}

/** Parts are kept apart by a line break, which no word of a query holds. */
export function searchable(row: ContactRow): SearchableRow {
  const name = foldText(row.name || row.contact);
  const others = [row.currentName ?? '', row.contact, row.organization, row.alias];
  return {
    row,
    name,
    text: `${name}\n${foldText(others.join('\n'))}\n${row.jid}\n${row.number}`,
    digits: row.number.replace(/[^+\d]/g, ''),
  };
}

/** The rows that the query and the filter leave, in their order. */
export function findRows(
  rows: readonly SearchableRow[],
  query: string,
  filter: Filter,
): ContactRow[] {
  const matches = matcher(query);
  const found: ContactRow[] = [];
  for (const row of rows) if (passes(row.row, filter) && matches(row)) found.push(row.row);
  return found;
}

function passes(row: ContactRow, { state, did, type, category }: Filter): boolean {
  return (
    (state === null || row.state === state) &&
    (did === null || row.did === did) &&
    (type === null || row.type === type) &&
    (category === null || row.category === category)
  );
}

/**
 * A number as a whole is looked for among the contacts' numbers alone: the user's own number stands in
 * every address. Anything else is looked for word by word, everywhere.
 */
function matcher(query: string): (row: SearchableRow) => boolean {
  const trimmed = query.trim();
  if (/^\+?[\d\s().\-/]*\d[\d\s().\-/]*$/.test(trimmed)) {
    const wanted = trimmed.replace(/[^+\d]/g, '');
    return ({ digits }) => digits.includes(wanted);
  }
  const words = foldText(trimmed)
    .split(/\s+/)
    .filter((word) => word !== '');
  return ({ text }) => words.every((word) => text.includes(word));
}
