/** The rows of the Contacts page, for whichever component shows some of them. */
import { useContext, useEffect, useSyncExternalStore } from 'react';
import type { ProfileState } from '../../shared/contract/state.ts';
import { type ContactsView, nothingRead } from './contacts-store.ts';
import { ContactsContext } from './core-context.tsx';

/**
 * The rows of a profile as they change.
 *
 * @param profile nothing is read without one
 */
export function useContacts(
  profile: Pick<ProfileState, 'id' | 'contactsRevision'> | undefined,
): ContactsView {
  const store = useContext(ContactsContext);
  if (!store) throw new Error('useContacts stands outside of CoreProvider');
  const id = profile?.id;
  const revision = profile?.contactsRevision;
  useEffect(() => {
    if (id !== undefined && revision !== undefined) store.want(id, revision);
  }, [store, id, revision]);
  return useSyncExternalStore(store.subscribe, () =>
    id === undefined ? nothingRead : store.view(id),
  );
}
