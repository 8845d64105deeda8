/** What a number is, where its label hides it or where a program wrote its types in unusual places. */
import { describe, expect, test } from 'vitest';
import { readContacts } from '../../../shared/contact/read.ts';
import { desired } from '../../support/roster/samples.ts';

function contactsOf(version: string, lines: readonly string[]) {
  const text = ['BEGIN:VCARD', `VERSION:${version}`, 'FN:Jo', ...lines, 'END:VCARD'].join('\r\n');
  return readContacts({ href: '/1.vcf', text }, { defaultCountry: 'CA' }).contacts;
}

function label(lines: readonly string[], version = '3.0'): string | undefined {
  return contactsOf(version, lines)[0]?.numbers[0]?.label;
}

/** Names of the items that a profile without fax and pager has for the card under its first number. */
function items(lines: readonly string[], filters: object = {}): string[] {
  const all = desired(contactsOf('3.0', lines), filters).items;
  return all.filter(({ did }) => did.alias === 'Home').map(({ name }) => name);
}

describe('a number that its types call a fax or a pager gets no item, whatever its own label says', () => {
  test.each([
    [['A.TEL;TYPE=WORK,FAX:613-555-0117', 'A.X-ABLabel:Office']],
    [['A.X-ABLabel:Office', 'A.TEL;TYPE=FAX:613-555-0117']],
    [['A.TEL;TYPE=PAGER:613-555-0117', 'A.X-ABLabel:On call']],
    [['A.TEL;TYPE=WORK;TYPE=FAX:613-555-0117', 'A.X-ABLabel:_$!<Work>!$_']],
    [['A.TEL;FAX:613-555-0117', 'A.X-ABLabel:Mobile']],
    [['A.TEL;TYPE=CELL:613-555-0117', 'A.X-ABLabel:_$!<WorkFAX>!$_']],
    [['TEL:613-555-0117', 'A.TEL;TYPE=FAX:+16135550117', 'A.X-ABLabel:Office']],
    [['A.TEL;TYPE=VOICE:613-555-0117', 'A.X-ABLabel:Office (fax)']],
    [['A.TEL:613-555-0117', 'A.X-ABLabel:Home/Fax']],
    [['A.TEL:613-555-0117', 'A.X-ABLabel:Fax-Büro']],
  ])('%j', (lines) => {
    expect(items(lines)).toEqual([]);
  });

  test('and another number with that label has its item', () => {
    expect(items(['A.TEL;TYPE=WORK,VOICE:613-555-0117', 'A.X-ABLabel:Office'])).toEqual([
      '[Home] Jo (Office)',
    ]);
    expect(items(['A.TEL;TYPE=FAX,CELL:613-555-0117', 'A.X-ABLabel:Office'])).toEqual([
      '[Home] Jo (Office)',
    ]);
  });

  test('and a filter for cells finds the cell that has a label of its own', () => {
    const lines = ['A.TEL;TYPE=CELL:613-555-0117', "A.X-ABLabel:Mom's", 'TEL;HOME:613-555-0118'];
    expect(items(lines, { onlyTypes: ['cell'] })).toEqual(["[Home] Jo (Mom's)"]);
    expect(items(lines, { skipTypes: ['mobile'] })).toEqual(['[Home] Jo (home)']);
    expect(items(lines, { skipTypes: ["mom's"] })).toEqual(['[Home] Jo (home)']);
  });
});

describe('types that a program wrote as a label are types', () => {
  test.each([
    ['WORK\\;VOICE\\;PREF', 'work'],
    ['PREF\\;CELL', 'cell'],
    ['WORK\\;FAX', 'work fax'],
    ['WORK\\,FAX', 'work fax'],
    ['work;cell;pref', 'work cell'],
    ['HOME', 'home'],
    ['CELL', 'cell'],
    ['WORK FAX', 'work fax'],
    ['CELL\\,', 'cell'],
  ])('%s is "%s"', (own, expected) => {
    expect(label(['A.TEL;TYPE=pref:613-555-0114', `A.X-ABLABEL:${own}`])).toBe(expected);
  });

  test.each([
    'VOICE',
    'PREF\\;VOICE',
    'pref\\;internet',
  ])('%s says nothing, so the types count', (own) => {
    expect(label(['A.TEL;TYPE=WORK,CELL:613-555-0114', `A.X-ABLABEL:${own}`])).toBe('work cell');
  });

  test.each([
    'Work',
    'Home phone',
    'Mom\\, at work',
    'ACME',
    'Cell\\; evenings',
    'Video',
    ',',
    'Ω',
  ])('%s stays as a person wrote it', (own) => {
    const shown = own.replaceAll('\\', '');
    expect(label(['A.TEL;TYPE=CELL:613-555-0114', `A.X-ABLABEL:${own}`])).toBe(shown);
  });
});

describe('types are read however their list is written', () => {
  test.each([
    ['TEL;TYPE=WORK\\,VOICE', 'work'],
    ['TEL;TYPE=WORK\\,FAX', 'work fax'],
    ['TEL;TYPE=WORK\\;FAX', 'work fax'],
    ['TEL;TYPE="WORK\\,CELL"', 'work cell'],
    ['TEL;TYPE=WORK\\\\,FAX', 'work fax'],
    ["TEL;TYPE='cell'", 'cell'],
    ['TEL;TYPE=WORK;CELL', 'work cell'],
    ['TEL;TYPE=work|fax', 'work fax'],
  ])('%s is "%s"', (telephone, expected) => {
    expect(label([`${telephone}:613-555-0170`])).toBe(expected);
  });
});

describe("a label of one's own in vCard 2.1 is read", () => {
  const printable = 'X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE';
  test.each([
    [`TEL;${printable},=70=72=6F=76=61=20=C3=A9)`, 'prova é'],
    [`TEL;PREF;${printable},Soccer coach)`, 'Soccer coach'],
    [`TEL;${printable},=D0=94=D0=B0=D1=87=D0=B0)`, 'Дача'],
    ['TEL;X-CUSTOM(CHARSET=ISO-8859-1,ENCODING=QUOTED-PRINTABLE,B=FCro)', 'Büro'],
    ['TEL;X-CUSTOM(CHARSET=windows-1251,ENCODING=QUOTED-PRINTABLE,=C4=E0=F7=E0)', 'Дача'],
    [`TEL;${printable},=61=2C=3A=3B=29)`, 'a,:;)'],
    [`TEL;${printable},a, b)`, 'a, b'],
    ['TEL;X-CUSTOM(Chalet)', 'Chalet'],
    ['TEL;X-Chalet', 'Chalet'],
    [`TEL;CELL;${printable},=4D=6F=6D)`, 'Mom'],
    ['TEL;X-CUSTOM(', ''],
    [`TEL;${printable},)`, ''],
  ])('%s is "%s"', (telephone, expected) => {
    expect(label([`${telephone}:613-555-0170`], '2.1')).toBe(expected);
  });

  test('also where a soft line break goes through it', () => {
    const lines = [`TEL;${printable},=D0=94=D0=B0=`, '=D1=87=D0=B0):613-555-0170'];
    expect(label(lines, '2.1')).toBe('Дача');
    const long = [`TEL;${printable},=D0=94=`, '=D0=B0=', '=D1=87=D0=B0):613-555-0170'];
    expect(label(long, '2.1')).toBe('Дача');
    const folded = [`TEL;${printable},=D0=94=D0=B0=D1`, ' =87=D0=B0):613-555-0170'];
    expect(label(folded, '2.1')).toBe('Дача');
  });

  test('and hides no fax', () => {
    expect(items([`TEL;WORK;FAX;${printable},=4F=66=66=69=63=65):613-555-0170`])).toEqual([]);
  });
});
