/**
 * Google's own libphonenumber and our reader must read the same numbers, in every written form and for all regions.
 *
 * Differences are ours by decision, or come from the data of another release; each has its rule here. What Google's
 * library refuses and we read is compared with the number that was written.
 */
import {
  PhoneNumberFormat as Format,
  type PhoneNumber,
  PhoneNumberType,
  PhoneNumberUtil,
} from 'google-libphonenumber';
import parsePhoneNumber, { type CountryCode } from 'libphonenumber-js/max';
import { describe, expect, test } from 'vitest';
import { isE164 } from '../../../shared/contact/contact.ts';
import { readPhoneNumbers } from '../../../shared/contact/phone.ts';

const northAmericanCode = 1;

const google = PhoneNumberUtil.getInstance();

interface Example {
  /** `undefined` for numbers of no country (+800…), which have no national form. */
  readonly region: string | undefined;
  readonly number: PhoneNumber;
  readonly e164: string;
}

/** One of each country code that is no country's. */
const nowhere = [
  '+80012345678',
  '+80812345678',
  '+870301234567',
  '+878101234567890',
  '+881612345678',
  '+8823421234',
  '+883510012345',
  '+88812345678901',
  '+979123456789',
];

const examples: readonly Example[] = [
  ...google.getSupportedRegions().flatMap((region) =>
    Object.values(PhoneNumberType).flatMap((type) => {
      const number = google.getExampleNumberForType(region, type as PhoneNumberType);
      return number ? [example(region, number)] : [];
    }),
  ),
  ...nowhere.map((text) => example(undefined, google.parse(text))),
];

function example(region: string | undefined, number: PhoneNumber): Example {
  return { region, number, e164: google.format(number, Format.E164) };
}

type Reading = string | undefined;

function byGoogle(text: string, region: string | undefined): Reading {
  try {
    const number = google.parse(text, region);
    return google.isValidNumber(number) ? google.format(number, Format.E164) : undefined;
  } catch {
    return undefined;
  }
}

/** Each number of the text once. */
function byUs(text: string, region: string | undefined): string[] {
  const readings = readPhoneNumbers(text, { defaultCountry: region });
  return [...new Set(readings.flatMap((one) => ('number' in one ? [one.number] : [])))];
}

/** What the product's library knows, by its own release of Google's data. */
function byProductsLibrary(text: string, region: string | undefined): Reading {
  const options = region === undefined ? {} : { defaultCountry: region as CountryCode };
  const number = parsePhoneNumber(text, { ...options, extract: false });
  return number?.isValid() ? number.number : undefined;
}

const northAmerica: ReadonlySet<string | undefined> = new Set(
  google
    .getSupportedRegions()
    .filter((region) => google.getCountryCodeForRegion(region) === northAmericanCode),
);

/** Country codes whose numbers changed between the two releases of Google's data (Benin, Zimbabwe, …). */
const changedBetweenReleases = ['229', '263', '290', '44'];

/** Why we refuse a number that Google's library reads; `undefined` where there is no reason. */
function whyRefused(e164: string): string | undefined {
  if (!isE164(e164)) return 'a roster item holds 7 to 15 digits';
  if (/^\+1(?!\d{10}$)/.test(e164)) return '+1 has ten digits';
  if (byProductsLibrary(e164, undefined) === undefined) return 'another release';
  return undefined;
}

const national = ({ number }: Example) => google.format(number, Format.NATIONAL);
const international = ({ number }: Example) => google.format(number, Format.INTERNATIONAL);
const inScript = (zero: number, text: string) =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));

interface Form {
  readonly write: (example: Example) => string;
  /** Where the text is read: at home, in a country, or anywhere (no default country). */
  readonly from: 'home' | 'anywhere' | (string & {});
  /** What Google's library does not read, or not from everywhere. */
  readonly isOurs?: boolean;
  /** Which numbers are written like this; all by default. */
  readonly isFor?: (example: Example) => boolean;
}

const forms: Readonly<Record<string, Form>> = {
  'E.164': { write: ({ e164 }) => e164, from: 'anywhere' },
  international: { write: international, from: 'home' },
  'international, from Canada': { write: international, from: 'CA' },
  'international, from anywhere': { write: international, from: 'anywhere' },
  national: { write: national, from: 'home' },
  'RFC 3966': { write: ({ number }) => google.format(number, Format.RFC3966), from: 'anywhere' },
  'tel: with E.164': { write: ({ e164 }) => `tel:${e164}`, from: 'home' },
  'dialled from Germany (00)': {
    write: ({ number }) => google.formatOutOfCountryCallingNumber(number, 'DE'),
    from: 'DE',
  },
  'dialled from the USA (011)': {
    write: ({ number }) => google.formatOutOfCountryCallingNumber(number, 'US'),
    from: 'US',
  },
  'dialled from Japan (010)': {
    write: ({ number }) => google.formatOutOfCountryCallingNumber(number, 'JP'),
    from: 'JP',
  },
  '011 and E.164, from Canada': { write: ({ e164 }) => `011${e164.slice(1)}`, from: 'CA' },
  'national digits alone': { write: (one) => national(one).replace(/\D/g, ''), from: 'home' },
  'national with dots': { write: (one) => national(one).replace(/[ -]/g, '.'), from: 'home' },
  'non-breaking spaces': { write: (one) => national(one).replaceAll(' ', '\u00A0'), from: 'home' },
  'non-breaking hyphens': {
    write: (one) => international(one).replaceAll(' ', '\u2011'),
    from: 'home',
  },
  'an area in brackets': {
    write: (one) => international(one).replace(/^(\+\d+) (\d+)/, '$1 ($2)'),
    from: 'home',
  },
  'invisible marks': { write: (one) => `\u202A${national(one)}\u202C`, from: 'home' },
  'full-width digits': {
    write: (one) => inScript(0xff10, international(one)).replace('+', '\uFF0B'),
    from: 'anywhere',
  },
  'Arabic-Indic digits': { write: (one) => inScript(0x0660, national(one)), from: 'home' },
  'Persian digits': { write: (one) => inScript(0x06f0, international(one)), from: 'home' },
  'a word before it': { write: (one) => `Tel. ${national(one)}`, from: 'home' },
  'an extension': { write: (one) => `${national(one)} ext. 12`, from: 'home' },
  '00 and E.164, at home': {
    write: ({ e164 }) => `00${e164.slice(1)}`,
    from: 'home',
    isOurs: true,
  },
  '00, from Canada': {
    write: (one) => international(one).replace('+', '00 '),
    from: 'CA',
    isOurs: true,
  },
  '(0)': {
    write: (one) => international(one).replace(/^(\+\d+) /, '$1 (0)'),
    from: 'home',
    isFor: (one) => national(one).startsWith('0'),
    isOurs: true,
  },
  'Devanagari digits': {
    write: (one) => inScript(0x0966, international(one)),
    from: 'anywhere',
    isOurs: true,
  },
  'a remark behind it': {
    write: (one) => `${national(one)} after 5pm`,
    from: 'home',
    isOurs: true,
  },
  'the same number twice': {
    write: (one) => `${national(one)} / ${international(one)}`,
    from: 'home',
    isOurs: true,
  },
  'twice with a space': {
    write: (one) => `${international(one)} ${international(one)}`,
    from: 'home',
    isOurs: true,
  },
};

test('there are examples of all regions, and forms enough', () => {
  expect(new Set(examples.map(({ region }) => region)).size).toBeGreaterThanOrEqual(240);
  expect(examples.length).toBeGreaterThanOrEqual(1300);
  expect(Object.keys(forms).length).toBeGreaterThanOrEqual(17);
});

describe('every example number is read as itself, as', () => {
  test.each(Object.entries(forms))('%s', (_, { write, from, isOurs, isFor }) => {
    for (const one of examples.filter(isFor ?? (() => true))) {
      // A number of no country has no national form.
      if (from === 'home' && one.region === undefined) continue;
      const region = from === 'home' ? one.region : from === 'anywhere' ? undefined : from;
      const text = write(one);
      const expected = whyRefused(one.e164) === undefined ? [one.e164] : [];
      expect(byUs(text, region), `${text} from ${region}`).toEqual(expected);
      if (isOurs) expect([undefined, one.e164]).toContain(byGoogle(text, region));
      else expect(byGoogle(text, region), `${text} from ${region}`).toBe(one.e164);
    }
  });
});

test('what is refused of them is refused for a reason that stands', () => {
  const refused = examples.flatMap(({ e164 }) => {
    const why = whyRefused(e164);
    return why === undefined ? [] : [{ e164, why }];
  });
  expect(refused.length).toBeGreaterThan(0);
  for (const { e164, why } of refused) {
    if (why !== 'another release') continue;
    expect(
      changedBetweenReleases.some((code) => e164.startsWith(`+${code}`)),
      e164,
    ).toBe(true);
  }
});

/** An example number with a slip in it, mostly nobody's, at times somebody else's. */
function slips({ region, number, e164 }: Example): (readonly [text: string, region?: string])[] {
  const abroad = [
    e164.slice(0, -1),
    `${e164}3`,
    `${e164.slice(0, -2)}00`,
    `${e164.slice(0, 4)}0${e164.slice(5)}`,
    `${e164.slice(0, 5)}9${e164.slice(5)}`,
  ];
  const digits = google.format(number, Format.NATIONAL).replace(/\D/g, '');
  const home = [
    digits.slice(0, -1),
    `${digits}3`,
    digits.slice(1),
    `0${digits}`,
    `1${digits}`,
    `${digits.slice(0, 2)}1${digits.slice(3)}`,
    `9${digits.slice(1)}`,
  ];
  return [
    ...abroad.map((text) => [text] as const),
    ...(region === undefined ? [] : home.map((text) => [text, region] as const)),
  ];
}

test('a number with a slip in it is read as Google reads it, or refused', () => {
  const different = new Set<string>();
  for (const one of examples) {
    for (const [text, region] of slips(one)) {
      const theirs = byGoogle(text, region);
      const [ours, ...others] = byUs(text, region);
      expect(others).toEqual([]);
      if (ours === theirs || (theirs !== undefined && whyRefused(theirs) !== undefined)) continue;
      const row = `${text} from ${region}: ${theirs} by Google, ${ours} by us`;
      // Area codes that are not in the data may be new ones, and gateways invent numbers behind +1.
      const isNorthAmerican =
        northAmerica.has(region) && /^\+1[2-9]\d{2}[2-9]\d{6}$/.test(ours ?? '');
      const isWritten = /^\+1\d{10}$/.test(text) && ours === text;
      if (theirs === undefined && (isNorthAmerican || isWritten)) continue;
      // 00 goes before a country code wherever it is read.
      if (text.startsWith('00') && ours === byGoogle(`+${text.slice(2)}`, undefined)) continue;
      expect(byProductsLibrary(text, region), row).toBe(ours);
      different.add(changedBetweenReleases.find((code) => ours?.startsWith(`+${code}`)) ?? row);
    }
  }
  expect(changedBetweenReleases).toEqual(expect.arrayContaining([...different]));
});
