/**
 * The rows of the Contacts page, kept once for all pages: 50,000 rows are not fetched again because a
 * page was opened. They are read again when the core says that they changed, one read at a time, with a
 * pause in between, since a sync changes rows faster than a person can read them.
 */
import type { Bridge, ContactRow } from '../../shared/contract/contract.ts';
import type { Problem } from '../../shared/errors.ts';

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

export const nothingRead: ContactsView = { rows: undefined, problem: undefined };

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
        view: nothingRead,
        wanted: revision,
        reading: false,
        read: undefined,
      };
      entries.set(profile, entry);
      entry.wanted = revision;
      if (!entry.reading && entry.read !== revision) void readUntilCurrent(profile, entry);
    },
    view: (profile) => entries.get(profile)?.view ?? nothingRead,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
