/** The Remote roster page: who keeps the roster, and what an outside service gives to the server. */
import { useTranslation } from 'react-i18next';
import type { ProfileState } from '../../shared/contract/state.ts';
import { useAppState } from '../bridge/core-context.tsx';
import { useReport } from '../bridge/use-report.ts';
import type { Route } from '../frame/route.ts';
import { AccountPage } from '../parts/account-page.tsx';
import { EmptyPage } from '../parts/empty-page.tsx';
import { PlugIcon } from '../parts/icons.tsx';
import { Loading } from '../parts/loading.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { AddressesCard } from './addresses-card.tsx';
import { DocumentCard } from './document-card.tsx';
import { KindCard } from './kind-card.tsx';
import { RefreshCard } from './refresh-card.tsx';
import { ServedCard } from './served-card.tsx';
import { ServiceCard } from './service-card.tsx';

export function RemotePage({ route }: { route: Extract<Route, { page: 'remote' }> }) {
  const { t } = useTranslation();
  return (
    <AccountPage
      title={t('remote.title')}
      named={route.profile}
      empty={
        <EmptyPage
          icon={<PlugIcon size={28} />}
          title={t('remote.noProfile')}
          text={t('remote.noProfileText')}
        />
      }
    >
      {(profile) => <ProfileRemote profile={profile} />}
    </AccountPage>
  );
}

function ProfileRemote({ profile }: { profile: ProfileState }) {
  const { settings } = useAppState();
  const { id, rosterKind, connection } = profile;
  const saved = settings.profiles.find((one) => one.id === id);
  const { report, problem, show } = useReport('remoteReport', { profile: id }, [
    rosterKind,
    connection,
    saved,
  ]);
  const isServed = saved?.remoteRoster.serve === true;
  const hasService =
    settings.service.enabled || settings.profiles.some(({ remoteRoster }) => remoteRoster.serve);
  return (
    <>
      {problem && <ProblemAlert problem={problem} urgent />}
      {!report && !problem && <Loading />}
      {report && <KindCard profile={id} served={isServed} report={report} onChecked={show} />}
      {saved && <ServedCard saved={saved} />}
      {hasService && <ServiceCard />}
      {report && (
        <>
          <DocumentCard profile={id} url={report.url} />
          <RefreshCard profile={id} report={report} />
        </>
      )}
      {saved && <AddressesCard saved={saved} />}
    </>
  );
}
