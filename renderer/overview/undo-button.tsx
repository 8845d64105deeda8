/** Undo of the last sync: a button, and a question that says what comes back. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncReport } from '../../shared/ipc/report.ts';
import type { ProfileState } from '../../shared/ipc/state.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { ConfirmModal } from '../parts/confirm-modal.tsx';
import { UndoIcon } from '../parts/icons.tsx';
import classes from './undo.module.css';

interface UndoButtonProps {
  readonly profile: ProfileState;
  readonly onUndo: () => void;
}

export function UndoButton({ profile, onUndo }: UndoButtonProps) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const [asking, setAsking] = useState(false);
  const { lastSync, undone = null, activity } = profile;
  if (!lastSync || hasChangedNothing(lastSync) || undone !== null) return null;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        w="fit-content"
        leftSection={<UndoIcon size={15} />}
        disabled={activity.kind !== 'idle'}
        onClick={() => setAsking(true)}
      >
        {t('overview.undo.button')}
      </Button>
      <ConfirmModal
        opened={asking}
        title={t('overview.undo.title')}
        text={t('overview.undo.text', { time: dateTime(new Date(lastSync.startedAt)) })}
        confirm={t('overview.undo.confirm')}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          onUndo();
        }}
      >
        <WhatComesBack report={lastSync} />
      </ConfirmModal>
    </>
  );
}

function hasChangedNothing({ applied: { added, updated, removed } }: SyncReport): boolean {
  return added + updated + removed === 0;
}

function WhatComesBack({ report: { applied } }: { report: SyncReport }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const lines = (['removed', 'updated', 'added'] as const)
    .filter((kind) => applied[kind] > 0)
    .map((kind) => {
      const counted = { count: applied[kind], formatted: number(applied[kind]) };
      return t(`overview.undo.back.${kind}`, counted);
    });
  return (
    <>
      <ul className={classes['back']}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p className={classes['note']}>{t('overview.undo.note')}</p>
    </>
  );
}
