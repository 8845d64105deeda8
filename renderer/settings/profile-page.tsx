/** The page of one profile's settings: finds the profile, or begins a new one. */
import { Anchor, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppState } from '../bridge/core-context.tsx';
import { routeHref } from '../frame/route.ts';
import { BackIcon } from '../parts/icons.tsx';
import { Page } from '../parts/page.tsx';
import { ProfileEditor } from './profile-editor.tsx';

/** @param id the profile to edit; `null` for a new one */
export function ProfilePage({ id }: { id: string | null }) {
  const { t } = useTranslation();
  const { settings } = useAppState();
  const profile = settings.profiles.find((candidate) => candidate.id === id);
  // The heading does not change while the address is being typed over.
  const [account] = useState(profile?.xmpp.jid);
  const title = id === null ? t('settings.newTitle') : (account ?? t('settings.unknownProfile'));
  return (
    <Page
      title={title}
      before={
        <Anchor href={routeHref({ page: 'settings' })} size="sm" w="fit-content">
          <Group gap={6}>
            <BackIcon size={16} />
            {t('settings.back')}
          </Group>
        </Anchor>
      }
    >
      {(id === null || profile) && <ProfileEditor profile={profile} />}
    </Page>
  );
}
