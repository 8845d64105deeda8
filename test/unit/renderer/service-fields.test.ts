/** What the forms of the Remote roster page make of what is typed: headers, and the service's settings. */
import { describe, expect, it } from 'vitest';
import {
  addressFieldsOf,
  readAddresses,
  savedFields,
} from '../../../renderer/remote/address-fields.ts';
import {
  emptyHeader,
  type HeaderRow,
  headerProblems,
  headerRows,
  headersOf,
} from '../../../renderer/remote/header-rows.ts';
import { fieldsOf, newSecret, readFields } from '../../../renderer/service/service-fields.ts';
import { type Profile, settingsSchema } from '../../../shared/settings/schema.ts';
import { sampleProfile } from '../../support/core-double/sample-profile.ts';

const row = (name: string, value: string): HeaderRow => ({ ...emptyHeader(), name, value });

describe('headers', () => {
  it('that are kept stay where they are kept, and new values replace them', () => {
    const [kept, replaced] = headerRows({ A: { stored: 'a' }, B: { file: 'b' } });
    if (!kept || !replaced) throw new Error('there are two');
    expect(headersOf([kept, { ...replaced, value: 'new' }, row('', '')])).toEqual({
      headers: { A: { stored: 'a' }, B: { value: 'new' } },
    });
    expect(headersOf([])).toEqual({});
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

  it('are the saved ones where nothing is typed, each time the same', () => {
    expect(readAddresses(addressFieldsOf(saved), saved)).toEqual({ ok: true, input: saved });
    expect(addressFieldsOf(saved)).toEqual(addressFieldsOf(saved));
  });

  it('lose neither a name nor headers because the address beside them is missing', () => {
    const fields = { ...addressFieldsOf(saved), refreshUrl: ' ' };
    expect(readAddresses(fields, saved)).toMatchObject({
      ok: false,
      wrong: { refreshUrl: 'missing', url: false },
    });
    const without = { ...fields, host: '', refreshHeaders: [] };
    const { refresh, ...others } = saved.remoteRoster;
    expect(readAddresses(without, saved)).toEqual({
      ok: true,
      input: { ...saved, remoteRoster: others },
    });
  });

  it('keep no value of a header in the form once they are saved', () => {
    const headers = [row('A', 'secret'), row('', ''), row('B', '')];
    const left = savedFields({ ...addressFieldsOf(saved), url: ' https://x.example/%s ', headers });
    expect(left.url).toBe('https://x.example/%s');
    expect(left.headers.map(({ name, value }) => [name, value])).toEqual([['A', '']]);
  });
});

describe('the settings of the service', () => {
  const { service } = settingsSchema.parse({});
  const kept = { ...service, secret: { stored: 'service' } };

  it('are the saved ones where nothing is typed', () => {
    const tls = { certificate: 'server.pem', key: 'server.key' };
    for (const saved of [service, kept, { ...kept, tls }]) {
      expect(readFields(fieldsOf(saved), saved)).toEqual({ ok: true, input: saved });
    }
  });

  it('lose the secret only where the user says so, and not where others can reach the address', () => {
    const without = { ...fieldsOf(kept), forgetsSecret: true };
    expect(readFields(without, kept)).toEqual({ ok: true, input: service });
    expect(readFields({ ...without, address: '0.0.0.0' }, kept)).toEqual({
      ok: false,
      wrong: { secret: 'secret' },
    });
  });

  it('are told field by field what is wrong with them', () => {
    expect(readFields({ ...fieldsOf(service), address: '' }, service)).toEqual({
      ok: false,
      wrong: { address: 'address' },
    });
    const fields = { ...fieldsOf(service), address: 'a b', port: '', secret: 'short', key: 'x' };
    expect(readFields(fields, service)).toEqual({
      ok: false,
      wrong: { address: 'address', port: 'port', secret: 'shortSecret', certificate: 'tls' },
    });
  });

  it('get a secret that nobody guesses, and that is safe in an address as it stands', () => {
    const secrets = Array.from({ length: 50 }, newSecret);
    expect(new Set(secrets).size).toBe(50);
    for (const secret of secrets) expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});
