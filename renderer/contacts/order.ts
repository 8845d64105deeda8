/** Sorting rows by a column, as people sort: by the language's rules, numbers by their digits. */
import type { ContactRow } from '../../shared/ipc/contract.ts';
import { contactRowSchema } from '../../shared/ipc/contract.ts';

export const columns = ['name', 'number', 'type', 'did', 'state'] as const;
export type Column = (typeof columns)[number];

export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

/** The order after a click on a column: ascending first, then turned round. */
export function nextOrder(order: Order, column: Column): Order {
  return { column, descending: order.column === column ? !order.descending : false };
}

/** What needs the user comes first: the states in the order of a plan, the settled ones last. */
const statePlaces = new Map(
  (['failed', 'conflict', 'to-remove', 'to-change', 'to-add', 'skipped', 'in-sync'] as const)
    .filter((state) => contactRowSchema.shape.state.options.includes(state))
    .map((state, place) => [state, String(place)]),
);

function sortKey(row: ContactRow, column: Column): string {
  switch (column) {
    case 'name':
      return row.name || row.contact;
    case 'did':
      return row.alias;
    case 'state':
      return statePlaces.get(row.state) ?? '';
    default:
      return row[column];
  }
}

/**
 * A sorted copy; rows that are equal in the column stand by name.
 *
 * @param rows each with a `row`; sorted by `name` already, they cost least
 */
export function sortRows<Entry extends { readonly row: ContactRow }>(
  rows: readonly Entry[],
  { column, descending }: Order,
  locale: string,
): Entry[] {
  const { compare } = new Intl.Collator(locale);
  const keyed = rows.map((entry) => ({
    entry,
    key: sortKey(entry.row, column),
    name: entry.row.name,
  }));
  const direction = descending ? -1 : 1;
  // Most neighbours share few distinct keys (state, type): comparing them as equal strings is free.
  keyed.sort((a, b) => {
    if (a.key !== b.key) {
      const order = compare(a.key, b.key);
      if (order !== 0) return direction * order;
    }
    return a.name === b.name ? 0 : compare(a.name, b.name);
  });
  return keyed.map(({ entry }) => entry);
}
