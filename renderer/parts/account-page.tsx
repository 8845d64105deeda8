/** A page about one account: chooses it where there are several, and says so where there is none. */
import { Select } from '@mantine/core';
import { Fragment, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileState } from '../../shared/contract/state.ts';
import { useAppState } from '../bridge/core-context.tsx';
import { askBeforeLosing } from '../frame/route.ts';
import { Page } from './page.tsx';

interface AccountPageProps {
  readonly title: string;
  /** The account that the address names; the first one where it names none. */
  readonly named: string | undefined;
  /** The content takes the height of the window and scrolls by itself. */
  readonly fill?: boolean;
  /** Shown while there is no account. */
  readonly empty: ReactNode;
  /** The content; made anew for another account. */
  readonly children: (profile: ProfileState) => ReactNode;
}

export function AccountPage({ title, named, fill = false, empty, children }: AccountPageProps) {
  const { t } = useTranslation();
  const { profiles } = useAppState();
  const [chosen, setChosen] = useState(named);
  const profile = profiles.find(({ id }) => id === chosen) ?? profiles[0];
  return (
    <Page
      title={title}
      fill={fill}
      actions={
        profile &&
        profiles.length > 1 && (
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
      {profile ? <Fragment key={profile.id}>{children(profile)}</Fragment> : empty}
    </Page>
  );
}
