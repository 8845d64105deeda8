/** The address book: where it is and how to log in. Trying it out shows the books that are there. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandOutput } from '../../shared/ipc/contract.ts';
import type { Profile } from '../../shared/settings/schema.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { useFormats } from '../i18n/use-formats.ts';
import { Card } from '../parts/card.tsx';
import { only } from './account-section.tsx';
import { field, type ProfileFormApi } from './form-fields.ts';
import { FoundBooks } from './found-books.tsx';
import classes from './profile-editor.module.css';
import { inputOf, type ProfileForm } from './profile-form.ts';
import { SecretField } from './secret-field.tsx';
import { TestResult } from './test-result.tsx';
import type { FormIssues, FormReading } from './validation.ts';

interface BookSectionProps {
  readonly form: ProfileFormApi;
  readonly profile: Profile | undefined;
  readonly read: (values: ProfileForm) => FormReading;
  readonly words: (issues: FormIssues) => Record<string, string>;
}

type Books = CommandOutput<'testAddressBook'>['books'];

const testedFields = ['url', 'username', 'carddavPassword'];

export function BookSection({ form, profile, read, words }: BookSectionProps) {
  const { t } = useTranslation();
  return (
    <Card title={t('settings.section.book')} help={t('settings.section.bookHelp')}>
      <TextInput
        label={t('settings.url')}
        description={t('settings.urlHelp')}
        placeholder="https://cloud.example.com/dav/john/contacts/"
        required
        type="url"
        autoComplete="off"
        spellCheck={false}
        {...field(form, 'url')}
      />
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
      <BookTest form={form} profile={profile} read={read} words={words} />
    </Card>
  );
}

function BookTest({ form, profile, read, words }: BookSectionProps) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const { run, running, problem } = useCommand('testAddressBook');
  const [books, setBooks] = useState<Books>();
  const [tested, setTested] = useState<string>();
  // The address may change to that of a book that was found; the finding stays true.
  const { username, carddavPassword, ca } = form.values;
  const now = JSON.stringify([username, carddavPassword, ca]);

  async function test(): Promise<void> {
    const reading = read(form.values);
    const issues = reading.ok ? {} : only(reading.issues, testedFields);
    form.setErrors({ ...form.errors, ...words(issues) });
    const { password, ...carddav } = inputOf(form.values, profile).carddav;
    if (Object.keys(issues).length > 0 || password === undefined) return;
    setTested(now);
    setBooks(undefined);
    const authority = ca.trim() === '' ? {} : { ca: ca.trim() };
    const answer = await run({ carddav: { ...carddav, password }, ...authority });
    if (answer.ok) setBooks(answer.value.books);
  }

  const count = books?.length ?? 0;
  const found =
    count > 0
      ? t('settings.testBookDone', { count, formatted: number(count) })
      : t('settings.testBookNone');
  return (
    <div className={classes['test']}>
      <Button variant="default" loading={running} onClick={test}>
        {t('settings.testBook')}
      </Button>
      {tested === now && (
        <TestResult
          running={running && t('settings.testingBook')}
          problem={problem}
          done={books !== undefined && found}
        >
          {books && (
            <FoundBooks
              books={books}
              url={form.values.url}
              onUse={(url) => form.setFieldValue('url', url)}
            />
          )}
        </TestResult>
      )}
    </div>
  );
}
