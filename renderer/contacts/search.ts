/**
 * Finding rows: by words in any order, whatever their case and accents, and by digits however a number
 * is punctuated. The text of each row is folded once, so that 50,000 rows answer at every keystroke.
 */
import type { ContactRow } from '../../shared/ipc/contract.ts';

export interface Filter {
  readonly state: ContactRow['state'] | null;
  /** One of the user's own numbers. */
  readonly did: string | null;
  /** `''` for rows without a type. */
  readonly type: string | null;
}

export const noFilter: Filter = { state: null, did: null, type: null };

/** A row with what the search reads. */
export interface SearchableRow {
  readonly row: ContactRow;
  /** Its names, its address and its number, folded. */
  readonly text: string;
  /** Its number without punctuation. */
  readonly digits: string;
}

/** Lower case, without accents: `Éloïse` and `eloise` fold to the same. */
function foldText(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}

/** Parts are kept apart by a line break, which no word of a query holds. */
export function searchable(row: ContactRow): SearchableRow {
  const parts = [row.name, row.currentName ?? '', row.contact, row.organization, row.alias];
  return {
    row,
    text: `${foldText(parts.join('\n'))}\n${row.jid}\n${row.number}`,
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

function passes(row: ContactRow, { state, did, type }: Filter): boolean {
  return (
    (state === null || row.state === state) &&
    (did === null || row.did === did) &&
    (type === null || row.type === type)
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
