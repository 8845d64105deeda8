/** The types and categories that occur in an address book, as choices for filters. */
import { useMemo } from 'react';
import type { ContactRow } from '../../shared/contract/contract.ts';
import { useAppState } from '../bridge/core-context.tsx';
import { useContacts } from '../bridge/use-contacts.ts';

/** Each once, whatever its case; the most frequent first. */
export interface WordsInUse {
  readonly types: readonly string[];
  readonly categories: readonly string[];
}

export function wordsInUse(rows: readonly ContactRow[]): WordsInUse {
  return {
    types: byFrequency(rows.map(({ type }) => type)),
    categories: byFrequency(rows.map(({ category }) => category)),
  };
}

function byFrequency(words: readonly string[]): string[] {
  const counts = new Map<string, { readonly word: string; count: number }>();
  for (const word of words) {
    if (word === '') continue;
    const counted = counts.get(word.toLowerCase()) ?? { word, count: 0 };
    counted.count += 1;
    counts.set(word.toLowerCase(), counted);
  }
  return [...counts.values()].sort((a, b) => b.count - a.count).map(({ word }) => word);
}

/** @param profile whose contacts; none for a new profile */
export function useWordsInUse(profile: string | undefined): WordsInUse {
  const state = useAppState().profiles.find(({ id }) => id === profile);
  const { rows } = useContacts(state);
  return useMemo(() => wordsInUse(rows ?? []), [rows]);
}
