/** Where ical.js can read a card too, it and our reader must say the same. */
import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { decodeCardBytes } from '../../../shared/contact/vcard/bytes.ts';
import { componentsOf, listOf, textOf } from '../../../shared/contact/vcard/text.ts';
import { readCards } from '../../../shared/contact/vcard.ts';
import { typedLabels, writeCard } from '../../support/contact/card-writer.ts';
import { cardFixtures, fixtureBytes } from '../../support/contact/read-fixture.ts';

interface Summary {
  readonly name: string;
  readonly components: readonly string[];
  readonly categories: readonly string[];
  readonly telephones: readonly { readonly types: readonly string[]; readonly value: string }[];
}

/** By ical.js; `undefined` where it throws or does not know the version. */
function byIcal(text: string): Summary[] | undefined {
  try {
    const parsed = ICAL.parse(text) as unknown[];
    const cards = (typeof parsed[0] === 'string' ? [parsed] : parsed) as object[];
    return cards.map((card) => {
      const component = new ICAL.Component(card as unknown[]);
      const all = (name: string) => component.getAllProperties(name);
      return {
        name: String(component.getFirstPropertyValue('fn')),
        components: [component.getFirstPropertyValue('n') ?? []].flat().map(String),
        categories: all('categories').flatMap((property) => property.getValues().map(String)),
        telephones: [...component.getAllProperties()]
          .filter((property) => property.name.split('.').at(-1) === 'tel')
          .map((property) => ({
            types: [property.getParameter('type') ?? []].flat().map((type) => type.toLowerCase()),
            value: String(property.getFirstValue()),
          })),
      };
    });
  } catch {
    return undefined;
  }
}

function byOurs(text: string): Summary[] {
  return readCards(text).cards.map((card) => {
    const all = (name: string) => card.properties.filter((property) => property.name === name);
    const [fullName] = all('FN');
    const [name] = all('N');
    return {
      name: fullName ? textOf(fullName) : 'null',
      components: name ? componentsOf(name) : [],
      categories: all('CATEGORIES').flatMap((property) => listOf(property)),
      telephones: all('TEL').map((property) => ({
        types: (property.parameters.get('TYPE') ?? []).map((type) => type.toLowerCase()),
        value: textOf(property),
      })),
    };
  });
}

describe('ical.js and our reader agree on', () => {
  const readable = cardFixtures().filter((file) => byIcal(decodeCardBytes(fixtureBytes(file))));

  test('enough of the exported cards for this to say something', () => {
    expect(readable).toEqual(expect.arrayContaining(['ios.vcf', 'nextcloud.vcf', 'fastmail.vcf']));
    expect(readable.length).toBeGreaterThanOrEqual(8);
  });

  test('any card written by the standard', () => {
    const text = fc.string({ unit: 'grapheme' }).map((some) => some.replace(/[\p{Cc}\s\\]/gu, '-'));
    // ical.js 2.2.1 takes the `;` behind an escaped backslash for an escaped one, and leaves `\\;` as it is but
    // in structured values, though RFC 6350 §3.4 lets every text value have it; so neither is compared.
    const plain = text.map((some) => some.replaceAll(';', '-'));
    const person = fc.record({
      uid: fc.uuid(),
      name: plain,
      given: text,
      family: text.map((some) => `${some}.`),
      nickname: plain,
      organization: text,
      categories: fc.array(
        plain.map((some) => `${some}.`),
        { maxLength: 3 },
      ),
      numbers: fc.array(
        fc.record({
          number: fc.stringMatching(/^\+1[0-9]{10}$/),
          label: fc.constantFrom(...typedLabels),
        }),
        { maxLength: 3 },
      ),
    });
    const writing = fc.record({
      version: fc.constantFrom('3.0' as const, '4.0' as const),
      encoding: fc.constant('plain' as const),
      folding: fc.constantFrom('space' as const, 'tab' as const, 'none' as const),
      column: fc.integer({ min: 1, max: 80 }),
      lineBreak: fc.constantFrom('\n' as const, '\r\n' as const),
    });
    fc.assert(
      fc.property(person, writing, (expected, how) => {
        const card = writeCard(expected, how);
        expect(byOurs(card)).toEqual(byIcal(card));
      }),
      { numRuns: 1000 },
    );
  });

  test.each(readable)('%s', (file) => {
    const text = decodeCardBytes(fixtureBytes(file));
    expect(byOurs(text)).toEqual(byIcal(text));
  });
});
