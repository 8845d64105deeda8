/** The address books that a test found, each of which can become the one to read. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CommandOutput } from '../../shared/ipc/contract.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { CheckIcon } from '../parts/icons.tsx';
import classes from './found-books.module.css';

interface FoundBooksProps {
  readonly books: CommandOutput<'testAddressBook'>['books'];
  /** The address in the form. */
  readonly url: string;
  readonly onUse: (url: string) => void;
}

export function FoundBooks({ books, url, onUse }: FoundBooksProps) {
  const { t } = useTranslation();
  const { number } = useFormats();
  return (
    <ul className={classes['books']}>
      {books.map((book) => (
        <li key={book.url} className={classes['book']}>
          <div className={classes['words']}>
            <span className={classes['name']}>{book.name}</span>
            <span className={classes['facts']}>
              {t('settings.bookCards', { count: book.cards, formatted: number(book.cards) })} ·{' '}
              {book.url}
            </span>
          </div>
          {book.url === url ? (
            <span className={classes['used']}>
              <CheckIcon size={15} /> {t('settings.usedBook')}
            </span>
          ) : (
            <Button
              size="xs"
              variant="default"
              aria-label={t('settings.useBookNamed', { name: book.name })}
              onClick={() => onUse(book.url)}
            >
              {t('settings.useBook')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
