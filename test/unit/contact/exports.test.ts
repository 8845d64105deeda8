/** Cards as phones and services export them, each read whole. */
import { describe, expect, test } from 'vitest';
import { withGroupCategories } from '../../../shared/contact/group.ts';
import { cardFixtures, labelledNumbers, readFixture } from '../../support/contact/read-fixture.ts';

interface Expected {
  readonly file: string;
  readonly writer: string;
  readonly name: string;
  readonly given: string;
  readonly family: string;
  readonly numbers: readonly string[];
}

const exported: readonly Expected[] = [
  {
    file: 'ios.vcf',
    writer: 'an iPhone',
    name: 'Dr. Élodie Marie Tremblay',
    given: 'Élodie',
    family: 'Tremblay',
    numbers: [
      'cell +15145550134',
      'work +15145550135',
      'work fax +15145550136',
      'main +15145550137',
      'Chalet +33612345678',
      'other +18005550199',
    ],
  },
  {
    file: 'macos.vcf',
    writer: 'macOS Contacts, a company',
    name: 'Marché Jean-Talon',
    given: '',
    family: '',
    numbers: ['main +15145550140', 'home fax +15145550141', 'work fax +15145550142'],
  },
  {
    file: 'android-2.1.vcf',
    writer: 'an older Android phone (2.1, quoted-printable)',
    name: 'Zoë Émond',
    given: 'Zoë',
    family: 'Émond',
    numbers: [
      'cell +16135550150',
      'home +16135550151',
      'work fax +16135550152',
      'Cottage +16135550153',
    ],
  },
  {
    file: 'android-3.0.vcf',
    writer: 'a newer Android phone (3.0)',
    name: '小龙 李',
    given: '小龙',
    family: '李',
    numbers: ['cell +8613912345678', 'work cell +16045550160', '+16045550161'],
  },
  {
    file: 'outlook-2.1.vcf',
    writer: 'Outlook (2.1 in Windows-1252)',
    name: 'Jürgen Müller',
    given: 'Jürgen',
    family: 'Müller',
    numbers: ['work +4930901820', 'cell +491712345678', 'work fax +4930901821'],
  },
  {
    file: 'nextcloud.vcf',
    writer: 'Nextcloud Contacts (4.0)',
    name: 'Sofía Gómez-Peña',
    given: 'Sofía',
    family: 'Gómez-Peña',
    numbers: ['home +34912345678', 'cell +34612345678'],
  },
  {
    file: 'thunderbird.vcf',
    writer: 'Thunderbird (4.0)',
    name: 'Tom O, Brien & Co',
    given: 'Tom',
    family: 'O, Brien',
    numbers: ['cell +16135550180', 'work +16135550181', 'pager +16135550182', 'home +16135550183'],
  },
  {
    file: 'fastmail.vcf',
    writer: 'Fastmail (Cyrus)',
    name: 'Agnieszka Kowalska',
    given: 'Agnieszka',
    family: 'Kowalska',
    numbers: ['cell +48512345678', 'Biuro +16135550190'],
  },
  {
    file: 'nokia-2.1.vcf',
    writer: 'an old Nokia, which ends its cards with END:VCARDNULL',
    name: 'Päivi Virtanen',
    given: 'Päivi',
    family: 'Virtanen',
    numbers: ['cell +358401234567', 'home +358501234567'],
  },
  {
    file: 'evolution.vcf',
    writer: 'Evolution',
    name: 'Ngọc Trần',
    given: 'Ngọc',
    family: 'Trần',
    numbers: ['work +16135550195', 'callback +16135550196', 'car +16135550197'],
  },
  {
    file: 'agent-2.1.vcf',
    writer: "a 2.1 card with its person's secretary inside",
    name: 'Dana Director',
    given: 'Dana',
    family: 'Director',
    numbers: ['work +16135550199'],
  },
];

describe('a card comes across whole from', () => {
  test.each(exported)('$writer', ({ file, name, given, family, numbers }) => {
    const reading = readFixture(file);
    expect(reading.contacts).toHaveLength(1);
    expect(reading.contacts[0]).toMatchObject({ name, given, family });
    expect(labelledNumbers(reading)).toEqual(numbers);
    expect(reading.skipped).toEqual([]);
  });
});

test('an export of Google Contacts with several people keeps them apart', () => {
  const reading = readFixture('google.vcf');
  expect(reading.contacts.map(({ name, categories }) => ({ name, categories }))).toEqual([
    { name: 'Priya Nair', categories: ['myContacts', 'Clients'] },
    { name: 'Jean-Luc Picard', categories: ['myContacts'] },
  ]);
  expect(labelledNumbers(reading)).toEqual([
    'cell +919812345678',
    'Toronto +14165550170',
    'work +14165550171',
    'home +14165550172',
    'home +14165550173',
  ]);
  expect(reading.contacts[0]?.numbers[2]).toEqual({
    number: '+14165550171',
    label: 'work',
    raw: '+1 416-555-0171 ext. 204',
    extension: '204',
  });
});

test('the rest of an iPhone card is there too: nickname, organisation, UID', () => {
  expect(readFixture('ios.vcf').contacts[0]).toMatchObject({
    uid: '3B1A5C0E-7D1D-4B1F-9C0A-0B6F2E7C4A11',
    nickname: 'Lodie',
    organization: 'Clinique du Plateau',
  });
});

test('a group kept in iCloud becomes a category of its members', () => {
  const contacts = cardFixtures().flatMap((file) => readFixture(file).contacts);
  const { groups, contacts: none } = readFixture('icloud-group.vcf');
  expect(none).toEqual([]);
  const grouped = withGroupCategories(contacts, groups);
  const inFamily = grouped.filter(({ categories }) => categories.includes('Famille'));
  expect(inFamily.map(({ family }) => family)).toEqual(['Tremblay']);
  expect(grouped).toHaveLength(contacts.length);
});

test("a secretary's number is not taken for the director's, and that one was left out is said", () => {
  expect(readFixture('agent-2.1.vcf').problems).toEqual([{ line: 6, problem: 'nested-card' }]);
});
