/** The preview: what a sync would do, read from both sides, with nothing changed by looking. */
import { Button, Drawer, Group, Loader } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanPreview } from '../../shared/contract/report.ts';
import type { ProfileState } from '../../shared/contract/state.ts';
import { mayStart } from '../../shared/contract/status.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { SyncIcon } from '../parts/icons.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import classes from './preview-drawer.module.css';
import { PreviewLists } from './preview-lists.tsx';

interface PreviewDrawerProps {
  readonly profile: ProfileState;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Syncs; with JIDs, these items alone. */
  readonly onSync: (only?: readonly string[]) => void;
}

export function PreviewDrawer({ profile, opened, onClose, onSync }: PreviewDrawerProps) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={560}
      title={t('overview.previewTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      classNames={{
        ...(classes['content'] && { content: classes['content'] }),
        ...(classes['title'] && { title: classes['title'] }),
        ...(classes['body'] && { body: classes['body'] }),
      }}
    >
      {opened && <Preview profile={profile} onClose={onClose} onSync={onSync} />}
    </Drawer>
  );
}

function Preview({ profile, onClose, onSync }: Omit<PreviewDrawerProps, 'opened'>) {
  const { t } = useTranslation();
  const { run, problem } = useCommand('previewSync');
  const [preview, setPreview] = useState<PlanPreview>();
  const [attempt, setAttempt] = useState(0);
  const adopt = useCommand('adoptUnclaimed');
  const canSync = mayStart(profile);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt reads again
  useEffect(() => {
    let wanted = true;
    void run({ profile: profile.id }).then((answer) => {
      if (wanted && answer.ok) setPreview(answer.value);
    });
    return () => {
      wanted = false;
    };
  }, [run, profile.id, attempt]);

  return (
    <>
      <div className={classes['result']} aria-live="polite">
        {preview && (
          <PreviewLists
            preview={preview}
            disabled={!canSync || adopt.running}
            onTakeOver={onSync}
            onAdopt={async (jids) => {
              const answer = await adopt.run({ profile: profile.id, jids: [...jids] });
              if (answer.ok) setAttempt(attempt + 1);
            }}
          />
        )}
        {adopt.problem && <ProblemAlert problem={adopt.problem} urgent />}
        {problem && (
          <ProblemAlert problem={problem} urgent>
            <Button size="xs" variant="default" onClick={() => setAttempt(attempt + 1)}>
              {t('common.tryAgain')}
            </Button>
          </ProblemAlert>
        )}
        {!preview && !problem && (
          <div className={classes['reading']} role="status">
            <Loader aria-hidden />
            {t('overview.previewReading')}
          </div>
        )}
      </div>
      <footer className={classes['footer']}>
        <span>{preview && t('overview.previewUnchanged')}</span>
        <Group gap={8} wrap="nowrap">
          <Button variant="default" onClick={onClose}>
            {t('common.close')}
          </Button>
          <Button
            leftSection={<SyncIcon size={16} />}
            disabled={!preview || !canSync}
            onClick={() => onSync()}
          >
            {t('overview.syncNow')}
          </Button>
        </Group>
      </footer>
    </>
  );
}
