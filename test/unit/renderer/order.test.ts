import { describe, expect, it } from 'vitest';
import { movedRow } from '../../../renderer/contacts/keyboard.ts';
import { nextOrder, type Order, sortRows } from '../../../renderer/contacts/order.ts';
import { searchable } from '../../../renderer/contacts/search.ts';
import { contactRow } from '../../support/renderer/contact-row.ts';

const rows = [
  contactRow({ name: 'Zoë', state: 'in-sync', type: 'work', number: '+16135550103' }),
  contactRow({ name: 'Éloïse', state: 'failed', type: 'cell', number: '+15145550101' }),
  contactRow({ name: 'emma', state: 'in-sync', type: 'cell', number: '+16135550102' }),
].map(searchable);

const names = (order: Order) => sortRows(rows, order).map(({ row }) => row.name);

describe('sorting contacts', () => {
  it('sorts names regardless of accents and capitals', () => {
    expect(names({ column: 'name', descending: false })).toEqual(['Éloïse', 'emma', 'Zoë']);
    expect(names({ column: 'name', descending: true })).toEqual(['Zoë', 'emma', 'Éloïse']);
  });
  it('puts what needs the user first when sorted by state, then by name', () => {
    expect(names({ column: 'state', descending: false })).toEqual(['Éloïse', 'emma', 'Zoë']);
  });
  it('keeps rows of one type together, by name', () => {
    expect(names({ column: 'type', descending: false })).toEqual(['Éloïse', 'emma', 'Zoë']);
    expect(names({ column: 'type', descending: true })).toEqual(['Zoë', 'Éloïse', 'emma']);
  });
  it('sorts by number', () => {
    expect(names({ column: 'number', descending: false })).toEqual(['Éloïse', 'emma', 'Zoë']);
  });
  it('reverses the order at the second click on a column', () => {
    const once = nextOrder({ column: 'name', descending: false }, 'type');
    expect(once).toEqual({ column: 'type', descending: false });
    expect(nextOrder(once, 'type')).toEqual({ column: 'type', descending: true });
  });
});

describe('moving between rows with the keyboard', () => {
  it('goes up, down, by pages and to the ends, and stays inside', () => {
    expect(movedRow('ArrowDown', 3, 10, 5)).toBe(4);
    expect(movedRow('ArrowUp', 0, 10, 5)).toBe(0);
    expect(movedRow('PageDown', 3, 10, 5)).toBe(8);
    expect(movedRow('PageDown', 8, 10, 5)).toBe(9);
    expect(movedRow('Home', 8, 10, 5)).toBe(0);
    expect(movedRow('End', 0, 10, 5)).toBe(9);
  });
  it('leaves other keys alone, and an empty table', () => {
    expect(movedRow('a', 3, 10, 5)).toBeUndefined();
    expect(movedRow('ArrowDown', 0, 0, 5)).toBeUndefined();
  });
});
