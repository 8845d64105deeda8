/** Whatever a server sends as a card, reading it ends, soon, and without an error. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SkipReason, skipReasons } from '../../../shared/contact/contact.ts';
import { readContacts } from '../../../shared/contact/read.ts';
import { decodeCardBytes } from '../../../shared/contact/vcard/bytes.ts';
import { endsInTime, inTimeTimeout, longInput, repeatedTo } from '../../support/contact/in-time.ts';
import { cardFixtures, fixtureBytes } from '../../support/contact/read-fixture.ts';

const countries = fc.constantFrom(undefined, 'CA', 'DE', 'zz', '');

function expectSound(text: string, defaultCountry: string | undefined): void {
  const { contacts, skipped } = readContacts({ href: '/any.vcf', text }, { defaultCountry });
  for (const { uid, name, numbers } of contacts) {
    expect(uid).not.toBe('');
    expect(name).not.toBe('');
    for (const { number } of numbers) expect(number).toMatch(/^\+[0-9]{7,15}$/);
  }
  const reasons: readonly SkipReason[] = skipReasons;
  for (const { reason } of skipped) expect(reasons).toContain(reason);
}

describe('reading never fails', () => {
  test('on any text', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ maxLength: 300 }),
    );
    fc.assert(fc.property(texts, countries, expectSound), { numRuns: 2000 });
  });

  test('on any mixture of what cards are made of', () => {
    const parts = fc.constantFrom(
      ...[
        'BEGIN:VCARD',
        'END:VCARD',
        'END:VCARDNULL',
        'AGENT:',
        'VERSION:2.1',
        'VERSION:4.0',
        'TEL',
        'N',
        'FN',
        'ORG',
      ],
      ...[
        'X-ABLabel',
        'PHOTO',
        'CATEGORIES',
        'KIND:group',
        'MEMBER:',
        'UID:',
        'item1.',
        'TYPE=',
        'CHARSET=',
        'VALUE=uri',
      ],
      ...[
        'ENCODING=QUOTED-PRINTABLE',
        'BASE64',
        'cell',
        '=C3=A9',
        '=',
        '+1 613 555 0101',
        'tel:',
        ';ext=1',
        '(0)',
        '%41',
      ],
      ...[
        '\n',
        '\r\n',
        '\r',
        ' ',
        '\t',
        ':',
        ';',
        ',',
        '"',
        '\\',
        '^',
        '\uFEFF',
        '\0',
        '\uD800',
        'é',
        '٦',
        'x',
        '/',
        '#',
      ],
    );
    const mixtures = fc.array(parts, { maxLength: 80 }).map((all) => all.join(''));
    fc.assert(
      fc.property(mixtures, countries, (text, country) => {
        expectSound(text, country);
        expectSound(`BEGIN:VCARD\nFN:x\n${text}\nEND:VCARD`, country);
      }),
      { numRuns: 3000 },
    );
  });

  test('on any bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.uint8Array({ maxLength: 300 }).map((tail) => Uint8Array.of(0xff, 0xfe, ...tail)),
      fc
        .uint8Array({ maxLength: 300 })
        .map((tail) =>
          Uint8Array.of(...new TextEncoder().encode('BEGIN:VCARD\nFN;CHARSET=shift_jis:'), ...tail),
        ),
    );
    fc.assert(
      fc.property(bytes, countries, (some, country) => expectSound(decodeCardBytes(some), country)),
      { numRuns: 2000 },
    );
  });

  test('on real cards cut off anywhere, with bytes changed', () => {
    const files = cardFixtures().map(fixtureBytes);
    const change = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.nat(),
        fc.array(change, { maxLength: 5 }),
        (file, cut, changes) => {
          const bytes = Uint8Array.from(file.subarray(0, cut % (file.length + 1)));
          for (const { at, byte } of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
          expectSound(decodeCardBytes(bytes), 'CA');
        },
      ),
      { numRuns: 2000 },
    );
  });
});

const head2 = 'BEGIN:VCARD\nVERSION:2.1\n';
const head3 = 'BEGIN:VCARD\nVERSION:3.0\n';
const quotedPrintable = `${head2}FN;ENCODING=QUOTED-PRINTABLE:`;

/** What goes before, and what is repeated until the card is as long as wanted. */
const endless: readonly (readonly [
  what: string,
  before: string,
  repeated: string,
  after?: string,
])[] = [
  ['beginnings', '', 'BEGIN:VCARD\n'],
  ['cards within cards', '', 'BEGIN:VCARD\nAGENT:\n'],
  ['ends with beginnings', '', 'END:VCARDBEGIN:VCARD\n'],
  ['cards', '', 'BEGIN:VCARD\nFN:a\nEND:VCARD\n'],
  ['cards of one UID', '', 'BEGIN:VCARD\nUID:a\nFN:a\nEND:VCARD\n'],
  ['junk', head2, 'a\n'],
  ['carriage returns', '', '\r'],
  ['zeros', '', '\0'],
  ['colons', head2, ':'],
  ['parameters', `${head2}TEL`, ';A=b'],
  ['types', `${head3}TEL;TYPE=`, 'a,'],
  ['quotes', `${head2}N;A=`, '",'],
  ['lines with open quotes', head2, 'N;"a:b\n'],
  ['carets', `${head3}TEL;A=`, '^'],
  ['groups', head3, 'a.'],
  ['folds', `${head2}FN:`, '\n '],
  ['folds in a name', head2, 'A\n '],
  ['soft breaks', quotedPrintable, 'a=\n'],
  ['soft breaks of nothing', quotedPrintable, '=\n'],
  ['soft breaks and folds', quotedPrintable, '=\n ='],
  ['soft breaks with padding', quotedPrintable, '   =\n'],
  ['quoted-printable continued', quotedPrintable, '=41\n'],
  ['escapes of two kinds', quotedPrintable, 'é=41'],
  ['base64', `${head2}FN;BASE64:`, 'QUJD'],
  ['a photo', `${head2}PHOTO;BASE64:`, 'QUJDQUJD\n '],
  ['backslashes', `${head3}N:`, '\\'],
  ['spaces', `${head3}FN:`, ' '],
  ['components', `${head3}N:`, ';'],
  ['empty names', head3, 'N:;;;;\n'],
  ['categories', `${head3}CATEGORIES:`, 'a,'],
  ['labels', head3, 'a.X-ABLabel:b c d\n'],
  ['labels of types', `${head3}a.X-ABLabel:`, 'CELL;'],
  ['labels of spaces in a parameter', `${head2}TEL;X-CUSTOM(`, ' ', 'x:1'],
  ['labels in parameters', `${head2}TEL`, ';X-CUSTOM(a', ':=\n'],
  ['labels cut in a parameter', head2, 'TEL;X-CUSTOM(a=\n'],
  ['broken names', `${head3}FN:`, 'a\n'],
  ['preferred names', head3, 'FN;PREF=1:\n'],
  ['UTF-16', `${head2}FN;CHARSET=UTF-16;QUOTED-PRINTABLE:`, '=00;'],
  ['lists', '', 'BEGIN:VLIST\nCARD:a\n'],
  ['members', `${head3}KIND:group\nFN:a\n`, 'MEMBER:urn:uuid:a\n'],
  ['digits', `${head3}TEL:`, '1'],
  ['numbers', head3, 'TEL:+49 30 123456\n'],
  ['numbers of slashes', head3, `TEL:${'1/'.repeat(147)}\n`],
  ['numbers of brackets', head3, `TEL:${'('.repeat(295)}a\n`],
  ['numbers of extensions', head3, `TEL:${'1x'.repeat(147)}\n`],
  ['numbers of pauses', head3, `TEL:${'1p '.repeat(98)}\n`],
  ['numbers of hashes', head3, `TEL:1${'#'.repeat(290)}a\n`],
  ['numbers of words', head3, `TEL:${'613 a '.repeat(49)}\n`],
  ['numbers of numbers', head3, `TEL:${'030 123456 '.repeat(27)}\n`],
  ['numbers of hours', head3, `TEL:${'9-5 5 pm '.repeat(33)}\n`],
  ['numbers of letters that look like digits', head3, `TEL:${'O1'.repeat(148)}\n`],
  ['numbers of numbers with a plus', head3, `TEL:${'+49 30 123456'.repeat(22)}\n`],
  ['numbers of zeros in brackets', head3, `TEL:${'(0)'.repeat(98)}\n`],
  ['numbers that grow when normalised', head3, `TEL:${'\uFDFA'.repeat(295)}\n`],
];

describe('reading takes time in proportion to the text, also of nothing but', {
  timeout: inTimeTimeout,
}, () => {
  test.each(endless)('%s', (_, before = '', repeated = '', after = '') => {
    const text = before + repeatedTo(longInput, repeated) + after;
    endsInTime(() => readContacts({ href: '/1.vcf', text }, { defaultCountry: 'DE' }));
  });

  test.each([
    ['bytes that are no UTF-8', [0xe9, 0x41, 0x0a]],
    [
      'lines in a character set that nobody knows',
      [...new TextEncoder().encode('N;CHARSET=x:'), 0xe9, 0x0a],
    ],
    ['folds through characters', [0xc3, 0x0a, 0x20, 0xa9]],
    ['bytes without a line break', [0xe9]],
  ])('%s', (_, repeated) => {
    const at = (index: number) => repeated[index % repeated.length] ?? 0;
    const bytes = Uint8Array.from({ length: longInput }, (_, index) => at(index));
    endsInTime(() => decodeCardBytes(bytes));
  });
});
