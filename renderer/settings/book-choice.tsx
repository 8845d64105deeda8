/** Which address books are read: all of them, or those that are ticked. */
import { Input, Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../i18n/use-formats.ts';
import textClasses from '../parts/text.module.css';
import { BookCheckboxes } from './book-checkboxes.tsx';
import { type FoundBook, listedBooks } from './book-list.ts';
import classes from './profile-editor.module.css';
import { bookChoices, type ProfileFormApi } from './profile-form.ts';

interface BookChoiceProps {
  readonly form: ProfileFormApi;
  /** The books that a test found; undefined before it. */
  readonly found: readonly FoundBook[] | undefined;
}

export function BookChoice({ form, found }: BookChoiceProps) {
  const { t } = useTranslation();
  const { list } = useFormats();
  const choice = form.getInputProps('bookChoice');
  const madeByServer = found?.filter(({ isMadeByServer }) => isMadeByServer) ?? [];
  const names = list(madeByServer.map(({ name }) => t('unread.goneBook', { name })));
  const without = t('settings.bookChoiceWithout', { books: names });
  return (
    <div>
      <Radio.Group
        label={t('settings.books')}
        {...choice}
        onChange={(value) => {
          choice.onChange(value);
          form.clearFieldError('carddav.books');
        }}
      >
        <Stack gap={8} pt={6}>
          {bookChoices.map((each) => (
            <Radio
              key={each}
              value={each}
              label={t(`settings.bookChoice.${each}`)}
              description={each === 'all' && madeByServer.length > 0 ? without : undefined}
              // Takes the focus when nothing is ticked below it.
              data-path={each === 'chosen' ? 'carddav.books' : undefined}
            />
          ))}
        </Stack>
      </Radio.Group>
      {form.values.bookChoice === 'chosen' && <ChosenBooks form={form} found={found} />}
    </div>
  );
}

function ChosenBooks({ form, found }: BookChoiceProps) {
  const { t } = useTranslation();
  const { books = [] } = form.values.carddav;
  const listed = listedBooks(found, books);
  const error = form.errors['carddav.books'];
  return (
    <div className={classes['belowRadio']}>
      {listed.length > 0 ? (
        <BookCheckboxes
          label={t('settings.booksChosen')}
          labelHidden
          books={listed}
          value={books}
          onChange={(urls) =>
            form.setFieldValue('carddav.books', urls.length > 0 ? urls : undefined)
          }
          noteOf={({ missing }) => (missing ? t('settings.bookMissing') : undefined)}
          error={error}
        />
      ) : (
        <>
          <p className={textClasses['secondary']}>{t('settings.booksUnknown')}</p>
          {error && <Input.Error>{error}</Input.Error>}
        </>
      )}
    </div>
  );
}
