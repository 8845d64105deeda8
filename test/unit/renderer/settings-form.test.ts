import { describe, expect, it } from 'vitest';
import { didFromTyping, isUnusualDid } from '../../../renderer/settings/did-number.ts';
import { didRow } from '../../../renderer/settings/did-row.ts';
import { formatSamples } from '../../../renderer/settings/format-samples.ts';
import {
  formOf,
  intervalOf,
  type ProfileForm,
  suggestId,
} from '../../../renderer/settings/profile-form.ts';
import { inputOf } from '../../../renderer/settings/profile-input.ts';
import { type InvalidKey, readForm } from '../../../renderer/settings/validation.ts';
import { type Profile, profileInputSchema } from '../../../shared/settings/schema.ts';
import { sampleProfile } from '../../support/core-double/sample-profile.ts';
import { contactRow } from '../../support/renderer/contact-row.ts';

const filled: ProfileForm = {
  ...formOf(undefined),
  id: 'john',
  jid: 'john@example.com',
  xmppPassword: 'secret',
  url: 'https://cloud.example.com/dav/',
  username: 'john',
  carddavPassword: 'secret',
  dids: [didRow({ number: '+16135550100', alias: 'Home' })],
};

function issuesOf(change: Partial<ProfileForm>, taken: readonly string[] = []) {
  const reading = readForm({ ...filled, ...change }, undefined, taken);
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
    expect(profileInputSchema.parse(inputOf(formOf(profile), profile))).toEqual(profile);
  });

  it('leaves out what is empty', () => {
    const reading = readForm({ ...filled, country: null }, undefined, []);
    expect(reading.ok && reading.input.xmpp).toEqual({
      jid: 'john@example.com',
      password: { value: 'secret' },
    });
    expect(reading.ok && 'domain' in reading.input).toBe(false);
  });

  const cases: readonly [string, Partial<ProfileForm>, string, InvalidKey][] = [
    ['an address without @', { jid: 'john' }, 'jid', 'settings.invalid.jid'],
    ['no password', { xmppPassword: '' }, 'xmppPassword', 'settings.invalid.password'],
    ['a port alone', { port: 5222 }, 'port', 'settings.invalid.portNeedsHost'],
    [
      'a port beside a WebSocket',
      { host: 'wss://xmpp.example.com/ws', port: 443 },
      'port',
      'settings.invalid.portInAddress',
    ],
    ['a web page for a host', { host: 'https://a.example/' }, 'host', 'settings.invalid.host'],
    ['a port out of range', { host: 'a', port: 70_000 }, 'port', 'settings.invalid.port'],
    [
      'no encryption to a far host',
      { host: 'xmpp.example.com', allowUnencrypted: true },
      'allowUnencrypted',
      'settings.invalid.loopbackOnly',
    ],
    ['no address', { url: '' }, 'url', 'settings.invalid.url'],
    [
      'a password before a host',
      { url: 'a:b@c.example' },
      'url',
      'settings.invalid.urlCredentials',
    ],
    ['no user name', { username: ' ' }, 'username', 'settings.invalid.username'],
    ['no token', { login: 'token' }, 'carddavToken', 'settings.invalid.token'],
    ['a far http address', { url: 'http://a.example/' }, 'url', 'settings.invalid.urlNotEncrypted'],
    [
      'a password in the address',
      { url: 'https://a:b@c.example/' },
      'url',
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
      { intervalCount: 0.5, intervalUnit: 'minutes' },
      'intervalCount',
      'settings.invalid.interval',
    ],
    ['no interval', { intervalCount: '' }, 'intervalCount', 'settings.invalid.interval'],
    ['a share over all', { guardPercent: 140 }, 'guardPercent', 'settings.invalid.guardShare'],
    ['a name with a space', { id: 'my account' }, 'id', 'settings.invalid.id'],
  ];
  it.each(cases)('says at the field what is wrong with %s', (_, change, field, key) => {
    expect(issuesOf(change)).toEqual({ [field]: key });
  });

  it('logs in to the address book with a token instead, and keeps it where it is', () => {
    const withToken = readForm({ ...filled, login: 'token', carddavToken: 'abc' }, undefined, []);
    expect(withToken.ok && withToken.input.carddav).toEqual({
      url: 'https://cloud.example.com/dav/',
      token: { value: 'abc' },
    });
    const kept: Profile = {
      ...sampleProfile,
      carddav: { url: sampleProfile.carddav.url, token: { stored: 'john/token' } },
    };
    expect(profileInputSchema.parse(inputOf(formOf(kept), kept))).toEqual(kept);
  });

  it('takes a host name or an e-mail address for the address book', () => {
    expect(issuesOf({ url: 'cloud.example.com' })).toEqual({});
    expect(issuesOf({ url: 'john@example.com' })).toEqual({});
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
  it('doubts a number that no network has, and accepts it', () => {
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
