/** Address books to tick, each with its address, its number of cards and a note. */
import { Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../i18n/use-formats.ts';
import classes from './book-checkboxes.module.css';
import type { ListedBook } from './book-list.ts';

interface BookCheckboxesProps {
  readonly books: readonly ListedBook[];
  readonly label: string;
  /** The label is for screen readers only, because a text above says the same. */
  readonly labelHidden?: boolean;
  readonly description?: string;
  /** URLs of those that are ticked. */
  readonly value: readonly string[];
  readonly onChange: (urls: string[]) => void;
  /** What else there is to say about a book, if anything. */
  readonly noteOf?: (book: ListedBook) => string | undefined;
  readonly error?: ReactNode;
}

export function BookCheckboxes(props: BookCheckboxesProps) {
  const { books, label, labelHidden, description, value, onChange, noteOf, error } = props;
  const { t } = useTranslation();
  const { number } = useFormats();
  return (
    <Checkbox.Group
      label={label}
      labelProps={{ className: labelHidden ? classes['hidden'] : undefined }}
      description={description}
      error={error}
      value={[...value]}
      onChange={onChange}
    >
      <ul className={classes['books']}>
        {books.map((book) => {
          const { url, name, cards, isMadeByServer } = book;
          const count = typeof cards === 'number' && { count: cards, formatted: number(cards) };
          const notes = [
            ...(cards === null ? [t('settings.bookUnread')] : []),
            ...[noteOf?.(book)].filter((note) => note !== undefined),
          ];
          return (
            <li key={url}>
              <Checkbox
                value={url}
                label={name}
                description={
                  <>
                    {count && `${t('settings.bookCards', count)} · `}
                    {url}
                    {isMadeByServer && (
                      <span className={classes['remark']}>{t('settings.bookMadeByServer')}</span>
                    )}
                    {notes.map((note) => (
                      <span key={note} className={classes['note']}>
                        {note}
                      </span>
                    ))}
                  </>
                }
              />
            </li>
          );
        })}
      </ul>
    </Checkbox.Group>
  );
}
