import { describe, expect, it } from 'vitest';
import type { Contact } from '../../../shared/contact/contact.ts';
import { exclusionBy, type Filter } from '../../../shared/roster/filter.ts';
import { contact, desired, settings } from '../../support/roster/samples.ts';

const anna: Contact = {
  ...contact(
    'Anna',
    ['+16135550101', 'Work Fax'],
    ['+16135550102', ''],
    ['+16135550103', 'Chalet d’été'],
  ),
  categories: ['Famille', 'Hockey'],
  book: 'https://cloud.example.com/anna/',
};

/** Why a filter leaves out Anna's number with this label. */
function exclusion(label: string, filter: Filter) {
  return exclusionBy(filter)(anna, { number: '+16135550101', label, raw: '' });
}

describe('a filter', () => {
  it.each<[string, Filter, string | undefined]>([
    ['cell', {}, undefined],
    [
      'cell',
      { onlyTypes: [], skipTypes: [], onlyCategories: [], skipCategories: [], books: [] },
      undefined,
    ],
    ['Work Fax', { skipTypes: ['fax'] }, 'type-excluded'],
    ['work fax', { skipTypes: ['Work Fax'] }, 'type-excluded'],
    ['work', { skipTypes: ['work fax'] }, undefined],
    ['Chalet d’été', { skipTypes: ['chalet d’été'] }, 'type-excluded'],
    ['', { skipTypes: [''] }, undefined],
    ['work cell', { onlyTypes: ['cell'] }, undefined],
    ['home', { onlyTypes: ['cell'] }, 'type-excluded'],
    ['', { onlyTypes: ['cell'] }, 'type-excluded'],
    ['mobile', { onlyTypes: ['cell'] }, undefined],
    ['cell', { onlyTypes: ['Mobile'] }, undefined],
    ['work cell', { skipTypes: ['work mobile'] }, 'type-excluded'],
    ['Work  Mobile', { skipTypes: ['work cell'] }, 'type-excluded'],
    ['home', { skipTypes: ['cell', 'work'] }, undefined],
    ['cell', { onlyCategories: ['famille'] }, undefined],
    ['cell', { onlyCategories: ['Work'] }, 'category-excluded'],
    ['cell', { skipCategories: ['HOCKEY'] }, 'category-excluded'],
    ['cell', { skipCategories: ['Work'] }, undefined],
    ['cell', { books: ['https://cloud.example.com/anna/'] }, undefined],
    ['cell', { books: ['https://cloud.example.com/anna'] }, undefined],
    ['cell', { books: ['https://Cloud.example.com:443/%61nna/'] }, undefined],
    ['cell', { books: ['https://cloud.example.com/work/'] }, 'book-excluded'],
    ['cell', { books: ['https://other.example.com/anna/'] }, 'book-excluded'],
    ['cell', { books: ['anna', '%'] }, 'book-excluded'],
  ])('of a number labelled %j under %j: %s', (label, filter, reason) => {
    expect(exclusion(label, filter)).toBe(reason);
  });
});

describe('filters of one of my numbers', () => {
  const [home, work] = settings.dids;
  if (!home || !work) throw new Error('two numbers are needed');

  it('leave a contact to the other, without a word', () => {
    const dids = [home, { ...work, onlyCategories: ['Work'] }];
    const { items, skipped } = desired([anna], { dids });
    expect(new Set(items.map((item) => item.did.alias))).toEqual(new Set(['Home']));
    expect(skipped.map(({ reason }) => reason)).toEqual(['type-excluded']);
  });

  it('that leave a number to none say why', () => {
    const dids = [
      { ...home, onlyCategories: ['Work'] },
      { ...work, onlyTypes: ['cell'] },
    ];
    const { items, skipped } = desired([anna], { dids });
    expect(items).toEqual([]);
    expect(skipped.map(({ reason }) => reason)).toEqual([
      'type-excluded',
      'category-excluded',
      'category-excluded',
    ]);
  });
});
