/** The list of profiles: each can be edited, and removed after a question. */
import { ActionIcon, Button, EmptyState } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bookAddressHost } from '../../shared/settings/book-address.ts';
import type { Profile } from '../../shared/settings/schema.ts';
import { useAppState, useCommand } from '../bridge/core-context.tsx';
import { routeHref } from '../frame/route.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { ConfirmModal } from '../parts/confirm-modal.tsx';
import { ContactsIcon, PencilIcon, TrashIcon } from '../parts/icons.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import classes from './profile-list.module.css';

export function ProfileList() {
  const { t } = useTranslation();
  const { profiles } = useAppState().settings;
  const [removing, setRemoving] = useState<Profile>();
  const { run, running, problem, clear } = useCommand('removeProfile');
  const close = () => {
    setRemoving(undefined);
    clear();
  };

  if (profiles.length === 0) {
    return (
      <EmptyState
        icon={<ContactsIcon size={26} />}
        title={t('settings.noProfiles')}
        description={t('settings.noProfilesText')}
        size="sm"
      />
    );
  }
  return (
    <>
      <ul className={classes['list']}>
        {profiles.map((profile) => (
          <ProfileItem key={profile.id} profile={profile} onRemove={() => setRemoving(profile)} />
        ))}
      </ul>
      <ConfirmModal
        opened={removing !== undefined}
        title={t('settings.removeTitle', { account: removing?.xmpp.jid ?? '' })}
        text={t('settings.removeText')}
        confirm={t('settings.removeConfirm')}
        running={running}
        onClose={close}
        onConfirm={async () => {
          if (removing && (await run({ profile: removing.id })).ok) close();
        }}
      >
        {problem && <ProblemAlert problem={problem} urgent />}
      </ConfirmModal>
    </>
  );
}

function ProfileItem({ profile, onRemove }: { profile: Profile; onRemove: () => void }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const account = profile.xmpp.jid;
  const count = profile.dids.length;
  return (
    <li className={classes['item']}>
      <div className={classes['words']}>
        <span className={classes['account']}>{account}</span>
        <span className={classes['facts']}>
          {bookAddressHost(profile.carddav.url)} ·{' '}
          {t('settings.numbersCount', { count, formatted: number(count) })}
        </span>
      </div>
      <Button
        component="a"
        href={routeHref({ page: 'profile', profile: profile.id })}
        variant="default"
        size="xs"
        leftSection={<PencilIcon size={15} />}
        aria-label={t('settings.editNamed', { account })}
      >
        {t('settings.edit')}
      </Button>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={30}
        aria-label={t('settings.removeNamed', { account })}
        title={t('settings.remove')}
        onClick={onRemove}
      >
        <TrashIcon />
      </ActionIcon>
    </li>
  );
}
