/**
 * Sorting rows by a column. Names are compared folded (see search.ts), which puts `Éloïse` between
 * `Eleanor` and `emma` as a person would, at a tenth of the cost of a collator.
 */
import { type ContactRow, contactRowSchema } from '../../shared/contract/contract.ts';
import { foldText, type SearchableRow } from './search.ts';

export const columns = ['name', 'number', 'type', 'did', 'state'] as const;
export type Column = (typeof columns)[number];

export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

/** The order after a click on a column: ascending first, then descending. */
export function nextOrder(order: Order, column: Column): Order {
  return { column, descending: order.column === column ? !order.descending : false };
}

/** What needs the user comes first, what is settled last. */
const stateOrder = [
  'failed',
  'conflict',
  'to-remove',
  'to-change',
  'to-add',
  'skipped',
  'in-sync',
] as const satisfies readonly ContactRow['state'][];

const statePlaces = new Map<ContactRow['state'], string>(
  contactRowSchema.shape.state.options.map((state) => [state, String(stateOrder.indexOf(state))]),
);

/** What a row is sorted by in a column. */
function sortKey({ row, name }: SearchableRow, column: Column): string {
  switch (column) {
    case 'name':
      return name;
    case 'number':
      return row.number;
    case 'type':
      return foldText(row.type);
    case 'did':
      return foldText(row.alias);
    case 'state':
      return statePlaces.get(row.state) ?? '';
  }
}

/** A sorted copy; rows that are equal in the column stand by name, whichever way the column is sorted. */
export function sortRows(
  rows: readonly SearchableRow[],
  { column, descending }: Order,
): SearchableRow[] {
  const direction = descending ? -1 : 1;
  return rows
    .map((row) => ({ row, key: sortKey(row, column) }))
    .sort((a, b) =>
      a.key === b.key ? compare(a.row.name, b.row.name) : direction * compare(a.key, b.key),
    )
    .map(({ row }) => row);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
