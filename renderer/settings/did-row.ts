/** The rows of the user's own numbers in the form: each with its filters, and the way to and from the settings. */
import type { Did } from '../../shared/settings/schema.ts';
import { withoutUndefined } from '../../shared/settings/without-undefined.ts';

export interface DidRow extends Did {
  /** For React alone; not saved. */
  readonly key: string;
}

let keys = 0;

/** @param did as the settings have it; without one, an empty row */
export function didRow(did: Did = { number: '', alias: '' }, key?: string): DidRow {
  keys += 1;
  return { ...did, key: key ?? `did-${keys}` };
}

export function didOf({ key: _, ...row }: DidRow): Did {
  return withoutUndefined({ ...row, number: row.number.trim(), alias: row.alias.trim() });
}
