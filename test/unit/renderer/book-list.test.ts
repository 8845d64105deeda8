import { describe, expect, it } from 'vitest';
import {
  bookName,
  isAmong,
  listedBooks,
  rememberNames,
} from '../../../renderer/settings/book-list.ts';

const contacts = {
  url: 'https://dav.example/john/contacts/',
  name: 'Contacts',
  cards: 214,
  isMadeByServer: false,
};
const family = {
  url: 'https://dav.example/john/famille%20c%C3%B4t%C3%A9/',
  name: 'Côté',
  cards: 3,
  isMadeByServer: false,
};

describe('the address books to choose from', () => {
  it('are those that the settings name, before a test has found any', () => {
    expect(listedBooks(undefined, [contacts.url])).toMatchObject([
      { url: contacts.url, name: 'contacts', cards: undefined, missing: false },
    ]);
    expect(listedBooks(undefined, [])).toEqual([]);
  });

  it('are those that a test found, and chosen ones that it did not find, which are marked', () => {
    const gone = 'https://dav.example/john/gone/';
    const listed = listedBooks([contacts, family], [contacts.url, gone, gone]);
    expect(listed.map(({ name, missing }) => [name, missing])).toEqual([
      ['Contacts', false],
      ['Côté', false],
      ['gone', true],
    ]);
  });

  it('know a chosen one however its address is written', () => {
    const chosen = 'https://dav.example/john/famille côté';
    const listed = listedBooks([family], [chosen]);
    expect(listed).toMatchObject([{ url: chosen, name: 'Côté', cards: 3, missing: false }]);
  });

  it('say which ones the server makes itself, and which could not be read', () => {
    const accounts = { ...contacts, url: 'https://dav.example/all/', isMadeByServer: true };
    const listed = listedBooks([accounts, { ...family, cards: null }], [contacts.url]);
    expect(listed.map(({ isMadeByServer, cards }) => [isMadeByServer, cards])).toEqual([
      [true, 214],
      [false, null],
      [false, undefined],
    ]);
  });

  it('have a chosen one once where it is chosen twice, written in two ways', () => {
    const [one, other] = ['https://dav.example/john/work/', 'https://DAV.example/john/work'];
    expect(listedBooks(undefined, [one, other]).map(({ url }) => url)).toEqual([one]);
    expect(isAmong(one, [other])).toBe(true);
    expect(isAmong(one, [contacts.url])).toBe(false);
  });

  it('are called by the last part of their address until a test has named them', () => {
    const url = 'https://dav.example/john/2f1e-77/';
    expect(bookName(url)).toBe('2f1e-77');
    rememberNames([{ url, name: 'Hockey', cards: 1, isMadeByServer: false }]);
    expect(bookName('https://dav.example/john/2f1e-77')).toBe('Hockey');
    expect(listedBooks(undefined, [url])[0]?.name).toBe('Hockey');
  });

  it('accept an address that is no URL', () => {
    expect(listedBooks([contacts], ['%']).at(-1)).toMatchObject({ name: '%', missing: true });
  });
});
