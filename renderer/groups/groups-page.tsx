/** The Shared groups page: groups that the server injects, why Rolodial thinks so, and who is in them. */
import { Anchor, Center, EmptyState, Loader, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileState } from '../../shared/contract/state.ts';
import { useAppState } from '../bridge/core-context.tsx';
import { askBeforeLosing, type Route, routeHref } from '../frame/route.ts';
import { GroupsIcon } from '../parts/icons.tsx';
import { Page } from '../parts/page.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import textClasses from '../parts/text.module.css';
import { FileCard } from './file-card.tsx';
import { GroupCard } from './group-card.tsx';
import { RefreshGroups } from './refresh-groups.tsx';
import { useGroups } from './use-groups.ts';

export function GroupsPage({ route }: { route: Extract<Route, { page: 'groups' }> }) {
  const { t } = useTranslation();
  const { profiles } = useAppState();
  const [chosen, setChosen] = useState(route.profile);
  const profile = profiles.find(({ id }) => id === chosen) ?? profiles[0];
  return (
    <Page
      title={t('groups.title')}
      actions={
        profiles.length > 1 &&
        profile && (
          <Select
            aria-label={t('common.account')}
            data={profiles.map(({ id, jid }) => ({ value: id, label: jid }))}
            value={profile.id}
            onChange={(id) => askBeforeLosing(() => setChosen(id ?? undefined))}
            allowDeselect={false}
            w={260}
          />
        )
      }
    >
      {profile ? (
        <ProfileGroups key={profile.id} profile={profile} />
      ) : (
        <NoGroups text={t('groups.noProfileText')} />
      )}
    </Page>
  );
}

function ProfileGroups({ profile }: { profile: ProfileState }) {
  const { t } = useTranslation();
  const { report, problem } = useGroups(profile);
  if (!report && !problem) {
    return (
      <Center flex={1}>
        <Loader role="status" aria-label={t('common.loading')} />
      </Center>
    );
  }
  return (
    <>
      {problem && <ProblemAlert problem={problem} urgent />}
      {report && (
        <>
          <RefreshGroups profile={profile.id} />
          {!report.presence && report.groups.length > 0 && (
            <p className={textClasses['quiet']}>
              {t('groups.presenceOff')}{' '}
              <Anchor
                href={routeHref({ page: 'profile', profile: profile.id })}
                underline="always"
                inherit
              >
                {t('common.openSettings')}
              </Anchor>
            </p>
          )}
          {report.lookingUp > 0 && (
            <p className={textClasses['quiet']} role="status">
              {t('groups.lookingUp', { count: report.lookingUp })}
            </p>
          )}
          {report.groups.map((group) => (
            <GroupCard key={group.name} profile={profile.id} group={group} />
          ))}
          {report.groups.length === 0 && <NoGroups text={t('groups.emptyText')} />}
          <FileCard profile={profile.id} file={report.file} />
        </>
      )}
    </>
  );
}

function NoGroups({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <Center flex={1}>
      <EmptyState
        variant="light"
        icon={<GroupsIcon size={28} />}
        title={t('groups.empty')}
        description={text}
      />
    </Center>
  );
}
