/** The two servers of a profile, reached with the secrets and authorities that its settings name. */
import path from 'node:path';
import { guessCountry } from '../../../shared/contact/phone.ts';
import { RolodialError } from '../../../shared/errors.ts';
import type { Profile, ProfileInput } from '../../../shared/settings/schema.ts';
import type { SecretInput, SecretSource } from '../../../shared/settings/secret.ts';
import {
  type AddressBookReading,
  cachedAddressBook,
  type KnownAddressBook,
  readAddressBook,
  type TestedBook,
  testAddressBook,
} from '../carddav/address-book.ts';
import type { DavCredentials } from '../carddav/authentication.ts';
import type { CoreHost } from '../host.ts';
import { readSecret } from '../settings/secrets.ts';
import { trustAuthorities } from '../settings/trust.ts';
import type { CardCache } from '../store/card-cache.ts';
import type { BookReadOptions } from '../sync/context.ts';
import type { RosterChange } from '../xmpp/roster.ts';
import { openSession, type Session } from '../xmpp/session.ts';

/** Who wants to know what the server tells unasked. */
export interface LoginListeners {
  readonly onPush?: (change: RosterChange) => void;
  readonly onPresence?: () => void;
}

export interface Servers {
  /** Reads a secret of the settings; `field` names it in errors. */
  secret(source: SecretSource, field: string): Promise<string>;
  login(
    xmpp: ProfileInput['xmpp'],
    signal: AbortSignal,
    listeners?: LoginListeners,
  ): Promise<Session>;
  readBook(
    profile: Profile,
    cache: CardCache,
    signal: AbortSignal,
    onProgress: (cards: number) => void,
    options: BookReadOptions,
  ): Promise<AddressBookReading>;
  /** What the last read left, without asking the server; null before the first. */
  cachedBook(profile: Profile, cache: CardCache): Promise<KnownAddressBook | null>;
  testBook(
    carddav: ProfileInput['carddav'],
    ca: string | undefined,
    signal: AbortSignal,
  ): Promise<TestedBook[]>;
}

/** @param host keeps the secrets, and says where relative paths begin */
export function serversOf(host: Pick<CoreHost, 'settings' | 'vault' | 'log'>): Servers {
  const folder = path.dirname(host.settings.file);

  async function secret(input: SecretInput, field: string): Promise<string> {
    return 'value' in input ? input.value : await readSecret(input, field, folder, host.vault);
  }

  async function credentials(carddav: ProfileInput['carddav']): Promise<DavCredentials> {
    const { username, password, token } = carddav;
    if (token) return { token: await secret(token, 'carddav.token') };
    // The schema asks for one way of the two; this is for the compiler.
    if (username === undefined || !password) throw noCredentials();
    return { username, password: await secret(password, 'carddav.password') };
  }

  function trust(ca: string | undefined): void {
    if (ca !== undefined) trustAuthorities(path.resolve(folder, ca), 'xmpp.tls.ca');
  }

  return {
    secret,
    async login(xmpp, signal, listeners = {}) {
      const { tls, password, ...settings } = xmpp;
      trust(tls?.ca);
      const account = {
        ...settings,
        password: await secret(password, 'xmpp.password'),
        allowUnencrypted: tls?.allowUnencryptedLoopback ?? false,
      };
      return await openSession(account, signal, listeners.onPush, {
        log: host.log,
        ...(listeners.onPresence && { onPresence: listeners.onPresence }),
      });
    },
    async readBook(profile, cache, signal, onProgress, { full, onWaiting }) {
      trust(profile.xmpp.tls?.ca);
      const source = {
        ...bookSource(profile),
        credentials: await credentials(profile.carddav),
        defaultCountry: countryOf(profile),
      };
      const options = { full, transport: { onWaiting } };
      return await readAddressBook(source, cache, signal, onProgress, options);
    },
    cachedBook: (profile, cache) =>
      cachedAddressBook(bookSource(profile), countryOf(profile), cache),
    async testBook(carddav, ca, signal) {
      trust(ca);
      const source = { url: carddav.url, credentials: await credentials(carddav) };
      return await testAddressBook(source, signal);
    },
  };
}

function bookSource({ carddav: { url, books = [], username = '' } }: Profile) {
  return { url, books, username };
}

function countryOf({ dids, defaultCountry }: Profile): string | undefined {
  return defaultCountry ?? guessCountry(dids.map((did) => did.number));
}

function noCredentials(): RolodialError {
  const detail = 'neither "username" and "password" nor "token"';
  return new RolodialError('settings-invalid', `carddav: ${detail}.`, { field: 'carddav', detail });
}
