import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readContacts } from '../../../shared/contact/read.ts';
import { withoutPictures } from '../../../shared/contact/vcard.ts';
import { sampleCards } from '../../servers/sample-address-book.ts';
import { endsInTime, inTimeTimeout, longInput, repeatedTo } from '../../support/contact/in-time.ts';

const lines = repeatedTo(longInput, `${'A'.repeat(74)}\n`);

const base64 = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk'.repeat(20);

/** Folded at 75 octets, as RFC 6350 §3.2 wants it. */
const folded = (line: string, breaks: string) => line.replace(/(.{74})(?=.)/g, `$1${breaks} `);

function card(lines: readonly string[], breaks: string): string {
  const all = ['BEGIN:VCARD', 'VERSION:3.0', 'UID:1', 'FN:Zoë', ...lines, 'TEL:+16135550101'];
  return [...all, 'END:VCARD', ''].join(breaks);
}

/** What Rolodial makes of a text; of an unreadable card it also shows how the text begins. */
function meaning(text: string) {
  const reading = readContacts({ href: '/1', text }, { defaultCountry: 'CA' });
  const { contacts, groups } = reading;
  const skipped = reading.skipped.map(({ raw, ...each }) =>
    each.reason === 'unreadable-card' ? each : { ...each, raw },
  );
  return { contacts, groups, skipped };
}

describe.each([
  ['CRLF', '\r\n'],
  ['LF', '\n'],
  ['CR', '\r'],
])('a card with a picture, its lines ending in %s,', (_, breaks) => {
  it.each([
    ['folded', folded(`PHOTO;ENCODING=b;TYPE=JPEG:${base64}`, breaks)],
    ['on one line', `PHOTO;ENCODING=b;TYPE=JPEG:${base64}`],
    ['as a URI', folded(`PHOTO:data:image/jpeg;base64,${base64}`, breaks)],
    ['in a group, in lower case', folded(`item1.photo;encoding=b:${base64}`, breaks)],
    ['folded with tabs', `LOGO;ENCODING=b:${base64}${breaks}\t${base64}`],
    ['running on without folds', `SOUND;BASE64:${breaks}${base64}${breaks}${base64}${breaks}`],
    ['a key', folded(`KEY;ENCODING=b:${base64}`, breaks)],
  ])('%s, is kept without it', (_, picture) => {
    expect(withoutPictures(card([picture], breaks))).toBe(card([], breaks));
  });

  it('is kept without all of several', () => {
    const photo = folded(`PHOTO;ENCODING=b:${base64}`, breaks);
    const written = card([photo, 'NICKNAME:Zo', photo, `KEY:${base64}`], breaks);
    expect(withoutPictures(written)).toBe(card(['NICKNAME:Zo'], breaks));
  });
});

describe('a card without a picture', () => {
  it.each([
    ['that only speaks of one', `NOTE:${'PHOTO: none '.repeat(60)}`],
    ['whose name begins like one', `PHOTOGRAPHER:${'x'.repeat(500)}`],
    ['with one in a folded line', `NOTE:${'x'.repeat(500)}\n PHOTO:1`],
    [
      'with one behind a soft break',
      `FN;ENCODING=QUOTED-PRINTABLE:${'=41'.repeat(200)}=\nKEY: is my name`,
    ],
  ])('%s stays as it is', (_, line) => {
    const text = card([line], '\n');
    expect(withoutPictures(text)).toBe(text);
  });
});

describe('taking the pictures out', () => {
  it('changes no contact of the sample address book', async () => {
    for (const [name, bytes] of await sampleCards()) {
      const text = new TextDecoder().decode(bytes);
      expect(meaning(withoutPictures(text)), name).toEqual(meaning(text));
    }
  });

  it('changes no contact whatever stands around a picture', () => {
    const line = fc.constantFrom(
      ...['TEL;TYPE=CELL:613-555-0123', 'item1.TEL:+442079460018', 'item1.X-ABLabel:Cottage'],
      ...['NOTE:a:b', 'X-JUNK', 'ORG:Réseau;IT', folded(`PHOTO;ENCODING=b:${base64}`, '\n'), ''],
      ...[`KEY:${base64}\n${base64}\n`, 'CATEGORIES:a,b', 'END:VCARD', 'BEGIN:VCARD'],
    );
    const breaks = fc.constantFrom('\n', '\r\n', '\r');
    const anyCard = fc.tuple(fc.array(line, { maxLength: 8 }), breaks);
    fc.assert(
      fc.property(anyCard, ([lines, broken]) => {
        const text = card(
          lines.map((each) => each.replaceAll('\n', broken)),
          broken,
        );
        expect(meaning(withoutPictures(text))).toEqual(meaning(text));
      }),
    );
  });

  it.each([
    ['of any size', card([`PHOTO;ENCODING=b:${lines}`], '\n')],
    ['of any size, folded', card([`PHOTO;ENCODING=b:${lines.replaceAll('\n', '\n ')}`], '\n')],
    ['of any number', card(Array(60_000).fill(`PHOTO:${'A'.repeat(70)}`), '\n')],
    ['of line breaks', `PHOTO:${'\r'.repeat(longInput)}`],
    ['of which only the name is there', repeatedTo(longInput, 'PHOTO')],
    ['of groups', repeatedTo(longInput, 'a.PHOTO')],
    ['of names without an end', repeatedTo(longInput, 'a-')],
  ])(
    'takes time in proportion to the text, for pictures %s',
    (_, text) => {
      endsInTime(() => withoutPictures(text));
    },
    inTimeTimeout,
  );
});
