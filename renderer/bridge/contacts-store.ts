/**
 * The rows of the Contacts page, kept once for all pages: 50,000 rows are not fetched again because a
 * page was opened. They are read anew when the core says that they changed, one read at a time, with a
 * pause in between, since a sync changes rows faster than a person can read them.
 */
import { useContext, useEffect, useSyncExternalStore } from 'react';
import type { Bridge, ContactRow } from '../../shared/contract/contract.ts';
import type { ProfileState } from '../../shared/contract/state.ts';
import type { Problem } from '../../shared/errors.ts';
import { ContactsContext } from './core-context.tsx';

export interface ContactsView {
  /** Undefined until the first answer. */
  readonly rows: readonly ContactRow[] | undefined;
  readonly problem: Problem | undefined;
}

export interface ContactsStore {
  /** Reads the rows of a profile unless they are known at this revision. */
  want(profile: string, revision: number): void;
  view(profile: string): ContactsView;
  subscribe(listener: () => void): () => void;
}

interface Entry {
  view: ContactsView;
  wanted: number;
  reading: boolean;
  /** Revision of the last read, successful or not. */
  read: number | undefined;
}

const nothing: ContactsView = { rows: undefined, problem: undefined };

export function createContactsStore(bridge: Bridge, pauseMs = 1_000): ContactsStore {
  const entries = new Map<string, Entry>();
  const listeners = new Set<() => void>();

  async function readUntilCurrent(profile: string, entry: Entry): Promise<void> {
    entry.reading = true;
    while (entry.read !== entry.wanted) {
      if (entry.read !== undefined) await new Promise((wake) => setTimeout(wake, pauseMs));
      entry.read = entry.wanted;
      const answer = await bridge.invoke('listContacts', { profile });
      entry.view = answer.ok
        ? { rows: answer.value, problem: undefined }
        : { ...entry.view, problem: answer.problem };
      for (const listener of listeners) listener();
    }
    entry.reading = false;
  }

  return {
    want(profile, revision) {
      const entry = entries.get(profile) ?? {
        view: nothing,
        wanted: revision,
        reading: false,
        read: undefined,
      };
      entries.set(profile, entry);
      entry.wanted = revision;
      if (!entry.reading && entry.read !== revision) void readUntilCurrent(profile, entry);
    },
    view: (profile) => entries.get(profile)?.view ?? nothing,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The rows of a profile as they change; nothing without a profile. */
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
  return useSyncExternalStore(store.subscribe, () => (id === undefined ? nothing : store.view(id)));
}
