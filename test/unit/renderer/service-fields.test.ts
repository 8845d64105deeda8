/** What the forms of the Remote roster page make of what is typed: headers, and the service's settings. */
import { describe, expect, it } from 'vitest';
import {
  emptyHeader,
  type HeaderRow,
  headerProblems,
  headerRows,
  headersOf,
} from '../../../renderer/remote/header-rows.ts';
import { fieldsOf, newSecret, readFields } from '../../../renderer/service/service-fields.ts';
import { settingsSchema } from '../../../shared/settings/schema.ts';

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
