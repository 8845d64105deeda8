/** The state of a contact as an icon and a word. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactRow } from '../../shared/contract/contract.ts';
import {
  CheckIcon,
  CircleCrossIcon,
  CircleMinusIcon,
  CirclePlusIcon,
  ConflictIcon,
  PencilIcon,
  SkippedIcon,
} from '../parts/icons.tsx';
import type { Tone } from '../parts/panel.tsx';
import { StatusBadge } from '../parts/status-badge.tsx';

const looks: Readonly<Record<ContactRow['state'], { tone: Tone; icon: ReactNode }>> = {
  'in-sync': { tone: 'good', icon: <CheckIcon size={14} /> },
  'to-add': { tone: 'busy', icon: <CirclePlusIcon size={14} /> },
  'to-change': { tone: 'busy', icon: <PencilIcon size={14} /> },
  'to-remove': { tone: 'warn', icon: <CircleMinusIcon size={14} /> },
  skipped: { tone: 'calm', icon: <SkippedIcon size={14} /> },
  conflict: { tone: 'warn', icon: <ConflictIcon size={14} /> },
  failed: { tone: 'bad', icon: <CircleCrossIcon size={14} /> },
};

export function StateBadge({ state }: { state: ContactRow['state'] }) {
  const { t } = useTranslation();
  const { tone, icon } = looks[state];
  return (
    <StatusBadge tone={tone} icon={icon}>
      {t(`contacts.states.${state}`)}
    </StatusBadge>
  );
}
