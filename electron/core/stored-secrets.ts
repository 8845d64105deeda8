/** What the window saves may hold new secrets: they go into the host's vault, and the settings say where. */
import type {
  Profile,
  ProfileInput,
  ServiceInput,
  ServiceSettings,
} from '../../shared/settings/schema.ts';
import type { SecretInput, SecretSource } from '../../shared/settings/secret.ts';
import type { Vault } from './host.ts';

/** Keeps the new secrets of a profile, and gives the profile as the settings hold it. */
export async function storeSecrets(input: ProfileInput, vault: Vault): Promise<Profile> {
  const store = async (secret: SecretInput, name: string) =>
    await storeSecret(secret, `${input.id}.${name}`, vault);
  const storeHeaders = async (headers: Record<string, SecretInput> | undefined, name: string) => {
    const stored: Record<string, SecretSource> = {};
    for (const [header, secret] of Object.entries(headers ?? {})) {
      stored[header] = await store(secret, `${name}.${header.toLowerCase()}`);
    }
    return headers && { headers: stored };
  };
  const { password, token, ...address } = input.carddav;
  const { headers, refresh, ...remote } = input.remoteRoster;
  return {
    ...input,
    xmpp: { ...input.xmpp, password: await store(input.xmpp.password, 'xmpp') },
    carddav: {
      ...address,
      ...(password && { password: await store(password, 'carddav') }),
      ...(token && { token: await store(token, 'carddav') }),
    },
    remoteRoster: {
      ...remote,
      ...(await storeHeaders(headers, 'remote')),
      ...(refresh && {
        refresh: {
          url: refresh.url,
          ...(refresh.host !== undefined && { host: refresh.host }),
          ...(await storeHeaders(refresh.headers, 'refresh')),
        },
      }),
    },
  };
}

/** Keeps a new secret of the service, and gives its settings as the file holds them. */
export async function storeServiceSecret(
  { secret, ...service }: ServiceInput,
  vault: Vault,
): Promise<ServiceSettings> {
  return { ...service, ...(secret && { secret: await storeSecret(secret, 'service', vault) }) };
}

/** Keeps a new secret in the vault; where one is kept already, nothing is to be done. */
async function storeSecret(input: SecretInput, key: string, vault: Vault): Promise<SecretSource> {
  return 'value' in input ? await vault.store(key, input.value) : input;
}

/** Forgets everything that the vault keeps for a profile. */
export async function forgetSecrets(profile: Profile, vault: Vault): Promise<void> {
  const { xmpp, carddav, remoteRoster } = profile;
  const sources = [
    xmpp.password,
    carddav.password,
    carddav.token,
    ...Object.values(remoteRoster.headers ?? {}),
    ...Object.values(remoteRoster.refresh?.headers ?? {}),
  ];
  for (const source of sources) {
    if (source && 'stored' in source) await vault.forget(source.stored);
  }
}
