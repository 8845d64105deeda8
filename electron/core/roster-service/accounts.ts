/** Which account a request means. */
import type { ServedProfile } from './served-profile.ts';

/**
 * The account that is served under a user name (`john`), or under its bare JID (`john@example.com`), which tells
 * apart accounts of the same user name.
 *
 * @returns undefined where there is none, or more than one
 */
export function servedAccounts(
  profiles: readonly ServedProfile[],
  user: string,
): ServedProfile | undefined {
  const name = user.toLowerCase();
  const [meant, ...others] = profiles.filter(
    ({ isServing, account }) =>
      isServing && (account === name || account.slice(0, account.indexOf('@')) === name),
  );
  return others.length === 0 ? meant : undefined;
}
