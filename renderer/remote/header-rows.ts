/** Headers as the form edits them: what is kept is known by its place alone, never by its value. */
import type { SecretInput, SecretSource } from '../../shared/settings/secret.ts';

export interface HeaderRow {
  /** Unique among the rows of one list; the same for the same saved header each time. */
  readonly key: number;
  readonly name: string;
  /** Where its value is kept now; undefined for a new one. */
  readonly kept: SecretSource | undefined;
  /** A new value; empty for the one that is kept. */
  readonly value: string;
}

let keys = 0;

/** A row to fill in. */
export function emptyHeader(): HeaderRow {
  keys += 1;
  return { key: keys, name: '', kept: undefined, value: '' };
}

export function headerRows(headers: Readonly<Record<string, SecretSource>> = {}): HeaderRow[] {
  return Object.entries(headers).map(([name, kept], index) => ({
    key: -1 - index,
    name,
    kept,
    value: '',
  }));
}

/** The rows once they are saved: their values are never shown again. */
export function savedRows(rows: readonly HeaderRow[]): readonly HeaderRow[] {
  return rows
    .filter(({ name, kept, value }) => name.trim() !== '' && (kept || value !== ''))
    .map((row) => ({ ...row, value: '' }));
}

/** The headers as the settings take them; rows that were left empty are none. */
export function headersOf(rows: readonly HeaderRow[]): {
  readonly headers?: Record<string, SecretInput>;
} {
  const headers = rows.flatMap(({ name, kept, value }): [string, SecretInput][] => {
    const secret = value === '' ? kept : { value };
    return secret ? [[name.trim(), secret]] : [];
  });
  return headers.length > 0 ? { headers: Object.fromEntries(headers) } : {};
}

/** What is wrong with a row, by its key. */
export function headerProblems(
  rows: readonly HeaderRow[],
): ReadonlyMap<number, 'name' | 'value' | 'twice'> {
  const problems = new Map<number, 'name' | 'value' | 'twice'>();
  const seen = new Set<string>();
  for (const { key, name, kept, value } of rows) {
    const trimmed = name.trim().toLowerCase();
    if (trimmed === '' && value === '' && !kept) continue;
    // RFC 9110 §5.1: a token.
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(trimmed)) problems.set(key, 'name');
    else if (seen.has(trimmed)) problems.set(key, 'twice');
    else if (value === '' && !kept) problems.set(key, 'value');
    seen.add(trimmed);
  }
  return problems;
}
