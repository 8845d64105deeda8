/** Of what stands on a card several times, the one that the card prefers counts. */
import { describe, expect, test } from 'vitest';
import { readContacts } from '../../../shared/contact/read.ts';

function contact(version: string, lines: readonly string[]) {
  const text = ['BEGIN:VCARD', `VERSION:${version}`, 'UID:a', ...lines, 'END:VCARD'].join('\r\n');
  return readContacts({ href: '/1.vcf', text }, { defaultCountry: 'CA' }).contacts[0];
}

describe('the name of a card is', () => {
  test.each<[version: string, lines: string[], name: string]>([
    ['4.0', ['FN;PREF=2:name2', 'FN;PREF=1:name1'], 'name1'],
    ['4.0', ['FN;PREF=100:name2', 'FN;PREF=99:name1'], 'name1'],
    ['4.0', ['FN;PREF=20:name2', 'FN;PREF=3:name1'], 'name1'],
    ['4.0', ['FN:name2', 'FN;PREF=100:name1'], 'name1'],
    ['4.0', ['FN;PREF="2":name2', 'FN;pref="1";LANGUAGE=fr:name1'], 'name1'],
    ['4.0', ['FN;PREF=1:name1', 'FN;PREF=1:name2'], 'name1'],
    ['4.0', ['FN:name1', 'FN:name2'], 'name1'],
    ['4.0', ['FN;PREF=0:name2', 'FN;PREF=50:name1'], 'name1'],
    ['4.0', ['FN;PREF=101:name2', 'FN;PREF=50:name1'], 'name1'],
    ['4.0', ['FN;PREF=high:name1', 'FN:name2'], 'name1'],
    ['4.0', ['FN;PREF=1:', 'FN;PREF=2:name1'], 'name1'],
    ['3.0', ['FN:name2', 'FN;TYPE=pref:name1'], 'name1'],
    ['3.0', ['FN:name2', 'FN;TYPE=WORK,PREF:name1'], 'name1'],
    ['3.0', ['FN:name2', 'FN;TYPE=HOME;TYPE=PREF:name1'], 'name1'],
    ['3.0', ['FN:name2', 'FN;PREF=1:name1'], 'name1'],
    ['2.1', ['FN:name2', 'FN;PREF:name1'], 'name1'],
    ['4.0', ['FN:name2', 'FN;TYPE=pref:name1'], 'name1'],
    ['4.0', ['FN;PREF=2:name2', 'item1.FN;PREF=1:name1'], 'name1'],
    ['4.0', ['N;PREF=2:Two;Jo;;;', 'N;PREF=1:One;Jo;;;'], 'Jo One'],
    ['3.0', ['N:Two;Jo;;;', 'N;TYPE=pref:One;Jo;;;'], 'Jo One'],
    ['4.0', ['ORG;PREF=2:Two', 'ORG;PREF=1:One'], 'One'],
    ['3.0', ['ORG:Two', 'ORG;TYPE=pref:One;Sales'], 'One'],
    ['4.0', ['NICKNAME;PREF=2:Two', 'NICKNAME;PREF=1:One,Uno'], 'One'],
    ['3.0', ['NICKNAME:Two', 'NICKNAME;TYPE=PREF:One'], 'One'],
    ['4.0', ['EMAIL;PREF=2:two@example.com', 'EMAIL;PREF=1:one@example.com'], 'one@example.com'],
    ['3.0', ['EMAIL:two@example.com', 'EMAIL;TYPE=HOME,pref:one@example.com'], 'one@example.com'],
    ['2.1', ['EMAIL;HOME:two@example.com', 'EMAIL;PREF;HOME:one@example.com'], 'one@example.com'],
    ['4.0', ['TEL;PREF=2:613-555-0102', 'TEL;PREF=1:613-555-0101'], '+16135550101'],
    ['3.0', ['TEL:613-555-0102', 'TEL;TYPE=CELL,pref:613-555-0101'], '+16135550101'],
  ])('in %s %j: %s', (version, lines, name) => {
    expect(contact(version, lines)?.name).toBe(name);
  });
});

test('every other name on the card follows its own preference', () => {
  const lines = [
    'FN;PREF=2:Jo',
    'FN;PREF=1:Joanna',
    'N;PREF=9:Old;Jo;;;',
    'N;PREF=8:New;Joanna;;;',
    'ORG:Old Org',
    'ORG;PREF=1:New Org',
    'NICKNAME;PREF=2:J',
    'NICKNAME;PREF=1:JoJo',
  ];
  expect(contact('4.0', lines)).toMatchObject({
    name: 'Joanna',
    given: 'Joanna',
    family: 'New',
    organization: 'New Org',
    nickname: 'JoJo',
  });
});

test('the preferred category is the one that a format shows', () => {
  const lines = ['FN:Jo', 'CATEGORIES;PREF=2:Work,Club', 'CATEGORIES;PREF=1:Family'];
  expect(contact('4.0', lines)?.categories).toEqual(['Family', 'Work', 'Club']);
});

test('a number that stands there twice has the label that is preferred', () => {
  const lines = ['FN:Jo', 'TEL;TYPE=home:+16135550101', 'TEL;TYPE=work;PREF=1:613-555-0101'];
  expect(contact('4.0', lines)?.numbers.map(({ label }) => label)).toEqual(['work']);
});

test('other numbers keep their places', () => {
  const lines = ['FN:Jo', 'TEL:6135550101', 'TEL:6135550102', 'TEL;TYPE=CELL,pref:6135550103'];
  const numbers = contact('3.0', lines)?.numbers.map(({ number }) => number);
  expect(numbers).toEqual(['+16135550101', '+16135550102', '+16135550103']);
});

test('a group has the name that its card prefers', () => {
  const text =
    'BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN;PREF=2:Old\nFN;PREF=1:New\nMEMBER:a\nEND:VCARD';
  expect(readContacts({ href: '/1.vcf', text }).groups.map(({ name }) => name)).toEqual(['New']);
});
