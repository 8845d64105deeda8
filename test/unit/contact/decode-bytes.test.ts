/** Files of cards in every character set, byte by byte. */
import { describe, expect, test } from 'vitest';
import { readContacts } from '../../../shared/contact/read.ts';
import { decodeCardBytes } from '../../../shared/contact/vcard/bytes.ts';

const text = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoë 山田 😀\r\nEND:VCARD\r\n';
const utf8 = (content: string) => [...new TextEncoder().encode(content)];
const utf16 = (content: string, bigEndian: boolean) =>
  content.split('').flatMap((unit) => {
    const [low, high] = [unit.charCodeAt(0) & 0xff, unit.charCodeAt(0) >> 8];
    return bigEndian ? [high, low] : [low, high];
  });

describe('a file of cards is the same text in', () => {
  test.each([
    ['UTF-8', utf8(text)],
    ['UTF-8 with a byte order mark', [0xef, 0xbb, 0xbf, ...utf8(text)]],
    ['UTF-16 with a byte order mark, little end first', [0xff, 0xfe, ...utf16(text, false)]],
    ['UTF-16 with a byte order mark, big end first', [0xfe, 0xff, ...utf16(text, true)]],
    ['UTF-16 without a mark, little end first', utf16(text, false)],
    ['UTF-16 without a mark, big end first', utf16(text, true)],
  ])('%s', (_, bytes) => {
    expect(decodeCardBytes(Uint8Array.from(bytes))).toBe(text);
  });
});

function nameIn(...lines: number[][]): string | undefined {
  const bytes = [utf8('BEGIN:VCARD\r\nVERSION:2.1\r\n'), ...lines, utf8('END:VCARD\r\n')].flat();
  const decoded = decodeCardBytes(Uint8Array.from(bytes));
  return readContacts({ href: '/1.vcf', text: decoded }).contacts[0]?.name;
}

describe('a name outside UTF-8 is read', () => {
  test.each([
    ['Shift_JIS', [0x8e, 0x52, 0x93, 0x63], '山田'],
    ['koi8-r', [0xe9, 0xd7, 0xc1, 0xce], 'Иван'],
    ['"Windows-1252"', [0x5a, 0x6f, 0xeb], 'Zoë'],
    ['ISO-8859-2', [0xb3, 0xf3, 0xbc], 'łóź'],
  ])('in the character set that its property names: %s', (charset, bytes, name) => {
    expect(nameIn(utf8(`FN;CHARSET=${charset}:`), bytes, utf8('\r\n'))).toBe(name);
  });

  test('in each property by itself, where a file mixes them', () => {
    const organization = [utf8('ORG:Zo'), [0xeb], utf8('\r\n')].flat();
    expect(nameIn(organization, utf8('FN:Zoë\r\n'))).toBe('Zoë');
    expect(nameIn(organization)).toBe('Zoë');
  });

  test('in the same character set where its line is folded', () => {
    const lines = [
      utf8('FN;CHARSET=koi8-r:'),
      [0xe9, 0xd7],
      utf8('\r\n '),
      [0xc1, 0xce],
      utf8('\r\n'),
    ];
    expect(nameIn(...lines)).toBe('Иван');
  });

  test('as Windows-1252 where nothing says what it is', () => {
    expect(nameIn(utf8('FN:Ren'), [0xe9, 0x20, 0x80], utf8('\r\n'))).toBe('René €');
    expect(nameIn(utf8('FN;CHARSET=nonsense:Ren'), [0xe9], utf8('\r\n'))).toBe('René');
  });
});

test('a fold right through a UTF-8 character leaves it whole', () => {
  const bytes = utf8('FN:Zoë 山田 😀\r\n').flatMap((byte) =>
    byte >= 0x80 && byte < 0xc0 ? [0x0d, 0x0a, 0x20, byte] : [byte],
  );
  expect(nameIn(bytes)).toBe('Zoë 山田 😀');
});
