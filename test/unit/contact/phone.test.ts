/** Phone numbers as people write them, and what becomes of them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isE164, type SkipReason } from '../../../shared/contact/contact.ts';
import { guessCountry, nationalNumber, readPhoneNumbers } from '../../../shared/contact/phone.ts';

/** Text, default country (or none), and the numbers, with `x` before an extension. */
type Accepted = readonly [text: string, country: string | undefined, ...numbers: string[]];

const northAmerican: readonly Accepted[] = [
  ['+16135550101', undefined, '+16135550101'],
  ['+1 613 555 0101', 'GB', '+16135550101'],
  ['6135550101', 'CA', '+16135550101'],
  ['16135550101', 'CA', '+16135550101'],
  ['613-555-0101', 'US', '+16135550101'],
  ['613.555.0101', 'CA', '+16135550101'],
  ['(613) 555-0101', 'CA', '+16135550101'],
  ['1 (613) 555 0101', 'CA', '+16135550101'],
  ['1-613-555-0101', 'CA', '+16135550101'],
  ['(+1) 613 555 0101', 'CA', '+16135550101'],
  ['++1 613 555 0101', 'CA', '+16135550101'],
  ['613 / 555-0101', 'CA', '+16135550101'],
  ['613,555,0101', 'CA', '+16135550101'],
  ['6 1 3 5 5 5 0 1 0 1', 'CA', '+16135550101'],
  ['613–555–0101', 'CA', '+16135550101'],
  ['+10345678901', undefined, '+10345678901'],
  ['1-800-FLOWERS', 'CA', '+18003569377'],
  ['1 800 flowers', 'US', '+18003569377'],
  ['1-800-CONTACTS', 'US', '+18002668228'],
  ['1-800-555-TELL', 'CA', '+18005558355'],
  ['1-800-FEDEX22', 'CA', '+18003333922'],
  ['1-800-FLOWERS x12', 'CA', '+18003569377x12'],
];

const withOtherCharacters: readonly Accepted[] = [
  ['\u202A+1 613 555 0101\u202C', 'CA', '+16135550101'],
  ['\u200E613\u00A0555\u20110101\u200F', 'CA', '+16135550101'],
  ['+１ ６１３ ５５５ ０１０１', 'CA', '+16135550101'],
  ['（６１３）５５５−０１０１', 'CA', '+16135550101'],
  ['٦١٣٥٥٥٠١٠١', 'CA', '+16135550101'],
  ['۶۱۳ ۵۵۵ ۰۱۰۱', 'CA', '+16135550101'],
  ['+९१ ९८१२३ ४५६७८', undefined, '+919812345678'],
];

const foreign: readonly Accepted[] = [
  ['+44 20 7946 0018', 'CA', '+442079460018'],
  ['+44 (0)20 7946 0018', 'CA', '+442079460018'],
  ['+44(0)2079460018', 'CA', '+442079460018'],
  ['44 (0) 20 7946 0018', 'CA', '+442079460018'],
  ['+44 020 7946 0018', undefined, '+442079460018'],
  ['00 44 20 7946 0018', 'CA', '+442079460018'],
  ['0044 (0)20 7946 0018', 'CA', '+442079460018'],
  ['011 44 20 7946 0018', 'CA', '+442079460018'],
  ['011 44 20 7946 0018', 'GB', '+442079460018'],
  ['00 44 20 7946 0018', undefined, '+442079460018'],
  ['0113 496 0000', 'GB', '+441134960000'],
  ['020 7946 0018', 'GB', '+442079460018'],
  ['(0)20 7946 0018', 'GB', '+442079460018'],
  ['0800 REVERSE', 'GB', '+448007383773'],
  ['06 12 34 56 78', 'FR', '+33612345678'],
  ['+33 (0)6 12 34 56 78', 'CA', '+33612345678'],
  ['030/123456', 'DE', '+4930123456'],
  ['+49 30/123456', 'CA', '+4930123456'],
  ['06221/5551234', 'DE', '+4962215551234'],
  ['+39 (0)6 1234 5678', 'CA', '+390612345678'],
  ['06 1234 5678', 'IT', '+390612345678'],
  ['8 (495) 123-45-67', 'RU', '+74951234567'],
  ['9123 4567', 'SG', '+6591234567'],
  ['+52 1 55 1234 5678', 'CA', '+525512345678'],
  ['+86 139 1234 5678', 'CA', '+8613912345678'],
  ['+800 1234 5678', 'CA', '+80012345678'],
];

const withWords: readonly Accepted[] = [
  ['Home: 613-555-0101', 'CA', '+16135550101'],
  ['Tel. 613-555-0101', 'CA', '+16135550101'],
  ['Tel 2: 613-555-0101', 'CA', '+16135550101'],
  ['613 555 0101 home', 'CA', '+16135550101'],
  ['(613) 555-0101 (home 2)', 'CA', '+16135550101'],
  ['Call 613-555-0101: ask Bob', 'CA', '+16135550101'],
  ['home/cell: 613-555-0101', 'CA', '+16135550101'],
  ['613-555-0101, ask for Bob', 'CA', '+16135550101'],
  ['tel:+1-613-555-0101', 'CA', '+16135550101'],
  ['tel:+1%20613%20555%200101', 'CA', '+16135550101'],
  ['tel://+16135550101', 'CA', '+16135550101'],
  ['tel:2079460018;phone-context=+44', 'CA', '+442079460018'],
  ['sms:+16135550101', 'CA', '+16135550101'],
  ['sip:+16135550101@example.com', 'CA', '+16135550101'],
];

const withExtension: readonly Accepted[] = [
  ['tel:+1-613-555-0101;ext=12', 'CA', '+16135550101x12'],
  ['tel:+1-613-555-0101;isub=1;ext=9', 'CA', '+16135550101x9'],
  ['613-555-0101 ext. 12', 'CA', '+16135550101x12'],
  ['613-555-0101 extension 12', 'CA', '+16135550101x12'],
  ['613-555-0101x12', 'CA', '+16135550101x12'],
  ['613-555-0101 #12', 'CA', '+16135550101x12'],
  ['613 555-0101, poste 12', 'CA', '+16135550101x12'],
  ['613 555-0101 poste 12', 'CA', '+16135550101x12'],
  ['613-555-0101 (Ext 44)', 'CA', '+16135550101x44'],
  ['+1 613 555 0101,,123#', 'CA', '+16135550101x123#'],
  ['+16135550101,,,1234567890#', 'CA', '+16135550101x1234567890#'],
  ['+16135550101;123', 'CA', '+16135550101x123'],
  ['+16135550101p123', 'CA', '+16135550101x123'],
  ['+16135550101w123#', 'CA', '+16135550101x123#'],
  ['613 555 x0101', 'CA', '+16135550101'],
];

const several: readonly Accepted[] = [
  ['613-555-0101 / 613-555-0102', 'CA', '+16135550101', '+16135550102'],
  ['613-555-0101/613-555-0102', 'CA', '+16135550101', '+16135550102'],
  ['613-555-0101, 613-555-0102', 'CA', '+16135550101', '+16135550102'],
  ['6135550101,6135550102', 'CA', '+16135550101', '+16135550102'],
  ['6135550101;6135550102', 'CA', '+16135550101', '+16135550102'],
  ['613-555-0101 or 613-555-0102', 'CA', '+16135550101', '+16135550102'],
  ['613-555-0101 ou 613-555-0102', 'CA', '+16135550101', '+16135550102'],
  ['613-555-0101\n613-555-0102', 'CA', '+16135550101', '+16135550102'],
  ['613-555-0101 ::: 613-555-0102', 'CA', '+16135550101', '+16135550102'],
  ['613-555-0101,,613-555-0102', 'CA', '+16135550101', '+16135550102'],
  ['613-555-0101 ext 12 / 613-555-0102', 'CA', '+16135550101x12', '+16135550102'],
  ['04 1234 5678 / 04 1234 5679', 'AU', '+61412345678', '+61412345679'],
  ['+44 20 7946 0018, 613-555-0101, 01 23 45', 'CA', '+442079460018', '+16135550101'],
];

describe.each([
  ['North American, in any writing', northAmerican],
  ["with other scripts' digits and invisible marks", withOtherCharacters],
  ['of other countries', foreign],
  ['with words around them', withWords],
  ['with an extension, which is kept apart', withExtension],
  ['several in one field', several],
])('numbers %s', (_, table) => {
  const rows = table.map(([text, defaultCountry, ...numbers]) => ({
    text,
    defaultCountry,
    numbers,
  }));
  test.each(rows)('$text (from $defaultCountry)', ({ text, defaultCountry, numbers }) => {
    const readings = readPhoneNumbers(text, { defaultCountry });
    const read = readings.flatMap((reading) =>
      'number' in reading
        ? [reading.number + (reading.extension === undefined ? '' : `x${reading.extension}`)]
        : [],
    );
    expect(read).toEqual(numbers);
  });
});

const refused: readonly (readonly [string, string | undefined, SkipReason])[] = [
  ['911', 'CA', 'too-short'],
  ['12345', 'CA', 'too-short'],
  ['555-0102', 'CA', 'too-short'],
  ['*98', 'CA', 'too-short'],
  ['+1 613 555 010', 'CA', 'too-short'],
  ['+44 20 79', 'CA', 'too-short'],
  ['+1 613 555 01012', 'CA', 'too-long'],
  ['26135550101', 'CA', 'too-long'],
  ['12345678901234567890', 'CA', 'too-long'],
  ['+44 7911 1234567890', 'CA', 'too-long'],
  ['+44 7911 12345', 'CA', 'invalid-for-country'],
  ['+44 20 7946 001 x8', 'CA', 'invalid-for-country'],
  ['+6135550101', 'CA', 'invalid-for-country'],
  ['+47 1234 5678', 'CA', 'invalid-for-country'],
  ['613 555 0101', 'GB', 'invalid-for-country'],
  ['12345678', 'SG', 'invalid-for-country'],
  ['613 555 0101', undefined, 'no-country'],
  ['020 7946 0018', undefined, 'no-country'],
  ['613 555 0101', 'XX', 'no-country'],
  ['call me', 'CA', 'not-a-number'],
  ['unknown', 'CA', 'not-a-number'],
  ['n/a', 'CA', 'not-a-number'],
  ['--', 'CA', 'not-a-number'],
  ['+', 'CA', 'not-a-number'],
  ['613 call me', 'CA', 'not-a-number'],
  ['911 emergency services', 'CA', 'not-a-number'],
  ['john2@example.com', 'CA', 'not-a-number'],
  ['1'.repeat(1000), 'CA', 'not-a-number'],
];

describe('what is no number is refused, and the reason said', () => {
  test.each(refused)('%j (from %s): %s', (text, defaultCountry, reason) => {
    const readings = readPhoneNumbers(text, { defaultCountry });
    expect(readings).toHaveLength(1);
    expect(readings[0]).toMatchObject({ reason });
  });

  test('a field without content is nothing to refuse', () => {
    expect(readPhoneNumbers('', { defaultCountry: 'CA' })).toEqual([]);
    expect(readPhoneNumbers(' \u200E\u00A0', { defaultCountry: 'CA' })).toEqual([]);
  });

  test('the bad one of several is named alone', () => {
    expect(readPhoneNumbers('613-555-0101 / 555-0102', { defaultCountry: 'CA' })).toEqual([
      { number: '+16135550101', raw: '613-555-0101' },
      { reason: 'too-short', raw: '555-0102' },
    ]);
  });

  test('each is quoted as it stands on the card, a long one shortened', () => {
    expect(readPhoneNumbers(' \u202A911\u202C ')[0]?.raw).toBe('\u202A911\u202C');
    expect(readPhoneNumbers('9'.repeat(5000))[0]?.raw).toHaveLength(81);
  });
});

/** What mod_voipms_carddav makes of a number: its digits, if they are ten, or eleven from a 1. */
function serverModuleReads(text: string): string | undefined {
  const digits = text.replace(/[^0-9]/g, '').replace(/^1(?=[0-9]{10}$)/, '');
  return digits.length === 10 ? `+1${digits}` : undefined;
}

/** Ten or eleven digits that can be a number, with up to three characters of noise before and between them. */
function writings(noise: RegExp): fc.Arbitrary<string> {
  const gaps = fc.array(fc.stringMatching(noise), { minLength: 12, maxLength: 12 });
  return fc
    .tuple(fc.stringMatching(/^1?[2-9][0-9]{2}[2-9][0-9]{6}$/), gaps)
    .map(([digits, between]) => between.map((gap, at) => gap + (digits[at] ?? '')).join(''));
}

function numbersIn(text: string, defaultCountry: string): readonly string[] {
  return readPhoneNumbers(text, { defaultCountry }).flatMap((reading) =>
    'number' in reading ? [reading.number] : [],
  );
}

describe('everything the server module accepts is accepted, where it can be a number', () => {
  const country = fc.constantFrom('CA', 'US', 'JM');

  test('as the same number, however it is spaced and bracketed', () => {
    fc.assert(
      fc.property(writings(/^[ ().-]{0,3}$/), country, (text, defaultCountry) => {
        expect(numbersIn(text, defaultCountry)).toEqual([serverModuleReads(text)]);
      }),
      { numRuns: 3000 },
    );
  });

  test('whatever else stands between the digits, but letters that look like digits', () => {
    const noise = /^[ ()./,;:#*A-HJ-NP-Za-km-np-z-]{0,3}$/;
    fc.assert(
      fc.property(writings(noise), country, (text, defaultCountry) => {
        expect(serverModuleReads(text)).toBeDefined();
        expect(numbersIn(text, defaultCountry)).not.toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });
});

test('whatever is accepted is E.164', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^[+0-9 ()/,;x.-]{0,40}$/),
  );
  fc.assert(
    fc.property(texts, fc.constantFrom(undefined, 'CA', 'DE', 'IT', ''), (text, defaultCountry) => {
      for (const reading of readPhoneNumbers(text, { defaultCountry })) {
        if ('number' in reading) expect(isE164(reading.number)).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

describe('the default country is guessed from the own numbers', () => {
  test.each([
    [['+10345678901', '+10473828482'], 'CA'],
    [['+16135550101'], 'CA'],
    [['+12125552368'], 'US'],
    [['+442079460018', '+10345678901'], 'GB'],
    [['+442079460018', '+10345678901', '+16135550101'], 'CA'],
    [['+441234567'], 'GB'],
    [['+61234567'], 'AU'],
    [['+4930123456'], 'DE'],
    [['+9991234567'], undefined],
    [['nonsense', ''], undefined],
    [[], undefined],
  ])('%j: %s', (dids, country) => {
    expect(guessCountry(dids)).toBe(country);
  });
});

test.each([
  ['+16135550101', '(613) 555-0101'],
  ['+10345678901', '(034) 567-8901'],
  ['+442079460018', '020 7946 0018'],
  ['+33612345678', '06 12 34 56 78'],
  ['+9991234567', '+9991234567'],
] as const)('%s is shown as %s where the national form is wanted', (number, national) => {
  expect(nationalNumber(number)).toBe(national);
});

test('E.164 is a + and 7 to 15 digits, known to a numbering plan or not', () => {
  expect(['+10345678901', '+1234567', '+123456789012345'].every(isE164)).toBe(true);
  expect(
    ['', '+', '16135550101', '+123456', '+1234567890123456', '+1613555O101', '+16135550101\n'].some(
      isE164,
    ),
  ).toBe(false);
});
