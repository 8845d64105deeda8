/** How a profile is, in one word with its icon. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileState } from '../../shared/contract/state.ts';
import { profileStatus, type Status } from '../../shared/contract/status.ts';
import { CircleCheckIcon, PauseIcon, PlugIcon, SyncIcon, WarningIcon } from '../parts/icons.tsx';
import type { Tone } from '../parts/panel.tsx';
import { StatusBadge } from '../parts/status-badge.tsx';

/** Only what is as it should be looks good. */
const looks: Readonly<Record<Status, { readonly tone: Tone; readonly icon: ReactNode }>> = {
  attention: { tone: 'bad', icon: <WarningIcon size={14} /> },
  syncing: { tone: 'busy', icon: <SyncIcon size={14} /> },
  retrying: { tone: 'warn', icon: <WarningIcon size={14} /> },
  offline: { tone: 'calm', icon: <PlugIcon size={14} /> },
  connecting: { tone: 'busy', icon: <PlugIcon size={14} /> },
  new: { tone: 'calm', icon: <PlugIcon size={14} /> },
  paused: { tone: 'calm', icon: <PauseIcon size={14} /> },
  current: { tone: 'good', icon: <CircleCheckIcon size={14} /> },
};

export function ProfileStatusBadge({ profile }: { profile: ProfileState }) {
  const { t } = useTranslation();
  const status = profileStatus(profile);
  const { tone, icon } = looks[status];
  return (
    <StatusBadge tone={tone} icon={icon}>
      {t(`overview.status.${status}`)}
    </StatusBadge>
  );
}
