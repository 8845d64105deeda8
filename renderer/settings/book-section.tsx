/** The address book: where it is, how to log in, and which books to read. A test lists them. */
import { Button, Input, SegmentedControl, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Profile } from '../../shared/settings/schema.ts';
import { field } from '../forms/fields.ts';
import { SecretField } from '../forms/secret-field.tsx';
import type { SettingsFormApi } from '../forms/use-settings-form.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { Card } from '../parts/card.tsx';
import { BookChoice } from './book-choice.tsx';
import type { FoundBook } from './book-list.ts';
import classes from './profile-editor.module.css';
import { bookLogins, type ProfileForm, type ProfileFormApi } from './profile-form.ts';
import { TestResult } from './test-result.tsx';
import type { BookTest } from './use-book-test.ts';

interface BookSectionProps {
  readonly form: ProfileFormApi;
  readonly profile: Profile | undefined;
  readonly test: BookTest;
  readonly checkFields: SettingsFormApi<ProfileForm>['checkFields'];
}

/** The choice of books is not among them: a test finds out which books there are. */
const testedFields = ['carddav.url', 'carddav.username', 'carddav.password', 'carddav.token'];

export function BookSection({ form, profile, test, checkFields }: BookSectionProps) {
  const { t } = useTranslation();
  return (
    <Card title={t('settings.section.book')} help={t('settings.section.bookHelp')}>
      <TextInput
        label={t('settings.url')}
        description={t('settings.urlHelp')}
        placeholder="https://cloud.example.com/dav/john/contacts/"
        required
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        {...field(form, 'carddav.url')}
      />
      <Login form={form} profile={profile} />
      <BookTestRow test={test} checkFields={checkFields} />
      <BookChoice form={form} found={test.books} />
    </Card>
  );
}

function Login({ form, profile }: Pick<BookSectionProps, 'form' | 'profile'>) {
  const { t } = useTranslation();
  const labelId = useId();
  return (
    <>
      <div>
        <Input.Label id={labelId} labelElement="div">
          {t('settings.login')}
        </Input.Label>
        <SegmentedControl
          display="flex"
          w="fit-content"
          aria-labelledby={labelId}
          data={bookLogins.map((login) => ({
            value: login,
            label: t(`settings.loginWith.${login}`),
          }))}
          {...form.getInputProps('login')}
        />
      </div>
      {form.values.login === 'token' ? (
        <SecretField
          checkWhenLeft
          form={form}
          path="carddav.token"
          label={t('settings.loginWith.token')}
          required={!profile?.carddav.token}
          kept={profile?.carddav.token}
        />
      ) : (
        <div className={classes['pair']}>
          <TextInput
            label={t('settings.username')}
            required
            autoComplete="off"
            spellCheck={false}
            {...field(form, 'carddav.username')}
          />
          <SecretField
            checkWhenLeft
            form={form}
            path="carddav.password"
            label={t('settings.password')}
            required={!profile?.carddav.password}
            kept={profile?.carddav.password}
          />
        </div>
      )}
    </>
  );
}

function BookTestRow({ test, checkFields }: Pick<BookSectionProps, 'test' | 'checkFields'>) {
  const { t } = useTranslation();
  const { number } = useFormats();

  async function run(): Promise<void> {
    if (checkFields((path) => testedFields.includes(path))) await test.run();
  }

  const all = test.books ?? [];
  const own = all.filter(({ isMadeByServer }) => !isMadeByServer);
  const count = own.length;
  const found =
    count > 0
      ? t('settings.testBookDone', { count, formatted: number(count) })
      : t(all.length > 0 ? 'settings.testBookNoneOwn' : 'settings.testBookNone');
  return (
    <div className={classes['test']}>
      <Button variant="default" loading={test.running} onClick={run}>
        {t('settings.testBook')}
      </Button>
      <TestResult
        running={test.running && t('settings.testingBook')}
        problem={test.problem}
        done={test.books !== undefined && found}
      >
        {all.length > 0 && <FoundBooks books={all} />}
      </TestResult>
    </div>
  );
}

/** What a test has found: the user's books, those among them that cannot be read, and those of the server. */
function FoundBooks({ books }: { books: readonly FoundBook[] }) {
  const { t } = useTranslation();
  const { number, list } = useFormats();
  const withCards = ({ name, cards }: FoundBook) => {
    const note =
      cards === null
        ? t('settings.bookCannotRead')
        : t('settings.bookCards', { count: cards, formatted: number(cards) });
    return `${name} (${note})`;
  };
  const own = books.filter(({ isMadeByServer }) => !isMadeByServer);
  const made = books.filter(({ isMadeByServer }) => isMadeByServer);
  return (
    <>
      {own.length > 0 && <p>{list(own.map(withCards))}</p>}
      {made.length > 0 && (
        <p>
          {t('settings.booksMadeByServer', {
            count: made.length,
            books: list(made.map(withCards)),
          })}
        </p>
      )}
    </>
  );
}
