/** What the window saves may hold new secrets: they go into the host's vault, and the settings say where. */
import type {
  Profile,
  ProfileInput,
  ServiceInput,
  ServiceSettings,
  Settings,
} from '../../../shared/settings/schema.ts';
import type { SecretInput, SecretSource } from '../../../shared/settings/secret.ts';
import {
  type ReplaceSecret,
  withSecrets,
  withServiceSecret,
} from '../../../shared/settings/with-secrets.ts';
import type { Vault } from '../host.ts';

/** Keeps the new secrets of a profile, and gives the profile as the settings hold it. */
export async function storeSecrets(input: ProfileInput, vault: Vault): Promise<Profile> {
  return await withStored(vault, (store) =>
    withSecrets(input, (secret, name) => store(secret, keyOf(input.id, name))),
  );
}

/** Keeps a new secret of the service, and gives its settings as the file holds them. */
export async function storeServiceSecret(
  service: ServiceInput,
  vault: Vault,
): Promise<ServiceSettings> {
  return await withStored(vault, (store) => withServiceSecret(service, store));
}

/**
 * Keeps new secrets in the vault; what is kept already stays where it is.
 *
 * @param replaceIn the settings with each secret replaced: called to learn of the secrets, and again once
 *   it is known where they are kept
 */
async function withStored<Kept>(
  vault: Vault,
  replaceIn: (store: ReplaceSecret) => Kept,
): Promise<Kept> {
  const fresh = new Map<string, string>();
  replaceIn((secret, key) => {
    if (!('value' in secret)) return secret;
    fresh.set(key, secret.value);
    return { stored: key };
  });
  const places = new Map<string, SecretSource>();
  for (const [key, value] of fresh) places.set(key, await vault.store(key, value));
  return replaceIn((secret, key) => {
    if (!('value' in secret)) return secret;
    return places.get(key) ?? { stored: key };
  });
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
    ...profiles.flatMap(secretsOf),
    ...(service.secret ? [['service', service.secret] as const] : []),
  ].flatMap(([key, secret]) => {
    if ('stored' in secret) return [secret.stored];
    return 'file' in secret ? [key] : [];
  });
}

/** Each secret of a profile under the key that the vault knows it by. */
function secretsOf(profile: ProfileInput): (readonly [key: string, secret: SecretInput])[] {
  const secrets: (readonly [key: string, secret: SecretInput])[] = [];
  withSecrets(profile, (secret, name) => {
    secrets.push([keyOf(profile.id, name), secret]);
    return { stored: name };
  });
  return secrets;
}

function keyOf(profile: string, name: string): string {
  return `${profile}.${name}`;
}
