/** From cards to the contacts of an address book, and the list of what could not be used. */
import { describe, expect, test } from 'vitest';
import { withGroupCategories } from '../../../shared/contact/group.ts';
import { readContacts } from '../../../shared/contact/read.ts';
import { labelledNumbers } from '../../support/contact/read-fixture.ts';

function read(...lines: string[]): ReturnType<typeof readContacts> {
  const text = ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD'].join('\r\n');
  return readContacts({ href: '/book/1.vcf', text }, { defaultCountry: 'CA' });
}

describe('a number that stands on a card twice', () => {
  test('is one number with its first label', () => {
    const reading = read('FN:A', 'TEL;TYPE=HOME:613-555-0101', 'TEL;TYPE=WORK:+16135550101');
    expect(labelledNumbers(reading)).toEqual(['home +16135550101']);
  });

  test('takes the label that one of them has', () => {
    const reading = read('FN:A', 'TEL:613-555-0101', 'TEL:6135550102', 'TEL;TYPE=WORK:6135550101');
    expect(labelledNumbers(reading)).toEqual(['work +16135550101', '+16135550102']);
  });
});

describe('what could not be used is listed', () => {
  test('each number with the name on its card, the text and the reason', () => {
    const { contacts, skipped } = read(
      'FN:Jo\\, Ann',
      'TEL:911',
      'TEL;TYPE=CELL:613-555-0101 / 5550102',
      'TEL:',
    );
    expect(contacts[0]?.numbers).toHaveLength(1);
    expect(skipped).toEqual([
      { card: 'Jo, Ann', raw: '911', reason: 'too-short' },
      { card: 'Jo, Ann', raw: '5550102', reason: 'too-short' },
    ]);
  });

  test('by its href where the card has no name', () => {
    expect(read('TEL:911')).toMatchObject({
      contacts: [],
      skipped: [{ card: '/book/1.vcf', raw: '911', reason: 'too-short' }],
    });
  });

  test.each([
    ['', ''],
    ['<html>Sign in</html>', '<html>Sign in</html>'],
    ['BEGIN:VCALENDAR\r\nEND:VCALENDAR', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR'],
    ['FN:John\r\nTEL:6135550101', 'FN:John\r\nTEL:6135550101'],
    [
      'BEGIN:VCARD\r\nVERSION:3.0\r\n%%%\r\nEND:VCARD',
      'BEGIN:VCARD\r\nVERSION:3.0\r\n%%%\r\nEND:VCARD',
    ],
  ])('%j as a card that cannot be read', (text, raw) => {
    expect(readContacts({ href: '/book/2.vcf', text })).toMatchObject({
      contacts: [],
      skipped: [{ card: '/book/2.vcf', raw, reason: 'unreadable-card' }],
    });
  });
});

test('a person without a number is a contact all the same', () => {
  const { contacts, skipped } = read('FN:No Phone', 'UID:u1');
  expect(contacts).toEqual([
    {
      uid: 'u1',
      name: 'No Phone',
      given: '',
      family: '',
      nickname: '',
      organization: '',
      categories: [],
      numbers: [],
    },
  ]);
  expect(skipped).toEqual([]);
});

test('categories come from every CATEGORIES, each once', () => {
  const { contacts } = read('FN:A', 'CATEGORIES:Family, Work\\, old,,Family', 'CATEGORIES:Friends');
  expect(contacts[0]?.categories).toEqual(['Family', 'Work, old', 'Friends']);
});

describe('groups kept as cards', () => {
  const group = (kind: string, member: string, name: string) =>
    read(`FN:${name}`, `${kind}:GROUP`, `${member}:urn:uuid:AAAA-1`, `${member}:b-2`).groups;
  const contacts = [
    ...read('FN:A', 'UID:aaaa-1', 'CATEGORIES:Own').contacts,
    ...read('FN:B', 'UID:urn:uuid:B-2').contacts,
    ...read('FN:C', 'UID:c-3').contacts,
  ];

  test.each([
    ['KIND', 'MEMBER'],
    ['X-ADDRESSBOOKSERVER-KIND', 'X-ADDRESSBOOKSERVER-MEMBER'],
  ])('as %s add their name to the categories of their members', (kind, member) => {
    const groups = [...group(kind, member, 'Team'), ...group(kind, member, 'Own')];
    expect(withGroupCategories(contacts, groups).map(({ categories }) => categories)).toEqual([
      ['Own', 'Team'],
      ['Team', 'Own'],
      [],
    ]);
  });

  test('are no contacts, and change nothing without a name or members', () => {
    expect(read('FN:Team', 'KIND:group', 'TEL:6135550101').contacts).toEqual([]);
    expect(withGroupCategories(contacts, read('KIND:group', 'MEMBER:c-3').groups)).toEqual(
      contacts,
    );
  });

  test('other kinds of cards are contacts', () => {
    expect(read('FN:Acme', 'KIND:org').contacts).toHaveLength(1);
    expect(read('FN:Jo', 'KIND:individual').contacts).toHaveLength(1);
  });
});
