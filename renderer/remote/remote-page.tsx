/** The Remote roster page: who keeps the roster, and what an outside service gives to the server. */
import { Center, EmptyState, Loader, Select } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RemoteReport } from '../../shared/contract/remote-report.ts';
import type { ProfileState } from '../../shared/contract/state.ts';
import { useAppState, useCommand } from '../bridge/core-context.tsx';
import { askBeforeLosing, type Route } from '../frame/route.ts';
import { PlugIcon } from '../parts/icons.tsx';
import { Page } from '../parts/page.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { AddressesCard } from './addresses-card.tsx';
import { DocumentCard } from './document-card.tsx';
import { KindCard } from './kind-card.tsx';
import { RefreshCard } from './refresh-card.tsx';
import { ServedCard } from './served-card.tsx';
import { ServiceCard } from './service-card.tsx';

export function RemotePage({ route }: { route: Extract<Route, { page: 'remote' }> }) {
  const { t } = useTranslation();
  const { profiles } = useAppState();
  const [chosen, setChosen] = useState(route.profile);
  const profile = profiles.find(({ id }) => id === chosen) ?? profiles[0];
  return (
    <Page
      title={t('remote.title')}
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
        <ProfileRemote key={profile.id} profile={profile} />
      ) : (
        <Center flex={1}>
          <EmptyState
            variant="light"
            icon={<PlugIcon size={28} />}
            title={t('remote.noProfile')}
            description={t('remote.noProfileText')}
          />
        </Center>
      )}
    </Page>
  );
}

function ProfileRemote({ profile }: { profile: ProfileState }) {
  const { t } = useTranslation();
  const { settings } = useAppState();
  const { run, problem } = useCommand('remoteReport');
  const [report, setReport] = useState<RemoteReport>();
  const saved = settings.profiles.find(({ id }) => id === profile.id);
  const { id, rosterKind, connection } = profile;

  // biome-ignore lint/correctness/useExhaustiveDependencies: these say when to read, not what
  useEffect(() => {
    let isCurrent = true;
    run({ profile: id }).then((answer) => {
      if (isCurrent && answer.ok) setReport(answer.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [run, id, rosterKind, connection, saved]);

  const isServed = saved?.remoteRoster.serve === true;
  const hasService =
    settings.service.enabled || settings.profiles.some(({ remoteRoster }) => remoteRoster.serve);
  return (
    <>
      {problem && <ProblemAlert problem={problem} urgent />}
      {!report && !problem && (
        <Center flex={1}>
          <Loader role="status" aria-label={t('common.loading')} />
        </Center>
      )}
      {report && <KindCard profile={id} served={isServed} report={report} onChecked={setReport} />}
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
