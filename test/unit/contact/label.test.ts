/** What kind of number it is, in the words that stand behind a name. */
import { describe, expect, test } from 'vitest';
import { renamedLabel } from '../../../shared/contact/label.ts';
import { readContacts } from '../../../shared/contact/read.ts';

function label(lines: readonly string[]): string | undefined {
  const text = ['BEGIN:VCARD', 'VERSION:3.0', 'FN:John', ...lines, 'END:VCARD'].join('\r\n');
  const { contacts } = readContacts({ href: '/1.vcf', text }, { defaultCountry: 'CA' });
  return contacts[0]?.numbers[0]?.label;
}

describe('types of a number make one label', () => {
  test.each([
    ['TEL', ''],
    ['TEL;TYPE=', ''],
    ['TEL;TYPE=VOICE,PREF,MSG,TEXT,INTERNET', ''],
    ['TEL;PREF=1', ''],
    ['TEL;TYPE=cell', 'cell'],
    ['TEL;CELL;VOICE', 'cell'],
    ['TEL;TYPE=mobile', 'cell'],
    ['TEL;TYPE=IPHONE,CELL,VOICE,pref', 'cell'],
    ['TEL;TYPE=HOME,VOICE', 'home'],
    ['TEL;TYPE=WORK', 'work'],
    ['TEL;TYPE=MAIN', 'main'],
    ['TEL;TYPE=main-number', 'main'],
    ['TEL;TYPE=FAX', 'fax'],
    ['TEL;TYPE=PAGER', 'pager'],
    ['TEL;TYPE=CAR', 'car'],
    ['TEL;TYPE=VIDEO', ''],
    ['TEL;TYPE=OTHER', 'other'],
    ['TEL;TYPE=OTHER,FAX', 'fax'],
    ['TEL;TYPE=CELL,WORK', 'work cell'],
    ['TEL;TYPE=WORK,FAX', 'work fax'],
    ['TEL;TYPE=FAX;TYPE=HOME', 'home fax'],
    ['TEL;TYPE=WORK;TYPE=PAGER', 'work pager'],
    ['TEL;TYPE=WORK,MAIN', 'work main'],
    ['TEL;TYPE=FAX,CELL', 'cell'],
    ['TEL;X-Cottage', 'Cottage'],
    ['TEL;TYPE=X-EVOLUTION-RADIO', 'radio'],
    ['TEL;TYPE=School', 'School'],
    ['TEL;TYPE=School,CELL', 'cell'],
  ])('%s is "%s"', (telephone, expected) => {
    expect(label([`${telephone}:613-555-0101`])).toBe(expected);
  });
});

describe('a label of its own comes before any type', () => {
  test.each([
    ['_$!<Main>!$_', 'main'],
    ['_$!<Mobile>!$_', 'mobile'],
    ['_$!<Home>!$_', 'home'],
    ['_$!<HomeFAX>!$_', 'home fax'],
    ['_$!<WorkFAX>!$_', 'work fax'],
    ['_$!<OtherFAX>!$_', 'fax'],
    ['_$!<School>!$_', 'school'],
    ['Summer Cottage', 'Summer Cottage'],
    ['Mom\\, at work', 'Mom, at work'],
    ['two\\nlines', 'two lines'],
    ['', 'cell'],
  ])('%s is "%s"', (custom, expected) => {
    expect(label(['item1.TEL;TYPE=CELL:613-555-0101', `item1.X-ABLabel:${custom}`])).toBe(expected);
  });

  test('but only for the number in its own group', () => {
    expect(label(['item1.TEL;TYPE=CELL:613-555-0101', 'item2.X-ABLabel:Cottage'])).toBe('cell');
    expect(label(['TEL;TYPE=CELL:613-555-0101', 'X-ABLabel:Cottage'])).toBe('cell');
  });
});

describe('labels can be renamed', () => {
  test.each([
    [{ cell: 'mobile' }, 'TEL;TYPE=CELL', 'mobile'],
    [{ cell: 'mobile' }, 'TEL;TYPE=WORK,CELL', 'work mobile'],
    [{ 'work cell': 'office' }, 'TEL;TYPE=WORK,CELL', 'office'],
    [{ cell: '' }, 'TEL;TYPE=CELL', ''],
    [{ cottage: 'Lake' }, 'TEL;X-Cottage', 'Lake'],
    [{ home: 'House' }, 'TEL;TYPE=CELL', 'cell'],
    [{}, 'TEL;X-constructor', 'constructor'],
  ])('%j: %s is "%s"', (renames, telephone, expected) => {
    const known = label([`${telephone}:613-555-0101`]) ?? '';
    expect(renamedLabel(known, renames)).toBe(expected);
  });
});
