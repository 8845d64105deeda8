/** What the window saves may hold new secrets: they go into the host's vault, and the settings say where. */
import type {
  Profile,
  ProfileInput,
  ServiceInput,
  ServiceSettings,
  Settings,
} from '../../../shared/settings/schema.ts';
import type { SecretInput, SecretSource } from '../../../shared/settings/secret.ts';
import type { Vault } from '../host.ts';

/** Keeps the new secrets of a profile, and gives the profile as the settings hold it. */
export async function storeSecrets(input: ProfileInput, vault: Vault): Promise<Profile> {
  const store = async (secret: SecretInput, name: string) =>
    await storeSecret(secret, keyOf(input.id, name), vault);
  const storeHeaders = async (
    headers: Record<string, SecretInput> | undefined,
    of: 'remote' | 'refresh',
  ) => {
    const stored: Record<string, SecretSource> = {};
    for (const [header, secret] of Object.entries(headers ?? {})) {
      stored[header] = await store(secret, headerName(of, header));
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

/** Which logins have a new secret, which the settings do not show: they may name the same place for it. */
export function renewedSecrets({ xmpp, carddav, remoteRoster }: ProfileInput): {
  account: boolean;
  book: boolean;
  remote: boolean;
} {
  const isNew = (secret: SecretInput | undefined) => secret !== undefined && 'value' in secret;
  const { headers: fetching = {}, refresh } = remoteRoster;
  const headers = [...Object.values(fetching), ...Object.values(refresh?.headers ?? {})];
  return {
    account: isNew(xmpp.password),
    book: isNew(carddav.password) || isNew(carddav.token),
    remote: headers.some(isNew),
  };
}

/** Forgets what the vault kept for the settings before, and is not asked for any more. */
export async function forgetSecrets(
  before: Settings,
  after: Settings,
  vault: Vault,
): Promise<void> {
  const needed = new Set(keysOf(after));
  for (const key of keysOf(before)) if (!needed.has(key)) await vault.forget(key);
}

/** The vault's keys of the secrets that it may keep: it names the place as its own, or as a file. */
function keysOf({ profiles, service }: Settings): string[] {
  return [
    ...profiles.flatMap((profile) => secretsOf<SecretSource>(profile)),
    ...(service.secret ? [['service', service.secret] as const] : []),
  ].flatMap(([key, secret]) => {
    if ('stored' in secret) return [secret.stored];
    return 'file' in secret ? [key] : [];
  });
}

/** Each secret of a profile under the key that the vault knows it by. */
function secretsOf<Secret extends SecretInput>({
  id,
  xmpp,
  carddav,
  remoteRoster,
}: Holder<Secret>): (readonly [key: string, secret: Secret])[] {
  const { headers = {}, refresh } = remoteRoster;
  return [
    [keyOf(id, 'xmpp'), xmpp.password],
    ...[carddav.password, carddav.token].flatMap((secret) =>
      secret ? [[keyOf(id, 'carddav'), secret] as const] : [],
    ),
    ...Object.entries(headers).map(
      ([header, secret]) => [keyOf(id, headerName('remote', header)), secret] as const,
    ),
    ...Object.entries(refresh?.headers ?? {}).map(
      ([header, secret]) => [keyOf(id, headerName('refresh', header)), secret] as const,
    ),
  ];
}

/** What of a profile may be secret. */
interface Holder<Secret> {
  readonly id: string;
  readonly xmpp: { readonly password: Secret };
  readonly carddav: {
    readonly password?: Secret | undefined;
    readonly token?: Secret | undefined;
  };
  readonly remoteRoster: {
    readonly headers?: Readonly<Record<string, Secret>> | undefined;
    readonly refresh?:
      | { readonly headers?: Readonly<Record<string, Secret>> | undefined }
      | undefined;
  };
}

function keyOf(profile: string, name: string): string {
  return `${profile}.${name}`;
}

function headerName(of: 'remote' | 'refresh', header: string): string {
  return `${of}.${header.toLowerCase()}`;
}
