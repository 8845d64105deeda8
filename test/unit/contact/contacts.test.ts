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
    ['\r\n\r\n', ''],
    ['\uFEFF', ''],
    ['\uFEFF\r\n \t\r\n', ''],
    ['\0\0', '\0\0'],
    ['BEGIN:VCARD\r\nEND:VCARD', 'BEGIN:VCARD\r\nEND:VCARD'],
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

test('a nickname is also read where Android keeps it', () => {
  const custom = 'X-ANDROID-CUSTOM:vnd.android.cursor.item/';
  const nickname = (...lines: string[]) => read('FN:A', ...lines).contacts[0]?.nickname;
  expect(nickname(`${custom}nickname;Ann\\, A.;1;;;;;;;;;;;;;`)).toBe('Ann, A.');
  expect(nickname(`${custom}nickname;Zo=C3=AB;1`.replace(':', ';QUOTED-PRINTABLE:'))).toBe('Zoë');
  expect(nickname(`${custom}relation;Bob;14`, `${custom}nickname;Ann;1`)).toBe('Ann');
  expect(nickname(`${custom}nickname;Ann;1`, 'NICKNAME:Annie')).toBe('Annie');
  expect(nickname(`${custom}contact_event;2000-01-01;3`)).toBe('');
  expect(read(`${custom}nickname;Ann;1`, 'TEL:613-555-0101').contacts[0]?.name).toBe('Ann');
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

  test("as SOGo's distribution lists do as well, by the names of the cards in the book", () => {
    const lines = [
      'BEGIN:VLIST',
      'UID:4CD8-1.vcf',
      'VERSION:1.0',
      'FN:Team',
      'NICKNAME:T',
      'CARD;EMAIL=a@example.com;FN=Ann:aaaa-1.vcf',
      'CARD;EMAIL="b@example.com";FN="B: b":urn:uuid:B-2',
      'card;fn=C;email=c@example.com:C-3.VCF',
      'CARD;FN=Gone:9.vcf',
      'END:VLIST',
    ];
    const reading = readContacts({ href: '/book/list.vcf', text: `${lines.join('\r\n')}\r\n` });
    expect(reading).toMatchObject({ contacts: [], skipped: [] });
    const grouped = withGroupCategories(
      [
        ...contacts,
        // SOGo gives a card the UID under which it is stored, and one without UID is known by its address.
        ...read('FN:D', 'UID:9.vcf').contacts,
      ],
      reading.groups,
    );
    expect(grouped.map(({ categories }) => categories)).toEqual([
      ['Own', 'Team'],
      ['Team'],
      ['Team'],
      ['Team'],
    ]);
    const byAddress = readContacts({
      href: '/SOGo/dav/u/Contacts/personal/9.vcf',
      text: 'BEGIN:VCARD\nFN:E\nEND:VCARD',
    }).contacts;
    expect(withGroupCategories(byAddress, reading.groups)[0]?.categories).toEqual(['Team']);
  });

  test('and a list beside a card in one resource leaves the card a contact', () => {
    const text = 'BEGIN:VLIST\nFN:L\nCARD:a\nEND:VLIST\nBEGIN:VCARD\nFN:A\nUID:a\nEND:VCARD\n';
    const reading = readContacts({ href: '/1.vcf', text });
    expect(reading.contacts.map(({ name }) => name)).toEqual(['A']);
    expect(reading.groups).toEqual([{ name: 'L', members: ['a'] }]);
  });

  test('other kinds of cards are contacts', () => {
    expect(read('FN:Acme', 'KIND:org').contacts).toHaveLength(1);
    expect(read('FN:Jo', 'KIND:individual').contacts).toHaveLength(1);
  });
});
