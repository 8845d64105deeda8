import { describe, expect, it } from 'vitest';
import { gatewayDomain, readSettings } from '../../../shared/settings/schema.ts';

const example = {
  profiles: [
    {
      id: 'john',
      xmpp: {
        jid: 'john@example.com',
        password: { env: 'XMPP_PASSWORD' },
        host: 'xmpp.example.com',
        port: 5222,
        tls: { ca: 'ca.pem' },
      },
      carddav: {
        url: 'https://cloud.example.com/dav/john/contacts/',
        username: 'john',
        password: { file: 'carddav.secret' },
      },
      dids: [
        { number: '+10345678901', alias: 'Home' },
        { number: '+10473828482', alias: 'Work' },
      ],
      domain: 'sms.example.com',
      format: '[%alias] %name (%type)',
      syncIntervalSeconds: 86400,
      defaultCountry: 'CA',
    },
  ],
};

/** The example with one field of its profile changed; `undefined` leaves it out. */
function changed(path: string, value: unknown): unknown {
  const copy = structuredClone(example);
  const parts = path.split('.');
  const last = parts.pop() ?? '';
  let place = copy.profiles[0] as unknown as Record<string, unknown>;
  for (const part of parts) place = place[part] as Record<string, unknown>;
  if (value === undefined) delete place[last];
  else place[last] = value;
  return copy;
}

describe('the settings file', () => {
  it('is accepted as the documentation shows it', () => {
    const reading = readSettings(example);
    expect(reading).toMatchObject({ ok: true, settings: example });
  });

  it('has one profile for each roster that is kept here, and any number that sync an account', () => {
    const [profile] = example.profiles;
    const read = (...changes: object[]) =>
      readSettings({
        profiles: changes.map((change, index) => ({ ...profile, id: `p${index}`, ...change })),
      });
    const served = { remoteRoster: { serve: true } };
    const elsewhere = { ...served, xmpp: { ...profile?.xmpp, jid: 'john@example.net' } };
    expect(read({}, {}).ok).toBe(true);
    expect(read(served, {}).ok).toBe(true);
    expect(read(served, elsewhere).ok).toBe(true);
    expect(
      read(served, { ...served, xmpp: { ...profile?.xmpp, jid: 'John@Example.com' } }),
    ).toEqual({
      ok: false,
      issues: [
        {
          field: 'profiles',
          message:
            'two profiles keep the roster of the same account ("remoteRoster.serve"); only one can',
        },
      ],
    });
  });

  it('has a default for everything but id, accounts and numbers', () => {
    const { id, dids } = { id: 'john', dids: example.profiles[0]?.dids };
    const xmpp = { jid: 'john@Example.com', password: { env: 'X' } };
    const carddav = {
      url: 'https://a.example/',
      username: 'j',
      password: { command: ['pass', 'x'] },
    };
    const reading = readSettings({ profiles: [{ id, xmpp, carddav, dids }] });
    expect(reading).toMatchObject({
      ok: true,
      settings: {
        language: 'system',
        profiles: [
          {
            format: '[%alias] %name (%type)',
            syncIntervalSeconds: 86400,
            skipTypes: ['fax', 'pager'],
            guard: { share: 0.2, count: 10 },
            paused: false,
          },
        ],
      },
    });
    if (reading.ok && reading.settings.profiles[0]) {
      expect(gatewayDomain(reading.settings.profiles[0])).toBe('example.com');
    }
  });

  it.each([
    ['id', undefined, 'profiles[0].id'],
    ['id', '../etc', 'profiles[0].id'],
    ['xmpp.jid', 'john', 'profiles[0].xmpp.jid'],
    ['xmpp.jid', 'john@example.com/phone', 'profiles[0].xmpp.jid'],
    ['xmpp.password', 'hunter2', 'profiles[0].xmpp.password'],
    ['xmpp.password', undefined, 'profiles[0].xmpp.password'],
    ['xmpp.port', 70000, 'profiles[0].xmpp.port'],
    ['xmpp.host', undefined, 'profiles[0].xmpp.port'],
    [
      'xmpp.tls',
      { allowUnencryptedLoopback: true },
      'profiles[0].xmpp.tls.allowUnencryptedLoopback',
    ],
    ['carddav.url', 'contacts', 'profiles[0].carddav.url'],
    ['carddav.url', 'my cloud', 'profiles[0].carddav.url'],
    ['carddav.url', 'cloud.example.com/dav/', 'profiles[0].carddav.url'],
    ['carddav.url', 'ftp://cloud.example.com/', 'profiles[0].carddav.url'],
    ['carddav.url', '@example.com', 'profiles[0].carddav.url'],
    ['carddav.url', 'john@example.com@example.com', 'profiles[0].carddav.url'],
    ['carddav.url', 'john:secret@cloud.example.com', 'profiles[0].carddav.url'],
    ['carddav.url', '', 'profiles[0].carddav.url'],
    ['carddav.username', undefined, 'profiles[0].carddav.username'],
    ['carddav.username', '', 'profiles[0].carddav.username'],
    ['carddav.username', 'john\nX-Evil: 1', 'profiles[0].carddav.username'],
    ['carddav.password', undefined, 'profiles[0].carddav.password'],
    ['carddav.token', { env: 'TOKEN' }, 'profiles[0].carddav.token'],
    ['carddav.token', 'eyJhbGciOi', 'profiles[0].carddav.token'],
    ['carddav.url', 'http://cloud.example.com/', 'profiles[0].carddav.url'],
    ['carddav.url', 'https://john:secret@cloud.example.com/', 'profiles[0].carddav.url'],
    ['dids', [], 'profiles[0].dids'],
    ['dids', [{ number: '0345678901', alias: 'Home' }], 'profiles[0].dids[0].number'],
    ['dids', [{ number: '+10345678901', alias: ' ' }], 'profiles[0].dids[0].alias'],
    ['domain', 'sms example', 'profiles[0].domain'],
    ['syncIntervalSeconds', 5, 'profiles[0].syncIntervalSeconds'],
    ['defaultCountry', 'Canada', 'profiles[0].defaultCountry'],
  ])('with %s = %j names the field %s', (path, value, field) => {
    const reading = readSettings(changed(path, value));
    expect(reading.ok).toBe(false);
    if (!reading.ok) expect(reading.issues.map((issue) => issue.field)).toContain(field);
  });

  it('says which field it does not know', () => {
    const reading = readSettings(changed('interval', 5));
    expect(reading).toEqual({
      ok: false,
      issues: [{ field: 'profiles[0]', message: 'unknown field "interval"' }],
    });
  });

  it('never repeats a password that stands in it in clear', () => {
    const reading = readSettings(changed('xmpp.password', 'hunter2'));
    expect(JSON.stringify(reading)).not.toContain('hunter2');
    expect(JSON.stringify(reading)).toContain('a password in clear is not accepted');
  });

  it.each([
    'http://localhost:5232/',
    'http://127.0.0.1:5232/j/c/',
    'http://[::1]:5232/',
  ])('accepts %s, which stays on this computer', (url) => {
    expect(readSettings(changed('carddav.url', url)).ok).toBe(true);
  });

  it.each([
    'cloud.example.com',
    'cloud.example.com:8443',
    'Bücher.example',
    'localhost',
    'localhost:5232',
    '192.0.2.7',
    '[::1]:5232',
    'nas:5232',
    'john@example.com',
    'john.o+books@mail.example.com',
  ])('accepts %s, where the address book is then looked for', (url) => {
    expect(readSettings(changed('carddav.url', url))).toMatchObject({ ok: true });
  });

  it('accepts a token instead of a user name and a password', () => {
    const carddav = { url: 'https://cloud.example.com/', token: { env: 'TOKEN' } };
    expect(readSettings(changed('carddav', carddav))).toMatchObject({
      ok: true,
      settings: { profiles: [{ carddav }] },
    });
  });

  it.each([
    [{}, ['expected a user name', '"token" instead of both']],
    [{ username: 'john', password: { env: 'P' }, token: { env: 'T' } }, ['not with both']],
    [{ username: 'john', token: { env: 'T' } }, ['not with both']],
    [{ username: 'john' }, ['expected a password']],
  ])('with the login %j says which of the two ways is missing', (login, says) => {
    const carddav = { url: 'https://cloud.example.com/', ...login };
    const reading = JSON.stringify(readSettings(changed('carddav', carddav)));
    for (const words of says) expect(reading).toContain(JSON.stringify(words).slice(1, -1));
  });

  it('never repeats a password that stands in an address', () => {
    for (const url of ['https://john:hunter2@cloud.example.com/', 'john:hunter2@example.com']) {
      const reading = JSON.stringify(readSettings(changed('carddav.url', url)));
      expect(reading).not.toContain('hunter2');
      expect(reading).toContain('does not belong into the address');
    }
  });

  it.each([null, 5, 'x', [], { profiles: 'x' }, { profiles: [null] }])('refuses %j', (value) => {
    expect(readSettings(value).ok).toBe(false);
  });

  it('refuses two profiles of one name', () => {
    const twice = { profiles: [example.profiles[0], example.profiles[0]] };
    expect(readSettings(twice)).toMatchObject({ ok: false, issues: [{ field: 'profiles' }] });
  });
});
