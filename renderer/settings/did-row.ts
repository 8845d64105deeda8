/** The rows of the user's own numbers in the form: each with its filters, and the way to and from the settings. */
import type { Did } from '../../shared/settings/schema.ts';

export interface DidRow {
  /** For React alone; not saved. */
  readonly key: string;
  number: string;
  alias: string;
  onlyTypes: string[] | undefined;
  skipTypes: string[] | undefined;
  onlyCategories: string[] | undefined;
  skipCategories: string[] | undefined;
  /** URLs of address books. */
  books: string[] | undefined;
}

let keys = 0;

/** @param did as the settings have it; without one, an empty row */
export function didRow(did?: Did): DidRow {
  keys += 1;
  return {
    // First, so that what this form does not know stays with its row.
    ...did,
    key: `did-${keys}`,
    number: did?.number ?? '',
    alias: did?.alias ?? '',
    onlyTypes: did?.onlyTypes,
    skipTypes: did?.skipTypes,
    onlyCategories: did?.onlyCategories,
    skipCategories: did?.skipCategories,
    books: did?.books,
  };
}

export function didOf({ key: _, ...row }: DidRow) {
  const did = { ...row, number: row.number.trim(), alias: row.alias.trim() };
  return withoutUndefined(did);
}

/** What is undefined here is absent in the settings. */
export function withoutUndefined<Fields extends object>(fields: Fields): Fields {
  const defined = Object.entries(fields).filter(([, value]) => value !== undefined);
  // Only fields that may be undefined are left out, and nobody can tell those from absent ones.
  return Object.fromEntries(defined) as Fields;
}
