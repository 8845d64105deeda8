/** The Settings page: the list of profiles, the language, and where things are kept. */
import { Button, Code, Select, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { settingsSchema } from '../../shared/settings/schema.ts';
import { useAppState, useCommand } from '../bridge/core-context.tsx';
import { routeHref } from '../frame/route.ts';
import { Card } from '../parts/card.tsx';
import { PlusIcon, WarningIcon } from '../parts/icons.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { ProfileList } from './profile-list.tsx';

export function SettingsPage() {
  const { t } = useTranslation();
  const { problem } = useAppState();
  return (
    <Page
      title={t('settings.title')}
      actions={
        <Button
          component="a"
          href={routeHref({ page: 'profile', profile: null })}
          leftSection={<PlusIcon size={16} />}
        >
          {t('settings.add')}
        </Button>
      }
    >
      {problem && problem.code !== 'settings-missing' && <ProblemAlert problem={problem} />}
      <Card title={t('settings.profiles')} help={t('settings.profilesHelp')}>
        <ProfileList />
      </Card>
      <Card title={t('settings.general')}>
        <LanguageChoice />
      </Card>
      <Card title={t('settings.about')}>
        <About />
      </Card>
    </Page>
  );
}

/** Languages call themselves by their own name, so that one finds back from a language one cannot read. */
const ownNames = { en: 'English', fr: 'Français' } as const;

function LanguageChoice() {
  const { t } = useTranslation();
  const { settings } = useAppState();
  const { run, problem } = useCommand('setLanguage');
  const languages = settingsSchema.shape.language.unwrap();
  return (
    <>
      <Select
        label={t('settings.language')}
        data={languages.options.map((value) => ({
          value,
          label: value === 'system' ? t('settings.languageSystem') : ownNames[value],
        }))}
        value={settings.language}
        onChange={(value) => void run({ language: languages.parse(value) })}
        allowDeselect={false}
        maw={320}
      />
      {problem && <ProblemAlert problem={problem} urgent />}
    </>
  );
}

function About() {
  const { t } = useTranslation();
  const { version, settingsFile, vault } = useAppState();
  const words = t(`settings.vault.${vault}`);
  return (
    <>
      {vault === 'weak' ? (
        <Panel tone="warn" icon={<WarningIcon />} title={words} />
      ) : (
        <Text size="sm">{words}</Text>
      )}
      <Text size="sm">
        {t('settings.settingsFile')} <Code>{settingsFile}</Code>
      </Text>
      <Text size="sm" c="dimmed">
        {t('settings.version', { version })}
      </Text>
    </>
  );
}
