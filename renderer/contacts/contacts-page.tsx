/** The Contacts page: every desired item of a profile with its state, to search, filter and sort. */
import { Button, Center, EmptyState, Loader, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactRow } from '../../shared/contract/contract.ts';
import type { ProfileState } from '../../shared/contract/state.ts';
import { useAppState } from '../bridge/core-context.tsx';
import { useContacts } from '../bridge/use-contacts.ts';
import { type Route, routeHref } from '../frame/route.ts';
import { ContactsIcon } from '../parts/icons.tsx';
import { Page } from '../parts/page.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { ContactsBrowser } from './contacts-browser.tsx';

export function ContactsPage({ route }: { route: Extract<Route, { page: 'contacts' }> }) {
  const { t } = useTranslation();
  const { profiles } = useAppState();
  const [chosen, setChosen] = useState(route.profile);
  const profile = profiles.find(({ id }) => id === chosen) ?? profiles[0];
  return (
    <Page
      title={t('contacts.title')}
      fill
      actions={
        profiles.length > 1 &&
        profile && (
          <Select
            aria-label={t('common.account')}
            data={profiles.map(({ id, jid }) => ({ value: id, label: jid }))}
            value={profile.id}
            onChange={(id) => setChosen(id ?? undefined)}
            allowDeselect={false}
            w={260}
          />
        )
      }
    >
      {profile ? (
        <ProfileContacts key={profile.id} profile={profile} state={route.state ?? null} />
      ) : (
        <NoProfile />
      )}
    </Page>
  );
}

interface ProfileContactsProps {
  readonly profile: ProfileState;
  /** The state to filter by at first. */
  readonly state: ContactRow['state'] | null;
}

function ProfileContacts({ profile, state }: ProfileContactsProps) {
  const { t } = useTranslation();
  const { rows, problem } = useContacts(profile);
  if (rows && rows.length > 0) {
    return <ContactsBrowser profile={profile} rows={rows} state={state} />;
  }
  if (problem) return <ProblemAlert problem={problem} urgent />;
  if (!rows) {
    return (
      <Center flex={1}>
        <Loader role="status" aria-label={t('common.loading')} />
      </Center>
    );
  }
  return (
    <Center flex={1}>
      <EmptyState
        variant="light"
        icon={<ContactsIcon size={28} />}
        title={t('contacts.empty')}
        description={t('contacts.emptyText')}
      />
    </Center>
  );
}

function NoProfile() {
  const { t } = useTranslation();
  return (
    <Center flex={1}>
      <EmptyState
        variant="light"
        icon={<ContactsIcon size={28} />}
        title={t('contacts.noProfile')}
        description={t('contacts.noProfileText')}
      >
        <EmptyState.Actions>
          <Button component="a" href={routeHref({ page: 'profile', profile: null })}>
            {t('overview.firstRun.action')}
          </Button>
        </EmptyState.Actions>
      </EmptyState>
    </Center>
  );
}
