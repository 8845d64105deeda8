import { describe, expect, it } from 'vitest';
import type { InvalidKey } from '../../../renderer/forms/use-settings-form.ts';
import { didFromTyping, isUnusualDid } from '../../../renderer/settings/did-number.ts';
import { didRow } from '../../../renderer/settings/did-row.ts';
import { formatSamples } from '../../../renderer/settings/format-samples.ts';
import {
  emptyProfile,
  formOf,
  intervalOf,
  type ProfileForm,
} from '../../../renderer/settings/profile-form.ts';
import { inputOf } from '../../../renderer/settings/profile-input.ts';
import { suggestId } from '../../../renderer/settings/suggest-id.ts';
import { checkProfile } from '../../../renderer/settings/validation.ts';
import { type Profile, profileInputSchema } from '../../../shared/settings/schema.ts';
import { sampleProfile } from '../../support/core-double/sample-profile.ts';
import { contactRow } from '../../support/renderer/contact-row.ts';

const empty = formOf(emptyProfile);
const filled: ProfileForm = {
  ...empty,
  id: 'john',
  xmpp: { ...empty.xmpp, jid: 'john@example.com', password: { value: 'secret' } },
  carddav: {
    ...empty.carddav,
    url: 'https://cloud.example.com/dav/',
    username: 'john',
    password: { value: 'secret' },
  },
  dids: [didRow({ number: '+16135550100', alias: 'Home' })],
};

/** Fields that differ from those of `filled`. */
type Change = Partial<Omit<ProfileForm, 'xmpp' | 'carddav'>> & {
  readonly xmpp?: Partial<ProfileForm['xmpp']>;
  readonly carddav?: Partial<ProfileForm['carddav']>;
};

function readForm(change: Change, taken: readonly string[] = []) {
  const form: ProfileForm = {
    ...{ ...filled, ...change },
    xmpp: { ...filled.xmpp, ...change.xmpp },
    carddav: { ...filled.carddav, ...change.carddav },
  };
  return checkProfile(inputOf(form), form, taken);
}

function issuesOf(change: Change, taken: readonly string[] = []) {
  const reading = readForm(change, taken);
  return reading.ok ? {} : reading.issues;
}

describe('the form of a profile', () => {
  it('saves an unchanged profile as it was, with its passwords where they are kept', () => {
    const profile: Profile = {
      ...sampleProfile,
      xmpp: {
        ...sampleProfile.xmpp,
        host: '127.0.0.1',
        port: 5222,
        tls: { ca: 'ca.pem', allowUnencryptedLoopback: true },
      },
      paused: true,
      skipTypes: [],
      syncIntervalSeconds: 5_400,
      guard: { share: 0.35, count: 0 },
    };
    expect(profileInputSchema.parse(inputOf(formOf(profile)))).toEqual(profile);
  });

  it('leaves out what is empty', () => {
    const reading = readForm({ defaultCountry: null });
    expect(reading.ok && reading.input.xmpp).toEqual({
      jid: 'john@example.com',
      password: { value: 'secret' },
    });
    expect(reading.ok && 'domain' in reading.input).toBe(false);
  });

  const cases: readonly [string, Change, string, InvalidKey][] = [
    ['an address without @', { xmpp: { jid: 'john' } }, 'xmpp.jid', 'settings.invalid.jid'],
    [
      'no password',
      { xmpp: { password: undefined } },
      'xmpp.password',
      'settings.invalid.password',
    ],
    ['a port alone', { xmpp: { port: 5222 } }, 'xmpp.port', 'settings.invalid.portNeedsHost'],
    [
      'a port beside a WebSocket',
      { xmpp: { host: 'wss://xmpp.example.com/ws', port: 443 } },
      'xmpp.port',
      'settings.invalid.portInAddress',
    ],
    [
      'a web page for a host',
      { xmpp: { host: 'https://a.example/' } },
      'xmpp.host',
      'settings.invalid.host',
    ],
    [
      'a port out of range',
      { xmpp: { host: 'a', port: 70_000 } },
      'xmpp.port',
      'settings.invalid.port',
    ],
    [
      'no encryption to a far host',
      { xmpp: { host: 'xmpp.example.com', tls: { ca: '', allowUnencryptedLoopback: true } } },
      'xmpp.tls.allowUnencryptedLoopback',
      'settings.invalid.loopbackOnly',
    ],
    ['no address', { carddav: { url: '' } }, 'carddav.url', 'settings.invalid.url'],
    [
      'a password before a host',
      { carddav: { url: 'a:b@c.example' } },
      'carddav.url',
      'settings.invalid.urlCredentials',
    ],
    [
      'no user name',
      { carddav: { username: ' ' } },
      'carddav.username',
      'settings.invalid.username',
    ],
    ['no token', { login: 'token' }, 'carddav.token', 'settings.invalid.token'],
    [
      'a far http address',
      { carddav: { url: 'http://a.example/' } },
      'carddav.url',
      'settings.invalid.urlNotEncrypted',
    ],
    [
      'a password in the address',
      { carddav: { url: 'https://a:b@c.example/' } },
      'carddav.url',
      'settings.invalid.urlCredentials',
    ],
    ['no number', { dids: [] }, 'dids', 'settings.invalid.didsMissing'],
    [
      'a number twice',
      { dids: [...filled.dids, didRow({ number: '+16135550100', alias: 'Work' })] },
      'dids',
      'settings.invalid.didTwice',
    ],
    [
      'a number without country code',
      { dids: [didRow({ number: '6135550100', alias: 'Home' })] },
      'dids.0.number',
      'settings.invalid.didNumber',
    ],
    [
      'no alias',
      { dids: [didRow({ number: '+16135550100', alias: ' ' })] },
      'dids.0.alias',
      'settings.invalid.didAlias',
    ],
    ['a gateway with a space', { domain: 'sms example' }, 'domain', 'settings.invalid.domain'],
    ['no format', { format: '' }, 'format', 'settings.invalid.format'],
    [
      'half a minute',
      { interval: { count: 0.5, unit: 'minutes' } },
      'interval.count',
      'settings.invalid.interval',
    ],
    [
      'no interval',
      { interval: { count: '', unit: 'days' } },
      'interval.count',
      'settings.invalid.interval',
    ],
    ['a share over all', { guardPercent: 140 }, 'guardPercent', 'settings.invalid.guardShare'],
    ['a name with a space', { id: 'my account' }, 'id', 'settings.invalid.id'],
  ];
  it.each(cases)('says at the field what is wrong with %s', (_, change, field, key) => {
    expect(issuesOf(change)).toEqual({ [field]: key });
  });

  it('logs in to the address book with a token instead, and keeps it where it is', () => {
    const withToken = readForm({ login: 'token', carddav: { token: { value: 'abc' } } });
    expect(withToken.ok && withToken.input.carddav).toEqual({
      url: 'https://cloud.example.com/dav/',
      token: { value: 'abc' },
    });
    const kept: Profile = {
      ...sampleProfile,
      carddav: { url: sampleProfile.carddav.url, token: { stored: 'john/token' } },
    };
    expect(profileInputSchema.parse(inputOf(formOf(kept)))).toEqual(kept);
  });

  it('takes a host name or an e-mail address for the address book', () => {
    expect(issuesOf({ carddav: { url: 'cloud.example.com' } })).toEqual({});
    expect(issuesOf({ carddav: { url: 'john@example.com' } })).toEqual({});
  });

  it('does not take the name of another account', () => {
    expect(issuesOf({}, ['john'])).toEqual({ id: 'settings.invalid.idTaken' });
  });

  it('names a new account after its address', () => {
    expect(suggestId('john@example.com', [])).toBe('john');
    expect(suggestId('john@example.com', ['john', 'john-2'])).toBe('john-3');
    expect(suggestId('Zoë.Martin@x', [])).toBe('Zoe.Martin');
    expect(suggestId('', [])).toBe('account');
  });

  it('shows the interval in a unit that people use', () => {
    expect(intervalOf(86_400)).toEqual({ count: 1, unit: 'days' });
    expect(intervalOf(7_200)).toEqual({ count: 2, unit: 'hours' });
    expect(intervalOf(5_400)).toEqual({ count: 90, unit: 'minutes' });
    expect(intervalOf(90)).toEqual({ count: 1.5, unit: 'minutes' });
  });
});

describe('typing one of the own numbers', () => {
  it('brings it into the international form', () => {
    expect(didFromTyping('+1 (613) 555-0100', null)).toBe('+16135550100');
    expect(didFromTyping('(613) 555-0100', 'CA')).toBe('+16135550100');
    expect(didFromTyping('01 42 68 53 00', 'FR')).toBe('+33142685300');
    expect(didFromTyping('0033 1 42 68 53 00', null)).toBe('+33142685300');
  });
  it('leaves alone what it cannot read', () => {
    expect(didFromTyping('613 555 0100', null)).toBe('613 555 0100');
    expect(didFromTyping('my phone', 'CA')).toBe('my phone');
  });
  it('marks a number that no network has, and accepts it', () => {
    expect(isUnusualDid('+10345678901')).toBe(true);
    expect(isUnusualDid('+16135550100')).toBe(false);
    expect(issuesOf({ dids: [didRow({ number: '+10345678901', alias: 'Home' })] })).toEqual({});
  });
});

describe('the contacts of the format preview', () => {
  it('are real ones of different kinds where there are any', () => {
    const rows = [
      contactRow({ contact: 'A', type: 'cell' }),
      contactRow({ contact: 'B', type: 'cell' }),
      contactRow({ contact: 'C', type: 'work' }),
      contactRow({ contact: 'D', type: '', jid: '', state: 'skipped' }),
    ];
    const { samples, real } = formatSamples(rows, 2);
    expect(real).toBe(true);
    expect(samples.map(({ name }) => name)).toEqual(['A', 'C']);
  });
  it('are made up for a new account', () => {
    expect(formatSamples(undefined).real).toBe(false);
    expect(formatSamples([]).samples.length).toBe(3);
  });
});
