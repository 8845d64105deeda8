/** The test of an address book: what it found, for as long as the form holds what was tested. */
import { useState } from 'react';
import type { Problem } from '../../shared/errors.ts';
import type { Profile } from '../../shared/settings/schema.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { type FoundBook, rememberNames } from './book-list.ts';
import type { ProfileForm } from './profile-form.ts';
import { inputOf } from './profile-input.ts';

export interface BookTest {
  readonly run: () => Promise<void>;
  readonly running: boolean;
  readonly problem: Problem | undefined;
  /** Undefined unless a test of what stands in the form has found out. */
  readonly books: readonly FoundBook[] | undefined;
}

export function useBookTest(values: ProfileForm, profile: Profile | undefined): BookTest {
  const { run, running, problem } = useCommand('testAddressBook');
  const [books, setBooks] = useState<readonly FoundBook[]>();
  const [tested, setTested] = useState<string>();
  const { url, login, username, carddavPassword, carddavToken, ca } = values;
  const now = JSON.stringify([url, login, username, carddavPassword, carddavToken, ca]);
  const isCurrent = tested === now;
  return {
    async run() {
      setTested(now);
      setBooks(undefined);
      const authority = ca.trim() === '' ? {} : { ca: ca.trim() };
      const answer = await run({ carddav: inputOf(values, profile).carddav, ...authority });
      if (!answer.ok) return;
      rememberNames(answer.value.books);
      setBooks(answer.value.books);
    },
    running,
    problem: isCurrent ? problem : undefined,
    books: isCurrent ? books : undefined,
  };
}
