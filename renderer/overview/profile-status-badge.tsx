/** The one word for a profile, with its icon. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileState } from '../../shared/contract/state.ts';
import { CircleCheckIcon, PauseIcon, PlugIcon, SyncIcon, WarningIcon } from '../parts/icons.tsx';
import { StatusBadge } from '../parts/status-badge.tsx';
import { type ProfileStatus, profileStatus, statusTones } from './profile-status.ts';

const icons: Readonly<Record<ProfileStatus, ReactNode>> = {
  attention: <WarningIcon size={14} />,
  syncing: <SyncIcon size={14} />,
  paused: <PauseIcon size={14} />,
  connecting: <PlugIcon size={14} />,
  offline: <PlugIcon size={14} />,
  online: <CircleCheckIcon size={14} />,
};

export function ProfileStatusBadge({ profile }: { profile: ProfileState }) {
  const { t } = useTranslation();
  const status = profileStatus(profile);
  return (
    <StatusBadge tone={statusTones[status]} icon={icons[status]}>
      {t(`overview.status.${status}`)}
    </StatusBadge>
  );
}
