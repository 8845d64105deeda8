/** The Overview: each profile with its state, or the first steps where there is none. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAppState } from '../bridge/core-context.tsx';
import { Page } from '../parts/page.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { FirstRun } from './first-run.tsx';
import { ProfileCard } from './profile-card.tsx';

export function OverviewPage() {
  const { t } = useTranslation();
  const { profiles, problem, service } = useAppState();
  return (
    <Page title={t('overview.title')}>
      {problem && problem.code !== 'settings-missing' && <ProblemAlert problem={problem} />}
      {service.problem && (
        <ProblemAlert problem={service.problem}>
          <Button component="a" href="#/remote" variant="default">
            {t('service.settings')}
          </Button>
        </ProblemAlert>
      )}
      {profiles.length === 0 ? (
        <FirstRun />
      ) : (
        profiles.map((profile) => <ProfileCard key={profile.id} profile={profile} />)
      )}
    </Page>
  );
}
