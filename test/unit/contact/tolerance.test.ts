/** What cards in the wild get wrong, one by one: each was seen to break some parser. */
import { describe, expect, test } from 'vitest';
import { readContacts } from '../../../shared/contact/read.ts';
import { labelledNumbers } from '../../support/contact/read-fixture.ts';

function read(text: string): ReturnType<typeof readContacts> {
  return readContacts({ href: '/book/card.vcf', text }, { defaultCountry: 'CA' });
}

function card(version: string, ...lines: string[]): string {
  return ['BEGIN:VCARD', `VERSION:${version}`, ...lines, 'END:VCARD', ''].join('\r\n');
}

const john = ['FN:John Smith', 'TEL;TYPE=CELL:+1 613 555 0101'];

interface Oddity {
  readonly what: string;
  readonly text: string;
  readonly name?: string;
  readonly numbers?: readonly string[];
}

const oddities: readonly Oddity[] = [
  { what: 'a byte order mark', text: `\uFEFF${card('3.0', ...john)}` },
  {
    what: 'a byte order mark between two files put together',
    text: `${card('3.0', 'UID:1', ...john)}\uFEFF${card('3.0', 'UID:1', 'FN:Twice')}`,
  },
  { what: 'LF', text: card('3.0', ...john).replaceAll('\r\n', '\n') },
  { what: 'CR alone', text: card('3.0', ...john).replaceAll('\r\n', '\r') },
  { what: 'CR CR LF', text: card('3.0', ...john).replaceAll('\r\n', '\r\r\n') },
  {
    what: 'all line breaks mixed',
    text: 'BEGIN:VCARD\rVERSION:3.0\nFN:John Smith\r\nTEL;TYPE=CELL:+1 613 555 0101\r\r\nEND:VCARD',
  },
  {
    what: 'lines folded with a space and with a tab',
    text: card('3.0', 'FN:Jo', ' hn Sm', '\tith', 'TEL;TYPE=CE', '\tLL:+1 613 5', ' 55 0101'),
  },
  {
    what: 'a fold behind CR CR LF',
    text: 'BEGIN:VCARD\r\r\nFN:John\r\r\n  Smith\r\r\nTEL;CELL:6135550101\r\r\nEND:VCARD',
  },
  {
    what: 'quoted-printable with a soft break',
    text: card(
      '2.1',
      'FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BC=',
      'rgen =',
      ' M=C3=BCller',
      'TEL;CELL:6135550101',
    ),
    name: 'Jürgen Müller',
  },
  {
    what: 'quoted-printable with padding behind its soft break',
    text: card('2.1', 'FN;QUOTED-PRINTABLE:John =  ', 'Smith', 'TEL;CELL:6135550101'),
  },
  {
    what: 'quoted-printable whose last line ends with =',
    text: 'BEGIN:VCARD\nVERSION:2.1\nTEL;CELL:6135550101\nFN;ENCODING=QUOTED-PRINTABLE:John Smith=\nEND:VCARD',
  },
  {
    what: 'quoted-printable continued without a soft break',
    text: card('2.1', 'FN;QUOTED-PRINTABLE:J=C3=BC', 'rgen=20M=C3=BCller', 'TEL;CELL:6135550101'),
    name: 'Jürgen Müller',
  },
  {
    what: 'quoted-printable in 3.0, folded right through an escape',
    text: card(
      '3.0',
      'FN;ENCODING=QUOTED-PRINTABLE:J=',
      ' C3=BCrge',
      ' n M=C3=',
      ' BCller',
      john[1] ?? '',
    ),
    name: 'Jürgen Müller',
  },
  {
    what: 'quoted-printable in 3.0 with soft breaks and folds at once',
    text: card(
      '3.0',
      'FN;ENCODING=QUOTED-PRINTABLE:J=C3=',
      ' =BCrgen M=',
      ' =C3=BCller',
      john[1] ?? '',
    ),
    name: 'Jürgen Müller',
  },
  {
    what: 'quoted-printable in Windows-1252',
    text: card(
      '2.1',
      'N;CHARSET=Windows-1252;ENCODING=QUOTED-PRINTABLE:M=FCller;J=FCrgen',
      'TEL;CELL:6135550101',
    ),
    name: 'Jürgen Müller',
  },
  {
    what: 'quoted-printable in Shift_JIS, whose second bytes include the backslash',
    text: card(
      '2.1',
      'N;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=8E=52=93=63;=91=BE=98=59;;;',
      'TEL;CELL:6135550101',
    ),
    name: '山田太郎',
  },
  {
    what: 'quoted-printable in ISO-2022-JP, half of it plain ASCII',
    text: card(
      '2.1',
      'FN;CHARSET=ISO-2022-JP;ENCODING=QUOTED-PRINTABLE:=1B$B;3ED=1B(B',
      'TEL;CELL:6135550101',
    ),
    name: '山田',
  },
  {
    what: 'a character set that nobody knows',
    text: card('2.1', 'FN;CHARSET=X-UNKNOWN;QUOTED-PRINTABLE:J=C3=BCrgen', 'TEL;CELL:6135550101'),
    name: 'Jürgen',
  },
  {
    what: 'a character set that is not the one its bytes are in',
    text: card('2.1', 'FN;CHARSET=UTF-8;QUOTED-PRINTABLE:J=FCrgen', 'TEL;CELL:6135550101'),
    name: 'Jürgen',
  },
  {
    what: 'text in base64',
    text: card(
      '2.1',
      'FN;CHARSET=UTF-8;ENCODING=BASE64:SsO8cmdlbiBN',
      ' w7xsbGVy',
      '',
      'TEL;CELL:6135550101',
    ),
    name: 'Jürgen Müller',
  },
  {
    what: 'bare types',
    text: card('2.1', 'FN:John Smith', 'TEL;CELL;VOICE:613-555-0101'),
  },
  {
    what: 'types as a list, repeated, quoted, in any case',
    text: card(
      '3.0',
      'FN:John Smith',
      'TEL;TYPE=WORK,CELL:6135550101',
      'TEL;TYPE=work;type=Fax:6135550102',
      'TEL;TYPE="home,voice":6135550103',
      'TEL;TYPE="cell","voice":6135550104',
      'tel;type=pager:6135550105',
    ),
    numbers: [
      'work cell +16135550101',
      'work fax +16135550102',
      'home +16135550103',
      'cell +16135550104',
      'pager +16135550105',
    ],
  },
  {
    what: 'groups with labels, before or behind the number',
    text: card(
      '3.0',
      'item1.X-ABLabel:Cottage',
      'FN:John Smith',
      'item1.TEL:6135550101',
      'ITEM2.TEL;type=pref:6135550102',
      'item2.X-ABLABEL:_$!<Main>!$_',
    ),
    numbers: ['Cottage +16135550101', 'main +16135550102'],
  },
  {
    what: 'tel: URIs with an extension',
    text: card('4.0', 'FN:John Smith', 'TEL;TYPE=cell;VALUE=uri:tel:+1-613-555-0101;ext=12'),
  },
  {
    what: 'VALUE=text',
    text: card('4.0', 'FN:John Smith', 'TEL;VALUE=text;TYPE="cell":+1 613 555 0101'),
  },
  {
    what: 'every escape',
    text: card('3.0', 'FN:Smith\\, Jones\\; Co \\\\ AC\\DC\\nOttawa\\: east', john[1] ?? ''),
    name: 'Smith, Jones; Co \\ AC\\DC Ottawa: east',
  },
  {
    what: 'no FN',
    text: card('3.0', 'N:Smith;John;Q.,R.;Dr.;Jr.', john[1] ?? ''),
    name: 'Dr. John Q. R. Smith Jr.',
  },
  {
    what: 'an empty FN and a comma in a 2.1 name',
    text: card('2.1', 'FN:  ', 'N:Smith, Sr.;John', 'TEL;CELL:6135550101'),
    name: 'John Smith, Sr.',
  },
  {
    what: 'no name but an organisation',
    text: card('3.0', 'N:;;;;', 'ORG:Acme;Sales', 'NICKNAME:Ac', john[1] ?? ''),
    name: 'Acme',
  },
  {
    what: 'no name but a nickname',
    text: card('3.0', 'NICKNAME:Johnny,Jay', 'EMAIL:john@example.com', john[1] ?? ''),
    name: 'Johnny',
  },
  {
    what: 'no name but an address',
    text: card('4.0', 'EMAIL:mailto:john@example.com', john[1] ?? ''),
    name: 'john@example.com',
  },
  { what: 'no name at all', text: card('3.0', john[1] ?? ''), name: '+16135550101' },
  { what: 'no END', text: 'BEGIN:VCARD\nVERSION:3.0\nFN:John Smith\nTEL;TYPE=CELL:6135550101' },
  { what: 'END:VCARDNULL', text: card('2.1', ...john).replace('END:VCARD', 'END:VCARDNULL') },
  {
    what: 'junk between properties',
    text: card(
      '3.0',
      '%%%',
      'FN:John Smith',
      '=====',
      '<b>: x',
      john[1] ?? '',
      'no property',
      ':',
      '',
    ),
  },
  {
    what: 'a raw line break inside FN',
    text: card('3.0', 'FN:John', 'Smith', john[1] ?? ''),
  },
  {
    what: 'a raw line feed inside FN, where lines end with CRLF',
    text: card('4.0', 'N:Smith\nJr.;John;;;', 'FN;PREF=1:John\nSmith', john[1] ?? ''),
  },
  {
    what: 'raw line breaks and a blank line inside FN',
    text: card('2.1', 'FN:ACME', '', 'Corp.', 'Ottawa', 'TEL;CELL:6135550101'),
    name: 'ACME Corp. Ottawa',
  },
  {
    what: 'a raw line break inside N and ORG',
    text: card('3.0', 'ORG:Ac', 'me;Sales', 'N:Smith;John', 'Q.;;;', john[1] ?? ''),
    name: 'John Q. Smith',
  },
  {
    what: 'a raw line break inside a label',
    text: card('3.0', 'FN:John Smith', 'a.TEL:6135550101', 'a.X-ABLabel:Summer', 'cottage'),
    numbers: ['Summer cottage +16135550101'],
  },
  {
    what: 'a raw line break between two numbers',
    text: card('3.0', 'FN:John Smith', 'TEL;TYPE=CELL:613-555-0101', '613-555-0102'),
    numbers: ['cell +16135550101', 'cell +16135550102'],
  },
  {
    what: 'a line break written as \\r\\n',
    text: card('3.0', 'FN:ACME Corp.\\r\\nSmith\\, John', john[1] ?? ''),
    name: 'ACME Corp. Smith, John',
  },
  {
    what: 'names in lower case',
    text: 'begin:vcard\nversion:3.0\nfn:John Smith\ntel;type=cell:6135550101\nend:vcard\n',
  },
  {
    what: 'space around names, types and marks',
    text: 'BEGIN: VCARD \nVERSION : 2.1\nFN: John Smith \nTEL ; CELL : 6135550101\nEND : VCARD\n',
  },
  {
    what: 'carets in parameters (RFC 6868)',
    text: card('4.0', 'FN:John Smith', "TEL;TYPE=cell;X-NOTE=a^nb^'c^^:6135550101"),
  },
  {
    what: 'a colon and a semicolon inside quotes',
    text: card('4.0', 'FN:John Smith', 'TEL;X-NOTE="call: 5;6,7";TYPE=cell:6135550101'),
  },
  {
    what: 'a quote that never closes',
    text: card('2.1', 'FN:John Smith', 'TEL;X-NOTE=5";CELL:6135550101'),
  },
  { what: 'no VERSION', text: card('3.0', ...john).replace('VERSION:3.0\r\n', '') },
];

describe('a card is read in spite of', () => {
  test.each(oddities)('$what', ({ text, name = 'John Smith', numbers = ['cell +16135550101'] }) => {
    const reading = read(text);
    expect(reading.contacts.map((contact) => contact.name)).toEqual([name]);
    expect(labelledNumbers(reading)).toEqual(numbers);
    expect(reading.skipped).toEqual([]);
  });
});

describe('several cards in one resource', () => {
  test('are all read, one of them cut off', () => {
    const text = `${card('3.0', 'FN:A')}BEGIN:VCARD\r\nVERSION:2.1\r\nFN:B\r\n${card('4.0', 'FN:C')}`;
    const { contacts, problems } = read(text);
    expect(contacts.map(({ uid, name }) => [uid, name])).toEqual([
      ['/book/card.vcf', 'A'],
      ['/book/card.vcf#2', 'B'],
      ['/book/card.vcf#3', 'C'],
    ]);
    expect(problems).toEqual([{ line: 5, problem: 'missing-end' }]);
  });

  test('are read where no line break stands between two files put together', () => {
    const text = `${card('3.0', 'FN:A').trimEnd()}${card('3.0', 'FN:B')}`;
    expect(read(text).contacts.map(({ name }) => name)).toEqual(['A', 'B']);
  });

  test('with one UID are one contact, the first that says anything', () => {
    const text = [
      card('3.0', 'UID:x', 'NOTE:nothing'),
      card('3.0', 'UID:x', 'FN:First'),
      card('3.0', 'UID:x', 'FN:Second'),
    ].join('');
    expect(read(text).contacts.map(({ name }) => name)).toEqual(['First']);
  });
});

describe('what a card holds besides is passed over', () => {
  const base64 = 'QUJD'.repeat(125_000);
  const folded = base64.replace(/.{74}/g, '$&\r\n ');
  const bare = base64.replace(/.{76}/g, '$&\r\n');

  test.each([
    ['folded', `PHOTO;ENCODING=b;TYPE=JPEG:${folded}`],
    ['on one line', `item1.PHOTO;ENCODING=b;TYPE=JPEG:${base64}`],
    ['with lines that are not indented, as Outlook writes them', `photo;BASE64;JPEG:${bare}\r\n`],
    ['as a data: URI', `PHOTO:data:image/jpeg;base64\\,${folded}`],
  ])('a photo of 500 kB %s', (_, photo) => {
    const reading = read(card('3.0', ...john.slice(0, 1), photo, ...john.slice(1)));
    expect(labelledNumbers(reading)).toEqual(['cell +16135550101']);
    expect(reading.problems).toEqual([]);
  });

  test('the card of an agent behind AGENT: on the same line', () => {
    const inner = ['AGENT:BEGIN:VCARD', 'FN:Sam', 'TEL:6135550102', 'END:VCARD'];
    const reading = read(card('2.1', 'FN:John Smith', ...inner, 'TEL;CELL:6135550101'));
    expect(reading.contacts.map(({ name }) => name)).toEqual(['John Smith']);
    expect(labelledNumbers(reading)).toEqual(['cell +16135550101']);
  });

  test('the escaped card of an agent in 3.0', () => {
    const inner = 'AGENT:BEGIN:VCARD\\nFN:Sam\\nTEL:6135550102\\nEND:VCARD\\n';
    expect(labelledNumbers(read(card('3.0', inner, ...john)))).toEqual(['cell +16135550101']);
  });

  test('junk lines, which are named with the line they stand on', () => {
    const { problems } = read(card('3.0', 'junk', 'FN:John', 'TEL:6135550101', 'REV:1', 'more'));
    expect(problems).toEqual([
      { line: 3, problem: 'junk-line' },
      { line: 7, problem: 'junk-line' },
    ]);
  });

  test('no line of a value that is broken without being folded, which is named as well', () => {
    const { problems } = read(card('3.0', 'FN:John', 'Smith', '---', 'TEL:6135550101'));
    expect(problems).toEqual([
      { line: 4, problem: 'unfolded-line' },
      { line: 5, problem: 'junk-line' },
    ]);
  });

  test('a photo that runs on without folds is not added to the name', () => {
    const lines = ['FN:John Smith', 'PHOTO;BASE64:QUJD', 'QUJDQUJD', '', 'TEL;CELL:6135550101'];
    expect(read(card('2.1', ...lines)).contacts[0]?.name).toBe('John Smith');
  });
});
