/** The form of a profile: its sections, and what becomes of it when it is saved. */
import { useTranslation } from 'react-i18next';
import type { Profile } from '../../shared/settings/schema.ts';
import { withoutNewSecrets } from '../../shared/settings/with-secrets.ts';
import { useAppState } from '../bridge/core-context.tsx';
import { SettingsForm } from '../forms/settings-form.tsx';
import { useSettingsForm } from '../forms/use-settings-form.ts';
import { navigateFreely } from '../frame/route.ts';
import { AccountSection } from './account-section.tsx';
import { BookSection } from './book-section.tsx';
import { DidsSection } from './dids-section.tsx';
import { ElsewhereSection } from './elsewhere-section.tsx';
import { FormatSection } from './format-section.tsx';
import { GuardSection, ScheduleSection } from './more-sections.tsx';
import { NumbersSection } from './numbers-section.tsx';
import { type EditedProfile, emptyProfile, formOf, type ProfileForm } from './profile-form.ts';
import { inputOf } from './profile-input.ts';
import { suggestId } from './suggest-id.ts';
import { useBookTest } from './use-book-test.ts';
import { checkProfile } from './validation.ts';
import { useWordsInUse } from './words-in-use.ts';

/** @param profile the profile to edit; without one, a new profile */
export function ProfileEditor({ profile }: { profile: Profile | undefined }) {
  const { t } = useTranslation();
  const { settings } = useAppState();
  const takenIds = settings.profiles.map(({ id }) => id).filter((id) => id !== profile?.id);
  const saved: EditedProfile = profile ?? emptyProfile;
  /** A new profile is named after its account until someone names it. */
  const idOf = ({ id, xmpp }: ProfileForm) =>
    profile || id.trim() !== '' ? id.trim() : suggestId(xmpp.jid, takenIds);
  const edited = useSettingsForm({
    command: 'saveProfile',
    saved,
    valuesOf: formOf,
    inputOf,
    check: (input, values) => checkProfile({ ...input, id: idOf(values) }, values, takenIds),
    settingsOf: (input) => withoutNewSecrets(input, profile),
    onSaved: () => {
      if (!profile) navigateFreely({ page: 'overview' });
    },
  });
  const { form, checkFields } = edited;
  const bookTest = useBookTest(form.values);
  const inUse = useWordsInUse(profile?.id);

  return (
    <SettingsForm page edited={edited} leaveText={t('settings.leaveText')}>
      <AccountSection form={form} profile={profile} takenIds={takenIds} checkFields={checkFields} />
      <BookSection form={form} profile={profile} test={bookTest} checkFields={checkFields} />
      <DidsSection form={form} inUse={inUse} found={bookTest.books} />
      <FormatSection form={form} profile={profile} />
      <NumbersSection form={form} inUse={inUse} />
      <ScheduleSection form={form} />
      <ElsewhereSection form={form} />
      <GuardSection form={form} />
    </SettingsForm>
  );
}
