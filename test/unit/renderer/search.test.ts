import { describe, expect, it } from 'vitest';
import { findRows, noFilter, searchable } from '../../../renderer/contacts/search.ts';
import { contactRow } from '../../support/renderer/contact-row.ts';

const rows = [
  contactRow({ key: 'a', name: '[Home] Éloïse Côté (cell)', number: '+16135550101', type: 'cell' }),
  contactRow({ key: 'b', name: '[Work] Jean-Philippe O’Brien', organization: 'Boréal inc.' }),
  contactRow({ key: 'c', name: 'Zoë', state: 'to-change', currentName: 'Zoé Ancienne' }),
  contactRow({
    key: 'd',
    state: 'skipped',
    name: '',
    contact: 'Pizzeria',
    number: '555-0102',
    jid: '',
  }),
].map(searchable);

const keys = (query: string, filter = noFilter) =>
  findRows(rows, query, filter).map(({ key }) => key);

describe('searching contacts', () => {
  it('finds a name whatever its accents and case', () => {
    expect(keys('eloise COTE')).toEqual(['a']);
    expect(keys('ÉLOÏSE')).toEqual(['a']);
  });
  it('finds letters such as ø and œ by o and oe', () => {
    const strange = ['Łukasz Sørensen', 'Œuvre Straße'].map((name) =>
      searchable(contactRow({ name })),
    );
    const found = (query: string) => findRows(strange, query, noFilter).map(({ name }) => name);
    expect(found('lukasz sorensen')).toEqual(['Łukasz Sørensen']);
    expect(found('oeuvre STRASSE')).toEqual(['Œuvre Straße']);
  });
  it('finds words in any order', () => {
    expect(keys('cote eloise')).toEqual(['a']);
  });
  it('finds a number however it is punctuated', () => {
    expect(keys('(613) 555-0101')).toEqual(['a']);
    expect(keys('+1 613.555.0101')).toEqual(['a']);
    expect(keys('5550102')).toEqual(['d']);
    expect(keys('6135550100')).toEqual([]); // the own number, which stands in every address
  });
  it('finds an address, or a part of one', () => {
    expect(keys('+16135550101%+16135550100@sms.example.com')).toEqual(['a']);
    expect(keys('sms.example')).toEqual(['a', 'b', 'c']);
  });
  it('finds the organization and the name that stands in the roster now', () => {
    expect(keys('boreal')).toEqual(['b']);
    expect(keys('ancienne')).toEqual(['c']);
  });
  it('shows everything for an empty search and nothing for an unknown word', () => {
    expect(keys('  ')).toEqual(['a', 'b', 'c', 'd']);
    expect(keys('xyzzy')).toEqual([]);
  });
  it('filters by state, own number and type together with the search', () => {
    expect(keys('', { ...noFilter, state: 'skipped' })).toEqual(['d']);
    expect(keys('', { ...noFilter, type: 'cell' })).toEqual(['a']);
    expect(keys('', { ...noFilter, type: '' })).toEqual(['b', 'c', 'd']);
    expect(keys('zoe', { ...noFilter, did: '+16135550100' })).toEqual(['c']);
    expect(keys('zoe', { ...noFilter, did: '+15145550199' })).toEqual([]);
  });
});
