/** What a bench measured, as a table for people and as JSON for machines. */

/** One measured value and what it must not exceed. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Null where the value is for information. */
  readonly limit: number | null;
  readonly ok: boolean;
}

/** Measures, and tells what it is about to do. */
export type Bench = (tell: (what: string) => void) => Promise<Figure[]>;

/** A figure that is fine up to its limit. */
export function figure(
  name: string,
  value: number,
  unit: string,
  limit: number | null = null,
): Figure {
  return {
    name,
    value: rounded(value),
    unit,
    limit: limit && rounded(limit),
    ok: limit === null || value <= limit,
  };
}

/** Three digits that mean something. */
function rounded(value: number): number {
  return Number(value.toPrecision(Math.max(3, Math.trunc(value).toString().length)));
}

export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, unit, limit, ok }) => [
    name,
    `${value} ${unit}`,
    limit === null ? '' : `at most ${limit} ${unit}`,
    ok ? '' : 'MISSED',
  ]);
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
