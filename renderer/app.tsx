/** The window: looks and language around it, and the page that the address names inside. */
import { MantineProvider } from '@mantine/core';
import type { i18n } from 'i18next';
import { useEffect, useMemo } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { resolveLanguage } from '../shared/words/language.ts';
import { useCoreView } from './bridge/core-context.tsx';
import { ContactsPage } from './contacts/contacts-page.tsx';
import { Announcer } from './frame/announcer.tsx';
import { Frame } from './frame/frame.tsx';
import { parseRoute, type Route, useHash } from './frame/route.ts';
import { GroupsPage } from './groups/groups-page.tsx';
import { OverviewPage } from './overview/overview-page.tsx';
import { Loading } from './parts/loading.tsx';
import { Page } from './parts/page.tsx';
import { ProblemAlert } from './parts/problem-alert.tsx';
import { RemotePage } from './remote/remote-page.tsx';
import { ProfilePage } from './settings/profile-page.tsx';
import { SettingsPage } from './settings/settings-page.tsx';
import { cssVariables, theme } from './theme.ts';

export function App({ translation }: { translation: i18n }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      deduplicateInlineStyles
    >
      <I18nextProvider i18n={translation}>
        <Language />
        <Announcer>
          <Pages />
        </Announcer>
      </I18nextProvider>
    </MantineProvider>
  );
}

/** Follows the language of the settings, and tells assistive technology which one it is. */
function Language() {
  const { i18n: translation } = useTranslation();
  const setting = useCoreView().state?.settings.language ?? 'system';
  const language = resolveLanguage(setting, navigator.languages);
  useEffect(() => {
    document.documentElement.lang = language;
    if (translation.language !== language) void translation.changeLanguage(language);
  }, [language, translation]);
  return null;
}

function Pages() {
  const hash = useHash();
  const route = useMemo(() => parseRoute(hash), [hash]);
  const { state, problem } = useCoreView();
  return (
    <Frame route={route}>
      {state ? <CurrentPage route={route} hash={hash} /> : <Waiting />}
      {!state && problem && (
        <Page title="Rolodial">
          <ProblemAlert problem={problem} urgent />
        </Page>
      )}
    </Frame>
  );
}

function CurrentPage({ route, hash }: { route: Route; hash: string }) {
  switch (route.page) {
    case 'overview':
      return <OverviewPage />;
    case 'contacts':
      return <ContactsPage key={hash} route={route} />;
    case 'groups':
      return <GroupsPage key={hash} route={route} />;
    case 'remote':
      return <RemotePage key={hash} route={route} />;
    case 'settings':
      return <SettingsPage />;
    case 'profile':
      return <ProfilePage key={hash} id={route.profile} />;
  }
}

function Waiting() {
  const { problem, connection } = useCoreView();
  return problem || connection !== 'open' ? null : <Loading />;
}
