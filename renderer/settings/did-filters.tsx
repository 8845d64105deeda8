/** The filters of one of the user's own numbers, besides those of the account; folded away at first. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import textClasses from '../parts/text.module.css';
import { BookCheckboxes } from './book-checkboxes.tsx';
import { type FoundBook, isAmong, type ListedBook, listedBooks } from './book-list.ts';
import classes from './did-filters.module.css';
import type { DidRow } from './did-row.ts';
import { FilterFields } from './filter-fields.tsx';
import { useFilterWords } from './filter-words.ts';
import type { ProfileFormApi } from './profile-form.ts';
import type { WordsInUse } from './words-in-use.ts';

interface DidFiltersProps {
  readonly form: ProfileFormApi;
  readonly index: number;
  readonly inUse: WordsInUse;
  readonly found: readonly FoundBook[] | undefined;
}

export function DidFilters({ form, index, inUse, found }: DidFiltersProps) {
  const { t } = useTranslation();
  const filterWords = useFilterWords();
  const titleId = useId();
  const did = form.values.dids[index];
  if (!did) return null;
  const words = filterWords(did);
  return (
    <details className={classes['filters']}>
      <summary>
        <span id={titleId}>{t('settings.didFilters')}</span>
        <span className={classes['words']}>{words || t('settings.didFiltersNone')}</span>
      </summary>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend of its own */}
      <div
        className={classes['body']}
        role="group"
        aria-label={t('settings.didFiltersNth', { position: index + 1 })}
      >
        <FilterFields form={form} prefix={`dids.${index}.`} inUse={inUse} />
        <DidBooks form={form} index={index} did={did} found={found} />
      </div>
    </details>
  );
}

interface DidBooksProps extends Omit<DidFiltersProps, 'inUse'> {
  readonly did: DidRow;
}

function DidBooks({ form, index, did, found }: DidBooksProps) {
  const { t } = useTranslation();
  const { bookChoice } = form.values;
  const { books: read = [] } = form.values.carddav;
  const chosen = did.books ?? [];
  const books = listedBooks(found, bookChoice === 'chosen' ? [...read, ...chosen] : chosen);
  const isRead = ({ url, isMadeByServer }: ListedBook) =>
    bookChoice === 'all' ? !isMadeByServer : isAmong(url, read);
  const isChosen = (url: string) => isAmong(url, chosen);
  const offered = books.filter((book) => isRead(book) || isChosen(book.url));
  if (offered.length === 0)
    return <p className={textClasses['secondary']}>{t('settings.booksUnknown')}</p>;
  return (
    <BookCheckboxes
      label={t('settings.didBooks')}
      description={t('settings.didBooksHelp')}
      books={offered}
      value={offered.map(({ url }) => url).filter(isChosen)}
      onChange={(urls) => {
        const value = urls.length > 0 ? urls : undefined;
        form.setFieldValue(`dids.${index}.books`, value);
      }}
      noteOf={(book) => {
        if (book.missing) return t('settings.bookMissing');
        return isRead(book) ? undefined : t('settings.bookNotRead');
      }}
    />
  );
}
