import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTranslation } from '../../../renderer/i18n/translation.ts';
import { createFormats } from '../../../renderer/i18n/use-formats.ts';
import { didRow } from '../../../renderer/settings/did-row.ts';
import { filterWords } from '../../../renderer/settings/filter-words.ts';
import { labelRow, labelsOf } from '../../../renderer/settings/label-rows.ts';
import { formOf, type ProfileForm } from '../../../renderer/settings/profile-form.ts';
import { inputOf } from '../../../renderer/settings/profile-input.ts';
import { relabelled } from '../../../renderer/settings/relabel.ts';
import { checkProfile } from '../../../renderer/settings/validation.ts';
import { wordsInUse } from '../../../renderer/settings/words-in-use.ts';
import { type Profile, profileInputSchema } from '../../../shared/settings/schema.ts';
import { sampleProfile } from '../../support/core-double/sample-profile.ts';
import { contactRow } from '../../support/renderer/contact-row.ts';
import { anyProfile } from '../../support/settings/any-of-schema.ts';

const book = 'https://cloud.example.com/dav/john/contacts/';
const [home, work] = sampleProfile.dids;

const everything: Profile = {
  ...sampleProfile,
  xmpp: {
    ...sampleProfile.xmpp,
    host: '127.0.0.1',
    port: 5223,
    directTls: true,
    presence: true,
    tls: { ca: 'ca.pem', allowUnencryptedLoopback: true },
  },
  carddav: { ...sampleProfile.carddav, books: [book, 'https://cloud.example.com/dav/john/work/'] },
  dids: [
    {
      ...{ number: '+16135550100', alias: 'Home', onlyTypes: ['cell'], skipTypes: ['fax'] },
      ...{ onlyCategories: ['Family'], skipCategories: ['Work'], books: [book] },
    },
    { number: '+15145550199', alias: 'Work' },
  ],
  format: '%first %last',
  syncIntervalSeconds: 100,
  skipTypes: ['fax'],
  onlyTypes: ['cell', 'work cell'],
  skipCategories: ['Old'],
  onlyCategories: ['Family', 'Friends'],
  labels: { cell: 'mobile', 'work fax': '' },
  takeover: 'ask',
  renamedElsewhere: 'keep',
  guard: { share: 0.125, count: 3 },
  paused: true,
};

function saved(profile: Profile, change: Partial<ProfileForm> = {}): Profile {
  const input = inputOf({ ...formOf(profile), ...change });
  return profileInputSchema.parse(input) as Profile;
}

describe('a profile that was opened in the form', () => {
  it('has a value for every field that the settings know', () => {
    const keysOf = (fields: object | undefined) => Object.keys(fields ?? {}).sort();
    const { shape } = profileInputSchema;
    expect(keysOf(everything)).toEqual(keysOf(shape));
    expect(keysOf(everything.xmpp)).toEqual(keysOf(shape.xmpp.shape));
    expect(keysOf(everything.xmpp.tls)).toEqual(keysOf(shape.xmpp.shape.tls.unwrap().shape));
    // A token stands instead of a user name and a password.
    expect(keysOf({ ...everything.carddav, token: '' })).toEqual(keysOf(shape.carddav.shape));
    expect(keysOf(everything.dids[0])).toEqual(keysOf(shape.dids.element.shape));
    expect(keysOf(everything.guard)).toEqual(keysOf(shape.guard.unwrap().shape));
  });

  it.each([
    ['with every field set', everything],
    ['with nothing but what is needed', sampleProfile],
    [
      'with empty lists where absent ones would mean the same',
      {
        ...sampleProfile,
        xmpp: {
          ...sampleProfile.xmpp,
          ...{ directTls: false, tls: { allowUnencryptedLoopback: false } },
        },
        carddav: { ...sampleProfile.carddav, books: [] },
        dids: [{ number: '+16135550100', alias: 'Home', onlyTypes: [], books: [] }],
      },
    ],
  ] satisfies [string, Profile][])('is saved unchanged as it was, %s', (_, profile) => {
    expect(saved(profile)).toStrictEqual(profile);
  });

  it('is saved unchanged as it was, whatever fields the schema has', () => {
    fc.assert(
      fc.property(anyProfile, (profile) => {
        expect(saved(profile)).toStrictEqual(profile);
      }),
    );
  });

  it('keeps what a newer Rolodial has put into it', () => {
    const newer = {
      ...everything,
      colour: 'green',
      xmpp: { ...everything.xmpp, priority: -1, tls: { ...everything.xmpp.tls, pin: 'abc' } },
      carddav: { ...everything.carddav, depth: 2 },
      dids: [{ ...everything.dids[0], ringtone: 'bell' }, everything.dids[1]],
      guard: { ...everything.guard, hours: 4 },
    } as unknown as Profile;
    expect(inputOf(formOf(newer))).toStrictEqual(newer);
  });

  it('loses the fields that are emptied', () => {
    const emptied = saved(everything, {
      ...{ domain: '', defaultCountry: null },
      xmpp: {
        ...formOf(everything).xmpp,
        ...{ host: '', port: '', tls: { ca: '', allowUnencryptedLoopback: false } },
      },
      ...{ bookChoice: 'all', labels: [], onlyTypes: [] },
      dids: [didRow(work), didRow({ number: '+16135550100', alias: 'Home' })],
    });
    expect(emptied).not.toHaveProperty('domain');
    expect(emptied).not.toHaveProperty('defaultCountry');
    expect(emptied.xmpp).not.toHaveProperty('host');
    expect(emptied.carddav).not.toHaveProperty('books');
    expect(emptied.labels).toEqual({});
    expect(emptied.onlyTypes).toEqual([]);
    expect(emptied.dids).toStrictEqual([work, home]);
  });
});

describe('the form says what is wrong with', () => {
  const issuesOf = (change: Partial<ProfileForm>) => {
    const form = { ...formOf(everything), ...change };
    const reading = checkProfile(inputOf(form), form, []);
    return reading.ok ? {} : reading.issues;
  };
  it('chosen address books when none is', () => {
    const carddav = { ...formOf(everything).carddav, books: [] };
    expect(issuesOf({ carddav })).toEqual({ 'carddav.books': 'settings.invalid.books' });
    expect(issuesOf({ bookChoice: 'all', carddav })).toEqual({});
  });
  it('words that are empty, at the field where they stand', () => {
    const dids = [didRow({ ...everything.dids[0], number: '+16135550100', alias: 'A' })];
    if (dids[0]) dids[0].skipCategories = ['  '];
    expect(issuesOf({ onlyCategories: ['Family', ' '], dids })).toEqual({
      onlyCategories: 'settings.invalid.emptyWord',
      'dids.0.skipCategories': 'settings.invalid.emptyWord',
    });
  });
  it('a word for no type, and a type with two words', () => {
    const rows = [labelRow('Cell', 'mobile'), labelRow('', 'x'), labelRow(' cell', ''), labelRow()];
    expect(issuesOf({ labels: rows })).toEqual({
      'labels.1.from': 'settings.invalid.labelMissing',
      'labels.2.from': 'settings.invalid.labelTwice',
    });
  });
});

describe('other words for types', () => {
  it('are kept by the type in lower case, without the rows that were left empty', () => {
    const rows = [labelRow(' Work Cell ', ' mobile '), labelRow('fax', ''), labelRow(' ', ' ')];
    expect(labelsOf(rows)).toEqual({ 'work cell': 'mobile', fax: '' });
  });

  it('show in the preview before they are saved, and without those that were saved before', () => {
    expect(relabelled('cell', {}, { cell: 'mobile' })).toBe('mobile');
    expect(relabelled('work cell', {}, { cell: 'mobile' })).toBe('work mobile');
    expect(relabelled('work mobile', { cell: 'mobile' }, { cell: 'Handy' })).toBe('work Handy');
    expect(relabelled('Handy', { cell: 'Handy' }, {})).toBe('cell');
    expect(relabelled('Cottage', { cell: 'Handy' }, { cell: 'mobile' })).toBe('Cottage');
    expect(relabelled('', { cell: '' }, { cell: 'mobile' })).toBe('');
  });
});

describe('the words that are offered', () => {
  it('are those of the contacts, each once, the most frequent first', () => {
    const rows = [
      contactRow({ type: 'home', category: 'Work' }),
      contactRow({ type: 'cell', category: '' }),
      contactRow({ type: 'cell', category: 'work' }),
      contactRow({ type: '', category: 'Family' }),
    ];
    expect(wordsInUse(rows)).toEqual({ types: ['cell', 'home'], categories: ['Work', 'Family'] });
  });
});

describe('the filters of a number in a few words', () => {
  const words = (language: 'en' | 'fr', filters: Parameters<typeof filterWords>[2]) =>
    filterWords(createTranslation(language).t, createFormats(language), filters);

  it('are none where it has no filters', () => {
    expect(words('en', didRow({ number: '+16135550100', alias: 'A', onlyTypes: [] }))).toBe('');
  });
  it('say what is let through, then what is left out, then the books', () => {
    const [did] = everything.dids;
    expect(words('en', didRow(did))).toBe(
      'only type cell · only category Family · without type fax · without category Work · only address book contacts',
    );
    const two = didRow({ number: '+16135550100', alias: 'A', onlyCategories: ['Work', 'Family'] });
    expect(words('en', two)).toBe('only categories Work and Family');
    expect(words('fr', two)).toBe('seulement les catégories Work et Family');
  });
});
