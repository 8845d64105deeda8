/** What the forms of the Remote roster page make of what is typed: headers, and the service's settings. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { typedSecret } from '../../../renderer/forms/secret-field.tsx';
import { withEdits } from '../../../renderer/forms/with-edits.ts';
import {
  type AddressForm,
  addressFormOf,
  addressInputOf,
  checkAddresses,
} from '../../../renderer/remote/address-form.ts';
import {
  emptyHeader,
  type HeaderRow,
  headerProblems,
  headerRows,
  headersOf,
} from '../../../renderer/remote/header-rows.ts';
import {
  checkService,
  newSecret,
  type ServiceValues,
  serviceInputOf,
  serviceValuesOf,
} from '../../../renderer/remote/service-values.ts';
import { type Profile, settingsSchema } from '../../../shared/settings/schema.ts';
import { withoutNewSecrets } from '../../../shared/settings/with-secrets.ts';
import { sampleProfile } from '../../support/core-double/sample-profile.ts';
import { anyProfile } from '../../support/settings/any-of-schema.ts';

const row = (name: string, value: string): HeaderRow => ({
  ...{ ...emptyHeader(), name },
  secret: value === '' ? undefined : { value },
});

describe('headers', () => {
  it('that are kept stay where they are kept, and new values replace them', () => {
    const [kept, replaced] = headerRows({ A: { stored: 'a' }, B: { file: 'b' } });
    if (!kept || !replaced) throw new Error('there are two');
    expect(headersOf([kept, { ...replaced, secret: { value: 'new' } }, row('', '')])).toEqual({
      ...{ A: { stored: 'a' }, B: { value: 'new' } },
    });
    expect(headersOf([])).toBe(undefined);
  });

  it('are told by row what is wrong with them', () => {
    const rows = [
      row('', ''),
      row('A', 'x'),
      row('a ', 'y'),
      row('B', ''),
      row('c d', 'z'),
      row('', 'v'),
    ];
    expect(rows.map(({ key }) => headerProblems(rows).get(key))).toEqual([
      ...[undefined, undefined, 'twice', 'value', 'name', 'name'],
    ]);
  });
});

describe('the addresses of a remote roster', () => {
  const saved: Profile = {
    ...sampleProfile,
    remoteRoster: {
      ...{ checkAtLogin: false, serve: true, keepOthers: false },
      ...{ url: 'https://roster.example.com/%s', headers: { A: { stored: 'a' } } },
      refresh: {
        url: 'http://127.0.0.1:5280/r',
        host: 'example.com',
        headers: { A: { file: 'b' } },
      },
    },
  };

  /** What becomes of the profile when the form is saved like this. */
  const read = (profile: Profile, form: AddressForm) => {
    const before = addressInputOf(addressFormOf(profile.remoteRoster));
    const input = withEdits<object>(before, addressInputOf(form), profile.remoteRoster);
    return checkAddresses(input, form, profile);
  };

  it('are the saved ones where nothing is typed, with the same rows each time', () => {
    const form = addressFormOf(saved.remoteRoster);
    expect(addressInputOf(form)).toEqual(saved.remoteRoster);
    expect(read(saved, form)).toEqual({ ok: true, input: saved });
    expect(addressFormOf(saved.remoteRoster, form)).toEqual(form);
  });

  it('are saved unchanged as they were, whatever fields the schema has', () => {
    fc.assert(
      fc.property(anyProfile, (profile) => {
        const form = addressFormOf(profile.remoteRoster);
        expect(read(profile, form)).toStrictEqual({ ok: true, input: profile });
        // One edit changes nothing else, and no headers at all are the same as an empty list of them.
        const edited = { ...form, url: 'https://x.example/%s' };
        expect(addressInputOf(edited)).toStrictEqual({
          ...addressInputOf(form),
          url: 'https://x.example/%s',
        });
      }),
    );
  });

  it('lose neither a name nor headers because the address beside them is missing', () => {
    const form = addressFormOf(saved.remoteRoster);
    const missing = { ...form, refresh: { ...form.refresh, url: ' ' } };
    expect(read(saved, missing)).toEqual({
      ok: false,
      issues: { 'refresh.url': 'remote.invalidRefresh.missing' },
    });
    const without = { ...form, refresh: { url: ' ', host: '', headers: [] } };
    const { refresh, ...others } = saved.remoteRoster;
    expect(read(saved, without)).toEqual({
      ok: true,
      input: { ...saved, remoteRoster: others },
    });
  });

  it('keep no value of a header in the form once they are saved', () => {
    const headers = [row('A', 'secret'), row('', ''), row('B', '')];
    const typed = { ...addressFormOf(saved.remoteRoster), url: ' https://x.example/%s ', headers };
    // A row without a value is refused, so that it does not get lost.
    expect(read(saved, typed)).toMatchObject({ ok: false });
    const reading = read(saved, { ...typed, headers: headers.slice(0, 2) });
    if (!reading.ok) throw new Error('it is right');
    const left = addressFormOf(withoutNewSecrets(reading.input, saved).remoteRoster, typed);
    expect(left.url).toBe('https://x.example/%s');
    expect(left.headers.map(({ name, secret }) => [name, typedSecret(secret)])).toEqual([
      ['A', ''],
    ]);
    expect(left.headers[0]?.key).toBe(headers[0]?.key);
  });
});

describe('the settings of the service', () => {
  const { service } = settingsSchema.parse({});
  const kept = { ...service, secret: { stored: 'service' } };

  const read = (values: ServiceValues) => checkService(serviceInputOf(values), values);

  it('are the saved ones where nothing is typed', () => {
    const tls = { certificate: 'server.pem', key: 'server.key' };
    for (const saved of [service, kept, { ...kept, tls }]) {
      expect(read(serviceValuesOf(saved))).toEqual({ ok: true, input: saved });
    }
  });

  it('carry what a newer Rolodial has put into them', () => {
    const tls = { certificate: 'server.pem', key: 'server.key', curve: 'x' };
    const newer = { ...kept, tls, banner: 'hello' };
    expect(serviceInputOf(serviceValuesOf(newer))).toStrictEqual(newer);
  });

  it('lose the secret only where the user says so, and not where others can reach the address', () => {
    const without = { ...serviceValuesOf(kept), forgetsSecret: true };
    expect(read(without)).toEqual({ ok: true, input: service });
    expect(read({ ...without, address: '0.0.0.0' })).toEqual({
      ok: false,
      issues: { secret: 'service.invalid.secret' },
    });
  });

  it('are told field by field what is wrong with them', () => {
    expect(read({ ...serviceValuesOf(service), address: '' })).toEqual({
      ok: false,
      issues: { address: 'service.invalid.address' },
    });
    const values: ServiceValues = {
      ...serviceValuesOf(service),
      ...{ address: 'a b', port: '', secret: { value: 'short' } },
      tls: { certificate: '', key: 'x' },
    };
    expect(read(values)).toEqual({
      ok: false,
      issues: {
        address: 'service.invalid.address',
        port: 'service.invalid.port',
        secret: 'service.invalid.shortSecret',
        'tls.certificate': 'service.invalid.tls',
      },
    });
  });

  it('get a secret that nobody guesses, and that is safe in an address as it stands', () => {
    const secrets = Array.from({ length: 50 }, newSecret);
    expect(new Set(secrets).size).toBe(50);
    for (const secret of secrets) expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});
