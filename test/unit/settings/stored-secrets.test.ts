/** Secrets that the window hands over: where they go, when they are new, and when they are forgotten. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Vault } from '../../../electron/core/host.ts';
import {
  forgetSecrets,
  renewedSecrets,
  storeSecrets,
  storeServiceSecret,
} from '../../../electron/core/settings/stored-secrets.ts';
import {
  type ProfileInput,
  type Settings,
  settingsSchema,
} from '../../../shared/settings/schema.ts';
import { sampleProfile } from '../../support/core-double/sample-profile.ts';
import { anyProfileInput, replaceNewSecrets } from '../../support/settings/any-of-schema.ts';

/** As the two hosts name a place: the keychain as its own, the headless one as a file. */
let kept: Map<string, string>;
const vaultOf = (isFile: boolean): Vault => ({
  strength: isFile ? 'file' : 'keychain',
  async store(key, secret) {
    kept.set(key, secret);
    return isFile ? { file: `/data/secrets/${key}` } : { stored: key };
  },
  read: async (key) => kept.get(key) ?? '',
  async forget(key) {
    kept.delete(key);
  },
});

beforeEach(() => {
  kept = new Map();
});

const input: ProfileInput = {
  ...sampleProfile,
  xmpp: { ...sampleProfile.xmpp, password: { value: 'xmpp' } },
  carddav: { ...sampleProfile.carddav, password: { value: 'carddav' } },
  remoteRoster: {
    ...sampleProfile.remoteRoster,
    headers: { Authorization: { value: 'document' }, 'X-Kept': { env: 'KEPT' } },
    refresh: { url: 'http://127.0.0.1/', headers: { Authorization: { value: 'refresh' } } },
  },
};
const settings = (changes: Partial<Settings>): Settings => ({
  ...settingsSchema.parse({}),
  ...changes,
});

describe.each([
  ['a keychain', false],
  ['files', true],
])('with %s', (_, isFile) => {
  it('every new secret has a place of its own, and no settings hold one', async () => {
    const profile = await storeSecrets(input, vaultOf(isFile));
    const service = await storeServiceSecret(
      { enabled: true, address: '::1', port: 1, secret: { value: 'of the service' } },
      vaultOf(isFile),
    );
    expect([...kept.values()].sort()).toEqual([
      ...['carddav', 'document', 'of the service', 'refresh', 'xmpp'],
    ]);
    expect(JSON.stringify([profile, service])).not.toMatch(/"value"/);
    expect(profile.remoteRoster.headers?.['X-Kept']).toEqual({ env: 'KEPT' });
  });

  it('what no settings name any more is forgotten, and nothing else', async () => {
    const vault = vaultOf(isFile);
    const profile = await storeSecrets(input, vault);
    const service = await storeServiceSecret(
      { enabled: true, address: '::1', port: 1, secret: { value: 'of the service' } },
      vault,
    );
    const { secret: _secret, ...withoutSecret } = service;
    const before = settings({ profiles: [profile], service });
    await forgetSecrets(before, before, vault);
    expect(kept.size).toBe(5);

    const after = settings({
      profiles: [{ ...profile, remoteRoster: sampleProfile.remoteRoster }],
      service: withoutSecret,
    });
    await forgetSecrets(before, after, vault);
    expect([...kept.values()].sort()).toEqual(['carddav', 'xmpp']);
    await forgetSecrets(after, settings({}), vault);
    expect(kept.size).toBe(0);
  });
});

describe('a secret', () => {
  it('is new where it was typed, in whatever field', async () => {
    const saved = await storeSecrets(input, vaultOf(false));
    const none = { account: false, book: false, remote: false };
    expect(renewedSecrets(saved)).toEqual(none);
    expect(renewedSecrets(input)).toEqual({ account: true, book: true, remote: true });
    const { refresh } = input.remoteRoster;
    if (!refresh) throw new Error('there is one');
    expect(renewedSecrets({ ...saved, remoteRoster: { ...saved.remoteRoster, refresh } })).toEqual({
      ...none,
      remote: true,
    });
    const token = { url: 'https://example.com/', token: { value: 'new' } };
    expect(renewedSecrets({ ...saved, carddav: token })).toEqual({ ...none, book: true });
  });
});

describe('a profile of which the secrets are kept', () => {
  const storedAnywhere: Vault = {
    ...vaultOf(false),
    store: async () => ({ stored: 'in the vault' }),
  };
  const expected = (value: unknown) => replaceNewSecrets(value, () => ({ stored: 'in the vault' }));

  it('is otherwise as it was, whatever fields the schema has', async () => {
    await fc.assert(
      fc.asyncProperty(anyProfileInput, async (profile) => {
        expect(await storeSecrets(profile, storedAnywhere)).toStrictEqual(expected(profile));
      }),
    );
  });

  it('keeps what a newer Rolodial has put into it', async () => {
    const { refresh } = input.remoteRoster;
    const newer = {
      ...{ ...input, colour: 'green' },
      xmpp: { ...input.xmpp, priority: -1 },
      carddav: { ...input.carddav, depth: 2 },
      remoteRoster: { ...input.remoteRoster, depth: 2, refresh: { ...refresh, method: 'PUT' } },
    } as ProfileInput;
    expect(await storeSecrets(newer, storedAnywhere)).toStrictEqual(expected(newer));
    const service = {
      ...{ enabled: true, address: '::1', port: 1, secret: { value: 'of the service' } },
      ...{ tls: { certificate: 'a', key: 'b' }, banner: 'hello' },
    };
    expect(await storeServiceSecret(service, storedAnywhere)).toStrictEqual(expected(service));
  });
});
