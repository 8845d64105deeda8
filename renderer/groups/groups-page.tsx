/** The Shared groups page: groups that the server injects, why Rolodial thinks so, and who is in them. */
import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProfileState } from '../../shared/contract/state.ts';
import { useReport } from '../bridge/use-report.ts';
import { type Route, routeHref } from '../frame/route.ts';
import { AccountPage } from '../parts/account-page.tsx';
import { EmptyPage } from '../parts/empty-page.tsx';
import { GroupsIcon } from '../parts/icons.tsx';
import { Loading } from '../parts/loading.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import textClasses from '../parts/text.module.css';
import { FileCard } from './file-card.tsx';
import { GroupCard } from './group-card.tsx';
import { RefreshGroups } from './refresh-groups.tsx';

export function GroupsPage({ route }: { route: Extract<Route, { page: 'groups' }> }) {
  const { t } = useTranslation();
  return (
    <AccountPage
      title={t('groups.title')}
      named={route.profile}
      empty={<NoGroups text={t('groups.noProfileText')} />}
    >
      {(profile) => <ProfileGroups profile={profile} />}
    </AccountPage>
  );
}

function ProfileGroups({ profile }: { profile: ProfileState }) {
  const { t } = useTranslation();
  const { id, groupsRevision, connection } = profile;
  const isOnline = connection === 'online';
  const { report, problem } = useReport('listGroups', { profile: id }, [groupsRevision, isOnline]);
  if (!report && !problem) return <Loading />;
  return (
    <>
      {problem && <ProblemAlert problem={problem} urgent />}
      {report && (
        <>
          <RefreshGroups profile={id} />
          {!report.presence && report.groups.length > 0 && (
            <p className={textClasses['secondary']}>
              {t('groups.presenceOff')}{' '}
              <Anchor href={routeHref({ page: 'profile', profile: id })} underline="always" inherit>
                {t('common.openSettings')}
              </Anchor>
            </p>
          )}
          {report.lookingUp > 0 && (
            <p className={textClasses['secondary']} role="status">
              {t('groups.lookingUp', { count: report.lookingUp })}
            </p>
          )}
          {report.groups.map((group) => (
            <GroupCard key={group.name} profile={id} group={group} />
          ))}
          {report.groups.length === 0 && <NoGroups text={t('groups.emptyText')} />}
          <FileCard profile={id} file={report.file} />
        </>
      )}
    </>
  );
}

function NoGroups({ text }: { text: string }) {
  const { t } = useTranslation();
  return <EmptyPage icon={<GroupsIcon size={28} />} title={t('groups.empty')} text={text} />;
}
