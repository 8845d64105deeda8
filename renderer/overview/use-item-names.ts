/** The names of roster items by their addresses: reports know addresses, a person knows names. */
import { useMemo } from 'react';
import type { ProfileState } from '../../shared/contract/state.ts';
import { useContacts } from '../bridge/use-contacts.ts';

/** @param profile nothing is read without one */
export function useItemNames(profile: ProfileState | undefined): ReadonlyMap<string, string> {
  const { rows } = useContacts(profile);
  return useMemo(
    () => new Map(rows?.map(({ jid, name, currentName }) => [jid, currentName ?? name])),
    [rows],
  );
}
