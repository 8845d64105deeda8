/** The test of an address book; its result goes away when one of the tested fields is edited. */
import { useState } from 'react';
import type { Problem } from '../../shared/errors.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { type FoundBook, rememberNames } from './book-list.ts';
import type { ProfileForm } from './profile-form.ts';
import { inputOf } from './profile-input.ts';

export interface BookTest {
  readonly run: () => Promise<void>;
  readonly running: boolean;
  readonly problem: Problem | undefined;
  /** Undefined unless the fields were tested as they are now. */
  readonly books: readonly FoundBook[] | undefined;
}

export function useBookTest(values: ProfileForm): BookTest {
  const { run, running, problem } = useCommand('testAddressBook');
  const [books, setBooks] = useState<readonly FoundBook[]>();
  const [tested, setTested] = useState<string>();
  const { carddav, xmpp } = inputOf(values);
  const authority = xmpp.tls?.ca === undefined ? {} : { ca: xmpp.tls.ca };
  const { books: _, ...address } = carddav;
  const now = JSON.stringify([address, authority]);
  const isCurrent = tested === now;
  return {
    async run() {
      setTested(now);
      setBooks(undefined);
      const answer = await run({ carddav, ...authority });
      if (!answer.ok) return;
      rememberNames(answer.value.books);
      setBooks(answer.value.books);
    },
    running,
    problem: isCurrent ? problem : undefined,
    books: isCurrent ? books : undefined,
  };
}
