/**
 * The places of secrets in the settings, named once for everyone who replaces or lists them. All else is
 * carried through by spreading, so that a field added to the schema cannot be lost on the way; a place of
 * a secret that is left out here does not compile, because a new secret is no `SecretSource`.
 */
import type { Profile, ProfileInput, ServiceInput, ServiceSettings } from './schema.ts';
import type { SecretInput, SecretSource } from './secret.ts';
import { withoutUndefined } from './without-undefined.ts';

/** @param name of the secret's place within its profile, such as `xmpp` or `remote.authorization` */
export type ReplaceSecret = (secret: SecretInput, name: string) => SecretSource;

/** The same profile with each of its secrets replaced. */
export function withSecrets(profile: ProfileInput, replace: ReplaceSecret): Profile {
  const { xmpp, carddav, remoteRoster } = profile;
  const { refresh } = remoteRoster;
  return {
    ...profile,
    xmpp: { ...xmpp, password: replace(xmpp.password, 'xmpp') },
    carddav: withoutUndefined({
      ...carddav,
      password: carddav.password && replace(carddav.password, 'carddav'),
      token: carddav.token && replace(carddav.token, 'carddav'),
    }),
    remoteRoster: withoutUndefined({
      ...remoteRoster,
      headers: headersWith(remoteRoster.headers, 'remote', replace),
      refresh:
        refresh &&
        withoutUndefined({ ...refresh, headers: headersWith(refresh.headers, 'refresh', replace) }),
    }),
  };
}

function headersWith(
  headers: Readonly<Record<string, SecretInput>> | undefined,
  of: 'remote' | 'refresh',
  replace: ReplaceSecret,
): Record<string, SecretSource> | undefined {
  const replaced = Object.entries(headers ?? {}).map(
    // The names of headers have no case (RFC 9110 §5.1).
    ([header, secret]) => [header, replace(secret, `${of}.${header.toLowerCase()}`)] as const,
  );
  return headers && Object.fromEntries(replaced);
}

/** The same settings of the service with its secret replaced. */
export function withServiceSecret(service: ServiceInput, replace: ReplaceSecret): ServiceSettings {
  const { secret } = service;
  return withoutUndefined({ ...service, secret: secret && replace(secret, 'service') });
}

/**
 * The profile as the settings will have it, as far as the window can know: a new secret is kept where the
 * one before it was, or in the vault.
 */
export function withoutNewSecrets(input: ProfileInput, before: Profile | undefined): Profile {
  const kept = new Map<string, SecretSource>();
  if (before) {
    withSecrets(before, (secret, name) => {
      if (!('value' in secret)) kept.set(name, secret);
      return { stored: name };
    });
  }
  return withSecrets(input, (secret, name) =>
    'value' in secret ? (kept.get(name) ?? { stored: name }) : secret,
  );
}
