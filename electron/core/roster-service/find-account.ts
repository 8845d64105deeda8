/** Finds the account that a request names. */
import { normalizeBareJid } from '../../../shared/roster/jid.ts';
import type { ServedProfile } from './served-profile.ts';

/**
 * The account that is served under a user name (`john`), or under a bare JID (`john@example.com`) where
 * several accounts have the same user name.
 *
 * @returns undefined where there is none, or more than one
 */
export function findServedAccount(
  profiles: readonly ServedProfile[],
  user: string,
): ServedProfile | undefined {
  const [meant, ...others] = profiles.filter(({ isServing, account }) => {
    const host = account.slice(account.indexOf('@'));
    const named = user.includes('@') ? user : `${user}${host}`;
    return isServing && normalizeBareJid(named) === account;
  });
  return others.length === 0 ? meant : undefined;
}
