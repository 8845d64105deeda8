/** A running sync: its phase, a determinate bar, and the way to stop it. */
import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Activity, ProfileState } from '../../shared/contract/state.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { type Formats, useFormats } from '../i18n/use-formats.ts';
import { useWaitingWords } from '../parts/waiting-words.ts';
import { progressShare } from './progress-share.ts';
import classes from './sync-progress.module.css';

type Syncing = Extract<Activity, { kind: 'syncing' }>;

interface SyncProgressProps {
  readonly profile: ProfileState;
  readonly activity: Syncing;
}

export function SyncProgress({ profile, activity }: SyncProgressProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const cancel = useCommand('cancelSync');
  const share = progressShare(activity, profile.lastSync?.addressBook.cards ?? 0);
  const waiting = useWaitingWords()(activity);
  const countWords = useCountWords(formats)(activity);
  const phase = waiting?.what ?? t(`overview.phase.${activity.phase}`);
  const count = waiting?.left ?? countWords;
  return (
    <div className={classes['progress']}>
      <div className={classes['words']}>
        <span className={classes['phase']}>{phase}</span>
        <span>{count}</span>
        <span className={classes['percent']}>{formats.percent(Math.floor(share * 100) / 100)}</span>
      </div>
      <div className={classes['bar']}>
        <Progress.Root size="md" radius="xl" flex={1} transitionDuration={200}>
          <Progress.Section
            value={share * 100}
            aria-label={t('overview.progressOf', { account: profile.jid })}
            aria-valuetext={`${phase} ${count}`}
          />
        </Progress.Root>
        <Button
          size="xs"
          variant="default"
          loading={cancel.running}
          onClick={() => cancel.run({ profile: profile.id })}
        >
          {t(cancel.running ? 'overview.cancelling' : 'overview.cancelSync')}
        </Button>
      </div>
    </div>
  );
}

function useCountWords(formats: Formats): (activity: Syncing) => string {
  const { t } = useTranslation();
  return ({ phase, done, total }) => {
    if (total > 0) {
      const numbers = { done: formats.number(done), total: formats.number(total) };
      return t('overview.pushedSoFar', numbers);
    }
    return phase === 'reading' && done > 0
      ? t('overview.readSoFar', { count: done, formatted: formats.number(done) })
      : '';
  };
}
