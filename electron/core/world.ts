/** The two servers of a profile, reached with the secrets and authorities that its settings name. */
import path from 'node:path';
import { guessCountry } from '../../shared/contact/phone.ts';
import { RolodialError } from '../../shared/errors.ts';
import type { Profile, ProfileInput, SecretInput } from '../../shared/settings/schema.ts';
import {
  type AddressBookReading,
  readAddressBook,
  testAddressBook,
} from './carddav/address-book.ts';
import type { AddressBook } from './carddav/discover.ts';
import type { CoreHost } from './host.ts';
import { readSecret } from './secrets.ts';
import { trustAuthorities } from './trust.ts';
import { openSession, type Session } from './xmpp/session.ts';

export interface World {
  login(xmpp: ProfileInput['xmpp'], signal: AbortSignal, onPush?: () => void): Promise<Session>;
  readBook(
    profile: Profile,
    signal: AbortSignal,
    onProgress: (cards: number) => void,
  ): Promise<AddressBookReading>;
  testBook(
    carddav: ProfileInput['carddav'],
    ca: string | undefined,
    signal: AbortSignal,
  ): Promise<(AddressBook & { cards: number })[]>;
}

export function worldOf(host: Pick<CoreHost, 'settings' | 'vault'>): World {
  const folder = path.dirname(host.settings.file);

  async function secret(input: SecretInput, field: string): Promise<string> {
    return 'value' in input ? input.value : await readSecret(input, field, folder, host.vault);
  }

  function trust(ca: string | undefined): void {
    if (ca !== undefined) trustAuthorities(path.resolve(folder, ca), 'xmpp.tls.ca');
  }

  return {
    async login(xmpp, signal, onPush) {
      trust(xmpp.tls?.ca);
      const account = {
        jid: xmpp.jid,
        password: await secret(xmpp.password, 'xmpp.password'),
        host: xmpp.host,
        port: xmpp.port,
        allowUnencrypted: xmpp.tls?.allowUnencryptedLoopback ?? false,
      };
      return await openSession(account, signal, onPush);
    },
    async readBook({ xmpp, carddav, dids, defaultCountry }, signal, onProgress) {
      trust(xmpp.tls?.ca);
      const source = {
        url: carddav.url,
        credentials: {
          username: carddav.username,
          password: await secret(carddav.password, 'carddav.password'),
        },
        defaultCountry: defaultCountry ?? guessCountry(dids.map((did) => did.number)),
      };
      return await readAddressBook(source, signal, onProgress);
    },
    async testBook({ url, username, password }, ca, signal) {
      trust(ca);
      const credentials = { username, password: await secret(password, 'carddav.password') };
      return await testAddressBook({ url, credentials }, signal);
    },
  };
}

/** A profile that the settings do not hold. */
export function unknownProfile(profile: string): RolodialError {
  return new RolodialError('profile-unknown', `There is no profile "${profile}" in the settings.`, {
    profile,
  });
}
