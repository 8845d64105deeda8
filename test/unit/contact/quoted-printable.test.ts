/** Names in quoted-printable, broken and folded in every way that writers have, in every character set. */
import { describe, expect, test } from 'vitest';
import { readContacts } from '../../../shared/contact/read.ts';
import { quotedPrintable } from '../../support/contact/encode.ts';

const names = [
  ['UTF-8', 'Пётр Чайка'],
  ['UTF-8', 'Jürgen Müller-Lüdenscheidt'],
  ['UTF-8', '山田 太郎'],
  ['UTF-8', 'Νίκος Παπαδόπουλος'],
  ['UTF-8', 'محمد العربي'],
  ['ISO-8859-1', 'Jürgen Müller-Lüdenscheidt'],
  ['ISO-8859-2', 'Zbigniew Brzęczyszczykiewicz'],
  ['windows-1251', 'Пётр Чайка'],
  ['windows-1252', 'Zoë D’Angelo'],
  ['KOI8-R', 'Пётр Чайка'],
  ['ISO-8859-7', 'Νίκος Παπαδόπουλος'],
  ['Shift_JIS', '山田太郎'],
  ['GBK', '李小龙'],
  ['Big5', '王小明'],
  ['EUC-KR', '김철수'],
] as const;

/** Cut into lines of that many bytes, with `seam` between them. */
function broken(pieces: readonly string[], size: number, seam: string): string {
  const lines: string[] = [];
  for (let at = 0; at < pieces.length; at += size) lines.push(pieces.slice(at, at + size).join(''));
  return lines.join(seam);
}

function nameOf(version: string, ...lines: string[]): string | undefined {
  const text = ['BEGIN:VCARD', `VERSION:${version}`, ...lines, 'TEL:+16135550125', 'END:VCARD'];
  return readContacts({ href: '/1.vcf', text: text.join('\r\n') }).contacts[0]?.name;
}

describe.each([
  ['soft breaks', '2.1', '=\r\n'],
  ['soft breaks, each with a fold behind it', '2.1', '=\r\n '],
  ['soft breaks, each with a fold behind it, by a tab', '2.1', '=\r\n\t'],
  ['folds alone', '2.1', '\r\n '],
  ['soft breaks and folds in 3.0', '3.0', '=\r\n '],
  ['folds alone in 3.0', '3.0', '\r\n '],
])('a name is read through %s', (_, version, seam) => {
  test.each(names)('in %s: %s', (charset, name) => {
    const header = `;CHARSET=${charset};ENCODING=QUOTED-PRINTABLE:`;
    const pieces = quotedPrintable(name, charset);
    // Without capitals, one break alone does not show whether the space behind it is the name's.
    const longest = /\p{Script=Arabic}/u.test(name) ? pieces.length / 2 : pieces.length;
    for (let size = 1; size < longest; size += 1) {
      const value = broken(pieces, size, seam);
      expect(nameOf(version, `FN${header}${value}`), value).toBe(name);
      expect(nameOf(version, `N${header};${value};;;`), value).toBe(name);
    }
  });
});

test('a folded name does not lose the space behind a soft break that is its own', () => {
  const header = 'FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:';
  expect(nameOf('2.1', `${header}Ana=`, ' DE LA CRUZ')).toBe('Ana DE LA CRUZ');
  expect(nameOf('2.1', `${header}Ana=`, ' de la Cruz')).toBe('Ana de la Cruz');
  expect(nameOf('2.1', `${header}Zo=C3=AB=`, ' =C3=89mond')).toBe('Zoë Émond');
  expect(nameOf('2.1', `${header}Ana=`, ' Maria=', ' Lopez')).toBe('Ana Maria Lopez');
  expect(nameOf('2.1', `${header}J=C3=BC=`, 'rgen =', ' M=C3=BCller')).toBe('Jürgen Müller');
});

describe('UTF-16, whose every character is two bytes', () => {
  test.each([
    ['UTF-16BE', 'UTF-16BE', ''],
    ['UTF-16LE', 'UTF-16LE', ''],
    ['UTF-16', 'UTF-16BE', '=FE=FF'],
    ['UTF-16', 'UTF-16LE', '=FF=FE'],
    ['UTF-16', 'UTF-16BE', ''],
    ['UTF-16', 'UTF-16LE', ''],
  ])('%s as %s behind %j', (charset, encoding, mark) => {
    const header = `;CHARSET=${charset};ENCODING=QUOTED-PRINTABLE:`;
    for (const name of ['Пётр Чайка', 'Jo Smith', 'Zoë']) {
      const pieces = quotedPrintable(name, encoding);
      const whole = mark + pieces.join('');
      expect(nameOf('2.1', `FN${header}${whole}`)).toBe(name);
      expect(nameOf('2.1', `N${header};${whole};;;`)).toBe(name);
      const inside = quotedPrintable(`;${name};;;`, encoding).join('');
      expect(nameOf('2.1', `N${header}${mark}${inside}`)).toBe(name);
      for (let size = 1; size < pieces.length; size += 1) {
        for (const seam of ['=\r\n', '=\r\n ']) {
          expect(nameOf('2.1', `FN${header}${mark}${broken(pieces, size, seam)}`)).toBe(name);
        }
      }
    }
  });

  test('in base64, with either end first', () => {
    const base64 = (...bytes: number[]) => btoa(String.fromCharCode(...bytes));
    const header = 'FN;CHARSET=UTF-16;ENCODING=BASE64:';
    expect(nameOf('2.1', header + base64(0xfe, 0xff, 0, 0x5a, 0, 0x6f, 0, 0xeb))).toBe('Zoë');
    expect(nameOf('2.1', header + base64(0xff, 0xfe, 0x5a, 0, 0x6f, 0, 0xeb, 0))).toBe('Zoë');
  });
});
