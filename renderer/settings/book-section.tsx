/** The address book: where it is, how to log in, and which books to read. Trying it out shows those that are there. */
import { Button, Input, SegmentedControl, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Profile } from '../../shared/settings/schema.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { Card } from '../parts/card.tsx';
import { only } from './account-section.tsx';
import { BookChoice } from './book-choice.tsx';
import type { FoundBook } from './book-list.ts';
import { field, type ProfileFormApi } from './form-fields.ts';
import classes from './profile-editor.module.css';
import { bookLogins, type ProfileForm } from './profile-form.ts';
import { SecretField } from './secret-field.tsx';
import { TestResult } from './test-result.tsx';
import type { BookTest } from './use-book-test.ts';
import type { FormIssues, FormReading } from './validation.ts';

interface BookSectionProps {
  readonly form: ProfileFormApi;
  readonly profile: Profile | undefined;
  readonly test: BookTest;
  readonly read: (values: ProfileForm) => FormReading;
  readonly words: (issues: FormIssues) => Record<string, string>;
}

const testedFields = ['url', 'username', 'carddavPassword', 'carddavToken'];

export function BookSection({ form, profile, test, read, words }: BookSectionProps) {
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
        {...field(form, 'url')}
      />
      <Login form={form} profile={profile} />
      <TestOfBook form={form} test={test} read={read} words={words} />
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
        <SecretField form={form} path="carddavToken" kept={profile?.carddav.token} />
      ) : (
        <div className={classes['pair']}>
          <TextInput
            label={t('settings.username')}
            required
            autoComplete="off"
            spellCheck={false}
            {...field(form, 'username')}
          />
          <SecretField form={form} path="carddavPassword" kept={profile?.carddav.password} />
        </div>
      )}
    </>
  );
}

function TestOfBook({ form, test, read, words }: Omit<BookSectionProps, 'profile'>) {
  const { t } = useTranslation();
  const { number, list } = useFormats();
  const withCards = ({ name, cards }: FoundBook) =>
    `${name} (${t('settings.bookCards', { count: cards, formatted: number(cards) })})`;

  async function run(): Promise<void> {
    const reading = read(form.values);
    const issues = reading.ok ? {} : only(reading.issues, testedFields);
    form.setErrors({ ...form.errors, ...words(issues) });
    if (Object.keys(issues).length === 0) await test.run();
  }

  const count = test.books?.length ?? 0;
  const found =
    count > 0
      ? t('settings.testBookDone', { count, formatted: number(count) })
      : t('settings.testBookNone');
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
        {count > 0 && <p>{list((test.books ?? []).map(withCards))}</p>}
      </TestResult>
    </div>
  );
}
