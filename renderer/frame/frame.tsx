/** The frame of every page: skip link, navigation, and notices that concern the whole window. */
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { overallStatus } from '../../shared/contract/status.ts';
import { useCoreView } from '../bridge/core-context.tsx';
import { ContactsIcon, GroupsIcon, OverviewIcon, PlugIcon, SettingsIcon } from '../parts/icons.tsx';
import { ConnectionNotice } from './connection-notice.tsx';
import classes from './frame.module.css';
import { Logo } from './logo.tsx';
import { type Route, routeHref, useHash } from './route.ts';

const pages = [
  { page: 'overview', word: 'common.overview', icon: <OverviewIcon size={20} /> },
  { page: 'contacts', word: 'common.contacts', icon: <ContactsIcon size={20} /> },
  { page: 'groups', word: 'common.groups', icon: <GroupsIcon size={20} /> },
  { page: 'remote', word: 'common.remote', icon: <PlugIcon size={20} /> },
  { page: 'settings', word: 'common.settings', icon: <SettingsIcon size={20} /> },
] as const;

export function Frame({ route, children }: { route: Route; children: ReactNode }) {
  const { t } = useTranslation();
  const main = useFocusOnNewPage();
  return (
    <div className={classes['frame']}>
      {/* A button, because the address after # names the page. */}
      <button type="button" className={classes['skip']} onClick={() => main.current?.focus()}>
        {t('common.skipToContent')}
      </button>
      <nav className={classes['navigation']} aria-label={t('common.navigation')}>
        <div className={classes['brand']}>
          <Logo />
          <span className={classes['brandName']}>{t('common.appName')}</span>
        </div>
        <ul className={classes['links']}>
          {pages.map(({ page, word, icon }) => (
            <li key={page}>
              <a
                className={classes['link']}
                href={routeHref({ page })}
                aria-current={sectionOf(route) === page ? 'page' : undefined}
              >
                {icon}
                <span>{t(word)}</span>
                {page === 'overview' && <AttentionDot />}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main ref={main} id="content" className={classes['main']} tabIndex={-1}>
        <ConnectionNotice />
        {children}
      </main>
    </div>
  );
}

function sectionOf(route: Route): (typeof pages)[number]['page'] {
  return route.page === 'profile' ? 'settings' : route.page;
}

/** Marks the link to the overview while a profile needs the user. */
function AttentionDot() {
  const { t } = useTranslation();
  const { state } = useCoreView();
  if (!state || state.profiles.length === 0) return null;
  if (overallStatus(state) !== 'attention') return null;
  return <span className={classes['dot']} role="img" aria-label={t('common.attention')} />;
}

/** Moves the focus to a page that was just opened, so that the keyboard and a screen reader start there. */
function useFocusOnNewPage() {
  const main = useRef<HTMLElement>(null);
  const hash = useHash();
  const first = useRef(hash);
  useEffect(() => {
    if (first.current === hash) return;
    first.current = hash;
    main.current?.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [hash]);
  return main;
}
