/** The filters of one of the user's own numbers in a few words: "only category Work · without fax". */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { type Formats, useFormats } from '../i18n/use-formats.ts';
import { bookName } from './book-list.ts';
import type { DidRow } from './did-row.ts';

type Filters = Pick<
  DidRow,
  'onlyTypes' | 'skipTypes' | 'onlyCategories' | 'skipCategories' | 'books'
>;

/** Filters that keep contacts come before those that leave some out. */
const order = ['onlyTypes', 'onlyCategories', 'skipTypes', 'skipCategories'] as const;

/** @returns empty where nothing is filtered */
export function filterWords(t: TFunction, formats: Formats, filters: Filters): string {
  const parts = order.map((name): string => {
    const words = filters[name] ?? [];
    return words.length > 0
      ? t(`settings.filterWords.${name}`, { count: words.length, words: formats.list(words) })
      : '';
  });
  const books = filters.books ?? [];
  if (books.length > 0) {
    const names = { count: books.length, words: formats.list(books.map(bookName)) };
    parts.push(t('settings.filterWords.books', names));
  }
  return parts.filter((part) => part !== '').join(' · ');
}

export function useFilterWords(): (filters: Filters) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  return (filters) => filterWords(t, formats, filters);
}
