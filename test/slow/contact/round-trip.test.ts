/** A card that somebody writes comes back as the person who went in, however it is written. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readContacts } from '../../../shared/contact/read.ts';
import { decodeCardBytes } from '../../../shared/contact/vcard/bytes.ts';
import {
  type Person,
  typedLabels,
  type Writing,
  writeCard,
} from '../../support/contact/card-writer.ts';

/** On one line, as names are shown; control characters cannot be written in a card. */
const line = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string(),
    fc.constantFrom('Zoë', '山田 太郎', 'a;b,c\\d=C3', '=41'),
  )
  .map((text) =>
    text
      .replace(/[\p{Cc}\uFEFF]/gu, '')
      .replace(/\s+/g, ' ')
      .trim(),
  );
const name = line.filter((text) => text !== '');

const number = fc.oneof(
  fc.stringMatching(/^\+1[2-9][0-9]{9}$/),
  fc.stringMatching(/^\+44791112[0-9]{4}$/),
  fc.stringMatching(/^\+336123456[0-9]{2}$/),
);
const label = fc.oneof(
  fc.constantFrom(...typedLabels),
  name.filter((text) => !text.startsWith('_$!<')),
);

const person: fc.Arbitrary<Person> = fc.record({
  uid: fc.uuid(),
  name,
  given: line,
  family: line.filter((text) => text !== ''),
  nickname: line,
  organization: line,
  categories: fc.uniqueArray(name, { maxLength: 4 }),
  numbers: fc.uniqueArray(fc.record({ number, label }), {
    maxLength: 5,
    selector: (entry) => entry.number,
  }),
});

const writing: fc.Arbitrary<Writing> = fc.record({
  version: fc.constantFrom('2.1', '3.0', '4.0'),
  encoding: fc.constantFrom('plain', 'quoted-printable', 'base64'),
  folding: fc.constantFrom('space', 'tab', 'soft-break', 'none'),
  column: fc.integer({ min: 1, max: 80 }),
  lineBreak: fc.constantFrom('\n', '\r\n', '\r', '\r\r\n'),
});

function encodeUtf16(text: string, bigEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at += 1)
    view.setUint16(at * 2, text.charCodeAt(at), !bigEndian);
  return new Uint8Array(view.buffer);
}

const fileEncodings: Readonly<Record<string, (text: string) => Uint8Array>> = {
  'UTF-8': (text) => new TextEncoder().encode(text),
  'UTF-8 with a mark': (text) => new TextEncoder().encode(`\uFEFF${text}`),
  'UTF-16LE': (text) => encodeUtf16(text, false),
  'UTF-16BE with a mark': (text) => encodeUtf16(`\uFEFF${text}`, true),
};

function expectSame(text: string, expected: Person): void {
  const { contacts, skipped, problems } = readContacts({ href: '/1.vcf', text });
  expect(contacts).toHaveLength(1);
  expect(contacts[0]).toMatchObject({
    ...expected,
    numbers: expected.numbers.map((entry) => ({ ...entry })),
  });
  expect({ skipped, problems }).toEqual({ skipped: [], problems: [] });
}

test('in every version, folded at every column, in every line ending and encoding', () => {
  fc.assert(
    fc.property(
      person,
      writing,
      fc.constantFrom(...Object.keys(fileEncodings)),
      (expected, how, fileEncoding) => {
        const encode = fileEncodings[fileEncoding] as (text: string) => Uint8Array;
        expectSame(decodeCardBytes(encode(writeCard(expected, how))), expected);
      },
    ),
    { numRuns: 4000 },
  );
});

test('folded by octets, through the middle of its characters', () => {
  fc.assert(
    fc.property(person, fc.integer({ min: 1, max: 76 }), (expected, column) => {
      const card = writeCard(expected, {
        version: '3.0',
        encoding: 'plain',
        folding: 'none',
        column: 75,
        lineBreak: '\r\n',
      });
      const bytes = card.split('\r\n').flatMap((text) => {
        const octets = [...new TextEncoder().encode(text)];
        const folded = octets.flatMap((octet, at) =>
          at > 0 && at % column === 0 ? [0x0d, 0x0a, 0x20, octet] : [octet],
        );
        return [...folded, 0x0d, 0x0a];
      });
      expectSame(decodeCardBytes(Uint8Array.from(bytes)), expected);
    }),
    { numRuns: 1000 },
  );
});

test('with other cards before and behind it', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(person, { minLength: 2, maxLength: 4, selector: ({ uid }) => uid }),
      writing,
      (people, how) => {
        const text = people.map((one) => writeCard(one, how)).join('');
        const { contacts } = readContacts({ href: '/1.vcf', text });
        expect(contacts.map(({ uid }) => uid)).toEqual(people.map(({ uid }) => uid));
      },
    ),
    { numRuns: 300 },
  );
});
