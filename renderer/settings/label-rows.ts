/** Other words for types as rows of the form: "cell" becomes "mobile". */

export interface LabelRow {
  /** For React alone; not saved. */
  readonly key: string;
  /** A label, or one word of it. */
  from: string;
  /** Empty: names say nothing instead of the type. */
  to: string;
}

let keys = 0;

export function labelRow(from = '', to = '', key?: string): LabelRow {
  keys += 1;
  return { key: key ?? `label-${keys}`, from, to };
}

/** The settings know labels in lower case; a row without a type is none. */
export function labelsOf(rows: readonly LabelRow[]): Record<string, string> {
  const words = rows.map(({ from, to }) => [labelKey(from), to.trim()] as const);
  return Object.fromEntries(words.filter(([type]) => type !== ''));
}

/** What is wrong with rows, by their index: no type, or the same type as a row above. */
export function labelProblems(rows: readonly LabelRow[]): Map<number, 'missing' | 'twice'> {
  const problems = new Map<number, 'missing' | 'twice'>();
  const seen = new Set<string>();
  for (const [index, row] of rows.entries()) {
    if (isBlank(row)) continue;
    const key = labelKey(row.from);
    if (key === '') problems.set(index, 'missing');
    else if (seen.has(key)) problems.set(index, 'twice');
    seen.add(key);
  }
  return problems;
}

function isBlank({ from, to }: LabelRow): boolean {
  return from.trim() === '' && to.trim() === '';
}

function labelKey(text: string): string {
  return text.trim().toLowerCase();
}
