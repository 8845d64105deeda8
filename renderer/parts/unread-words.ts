/** What could not be read, counted in words: "2 address books and 3 cards". */
import { useTranslation } from 'react-i18next';
import type { Unread } from '../../shared/contract/unread.ts';
import { useFormats } from '../i18n/use-formats.ts';

export function useUnreadWords(): (unread: readonly Unread[]) => string {
  const { t } = useTranslation();
  const { number, list } = useFormats();
  return (unread) => {
    const cards = unread.filter(({ card }) => card !== undefined).length;
    const books = unread.length - cards;
    const counted = (count: number) => ({ count, formatted: number(count) });
    return list([
      ...(books > 0 ? [t('unread.books', counted(books))] : []),
      ...(cards > 0 ? [t('unread.cards', counted(cards))] : []),
    ]);
  };
}
