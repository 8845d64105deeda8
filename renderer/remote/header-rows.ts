/** Headers as the form edits them: what is kept is known by its place alone, never by its value. */
import type { SecretInput, SecretSource } from '../../shared/settings/secret.ts';

export interface HeaderRow {
  /** Unique among the rows of one list. */
  readonly key: number;
  name: string;
  /** Where its value is kept now; undefined for a new one. */
  readonly kept: SecretSource | undefined;
  /** A new value; empty for the one that is kept. */
  value: string;
}

let keys = 0;

/** A row to fill in. */
export function emptyHeader(): HeaderRow {
  keys += 1;
  return { key: keys, name: '', kept: undefined, value: '' };
}

/** @param shown the rows until now, whose keys stay */
export function headerRows(
  headers: Readonly<Record<string, SecretSource>> = {},
  shown: readonly HeaderRow[] = [],
): HeaderRow[] {
  return Object.entries(headers).map(([name, kept], index) => {
    const row = emptyHeader();
    return { ...row, key: shown[index]?.key ?? row.key, name, kept };
  });
}

/** The headers as the settings take them, or undefined for none; rows that were left empty are none. */
export function headersOf(rows: readonly HeaderRow[]): Record<string, SecretInput> | undefined {
  const headers = rows.flatMap(({ name, kept, value }): [string, SecretInput][] => {
    const secret = value === '' ? kept : { value };
    return secret ? [[name.trim(), secret]] : [];
  });
  return headers.length > 0 ? Object.fromEntries(headers) : undefined;
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
