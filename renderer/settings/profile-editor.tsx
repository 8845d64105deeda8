/** The form of a profile: its sections, checking, saving, and the question before changes are lost. */
import { useForm } from '@mantine/form';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Profile } from '../../shared/settings/schema.ts';
import { useAppState, useCommand } from '../bridge/core-context.tsx';
import { useAnnounce } from '../frame/announcer.tsx';
import { navigateFreely } from '../frame/route.ts';
import { LeaveQuestion } from '../parts/leave-question.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { AccountSection } from './account-section.tsx';
import { BookSection } from './book-section.tsx';
import { DidsSection } from './dids-section.tsx';
import { ElsewhereSection } from './elsewhere-section.tsx';
import { FormatSection } from './format-section.tsx';
import { GuardSection, ScheduleSection } from './more-sections.tsx';
import { NumbersSection } from './numbers-section.tsx';
import classes from './profile-editor.module.css';
import { formOf, type ProfileForm, suggestId } from './profile-form.ts';
import { SaveBar } from './save-bar.tsx';
import { useBookTest } from './use-book-test.ts';
import { type FormIssues, readForm } from './validation.ts';
import { useWordsInUse } from './words-in-use.ts';

/** @param profile the profile to edit; without one, a new profile */
export function ProfileEditor({ profile }: { profile: Profile | undefined }) {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const { settings } = useAppState();
  const takenIds = settings.profiles.map(({ id }) => id).filter((id) => id !== profile?.id);
  const save = useCommand('saveProfile');
  const [saved, setSaved] = useState(false);

  const words = (issues: FormIssues) =>
    Object.fromEntries(Object.entries(issues).map(([path, key]) => [path, t(key)]));
  /** A new profile is named after its account until someone names it. */
  const completed = (values: ProfileForm): ProfileForm =>
    profile || values.id !== '' ? values : { ...values, id: suggestId(values.jid, takenIds) };
  const read = (values: ProfileForm) => readForm(completed(values), profile, takenIds);

  const form = useForm<ProfileForm>({
    mode: 'controlled',
    initialValues: formOf(profile),
    validate: (values) => {
      const reading = read(values);
      return reading.ok ? {} : words(reading.issues);
    },
    onValuesChange: () => setSaved(false),
  });
  const bookTest = useBookTest(form.values, profile);
  const inUse = useWordsInUse(profile?.id);
  const dirty = form.isDirty();

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const reading = read(form.values);
    if (!reading.ok) {
      form.setErrors(words(reading.issues));
      focusFirst(reading.issues);
      return;
    }
    const answer = await save.run(reading.input);
    if (!answer.ok) return;
    announce(t('settings.saved'));
    if (!profile) {
      navigateFreely({ page: 'overview' });
      return;
    }
    const kept = { ...form.values, xmppPassword: '', carddavPassword: '', carddavToken: '' };
    form.setInitialValues(kept);
    form.setValues(kept);
    form.resetDirty(kept);
    setSaved(true);
  }

  return (
    <form className={classes['form']} onSubmit={submit} noValidate>
      <AccountSection form={form} profile={profile} takenIds={takenIds} read={read} words={words} />
      <BookSection form={form} profile={profile} test={bookTest} read={read} words={words} />
      <DidsSection form={form} inUse={inUse} found={bookTest.books} />
      <FormatSection form={form} profile={profile} />
      <NumbersSection form={form} inUse={inUse} />
      <ScheduleSection form={form} />
      <ElsewhereSection form={form} />
      <GuardSection form={form} />
      {save.problem && <ProblemAlert problem={save.problem} urgent />}
      <SaveBar
        dirty={dirty}
        saved={saved}
        running={save.running}
        errors={Object.values(form.errors).filter(Boolean).length}
        onDiscard={() => form.reset()}
      />
      <LeaveQuestion dirty={dirty} text={t('settings.leaveText')} />
    </form>
  );
}

/** The first field in the order of the page, which is where the eye starts, whatever the schema's order. */
function focusFirst(issues: FormIssues): void {
  // After the render that shows the messages and unfolds what was folded away.
  requestAnimationFrame(() => {
    const fields = [...document.querySelectorAll<HTMLElement>('[data-path]')];
    const first = fields.find(({ dataset }) => (dataset['path'] ?? '') in issues);
    first?.focus();
    first?.scrollIntoView({ block: 'center' });
  });
}
