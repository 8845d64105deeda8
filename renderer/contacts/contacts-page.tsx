/** The Contacts page: every desired item of a profile with its state, to search, filter and sort. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ContactRow } from '../../shared/contract/contract.ts';
import type { ProfileState } from '../../shared/contract/state.ts';
import { useContacts } from '../bridge/use-contacts.ts';
import { type Route, routeHref } from '../frame/route.ts';
import { AccountPage } from '../parts/account-page.tsx';
import { EmptyPage } from '../parts/empty-page.tsx';
import { ContactsIcon } from '../parts/icons.tsx';
import { Loading } from '../parts/loading.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { ContactsBrowser } from './contacts-browser.tsx';

export function ContactsPage({ route }: { route: Extract<Route, { page: 'contacts' }> }) {
  const { t } = useTranslation();
  return (
    <AccountPage title={t('contacts.title')} named={route.profile} fill empty={<NoProfile />}>
      {(profile) => <ProfileContacts profile={profile} state={route.state ?? null} />}
    </AccountPage>
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
  if (!rows) return <Loading />;
  return (
    <EmptyPage
      icon={<ContactsIcon size={28} />}
      title={t('contacts.empty')}
      text={t('contacts.emptyText')}
    />
  );
}

function NoProfile() {
  const { t } = useTranslation();
  return (
    <EmptyPage
      icon={<ContactsIcon size={28} />}
      title={t('contacts.noProfile')}
      text={t('contacts.noProfileText')}
      actions={
        <Button component="a" href={routeHref({ page: 'profile', profile: null })}>
          {t('overview.firstRun.action')}
        </Button>
      }
    />
  );
}
