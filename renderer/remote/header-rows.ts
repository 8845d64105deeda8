/** Headers as the form edits them, in rows; a value that is kept is never known to the window. */
import type { SecretInput, SecretSource } from '../../shared/settings/secret.ts';

export interface HeaderRow {
  /** Unique among the rows of one list. */
  readonly key: number;
  name: string;
  /** Where its value is kept now; undefined for a new header. */
  readonly kept: SecretSource | undefined;
  /** A new value, or the one that is kept. */
  secret: SecretInput | undefined;
}

let keys = 0;

/** A row to fill in. */
export function emptyHeader(): HeaderRow {
  keys += 1;
  return { key: keys, name: '', kept: undefined, secret: undefined };
}

/** @param shown the rows until now, whose keys stay */
export function headerRows(
  headers: Readonly<Record<string, SecretSource>> = {},
  shown: readonly HeaderRow[] = [],
): HeaderRow[] {
  return Object.entries(headers).map(([name, kept], index) => {
    const row = emptyHeader();
    return { ...row, key: shown[index]?.key ?? row.key, name, kept, secret: kept };
  });
}

/** The headers as the settings take them, or undefined for none; rows that were left empty are none. */
export function headersOf(rows: readonly HeaderRow[]): Record<string, SecretInput> | undefined {
  const headers = rows.flatMap(({ name, secret }): [string, SecretInput][] =>
    secret ? [[name.trim(), secret]] : [],
  );
  return headers.length > 0 ? Object.fromEntries(headers) : undefined;
}

/** What is wrong with a row, by its key. */
export function headerProblems(
  rows: readonly HeaderRow[],
): ReadonlyMap<number, 'name' | 'value' | 'twice'> {
  const problems = new Map<number, 'name' | 'value' | 'twice'>();
  const seen = new Set<string>();
  for (const { key, name, secret } of rows) {
    const trimmed = name.trim().toLowerCase();
    if (trimmed === '' && !secret) continue;
    // RFC 9110 §5.1: a token.
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(trimmed)) problems.set(key, 'name');
    else if (seen.has(trimmed)) problems.set(key, 'twice');
    else if (!secret) problems.set(key, 'value');
    seen.add(trimmed);
  }
  return problems;
}
