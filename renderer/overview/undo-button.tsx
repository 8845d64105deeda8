/** Undo of the last sync: a button, and a question that says by name what comes back and what goes. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UndoPreview } from '../../shared/contract/report.ts';
import type { ProfileState } from '../../shared/contract/state.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { useFormats } from '../i18n/use-formats.ts';
import { ConfirmModal } from '../parts/confirm-modal.tsx';
import { UndoIcon } from '../parts/icons.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { UndoItems } from './undo-items.tsx';

interface UndoButtonProps {
  readonly profile: ProfileState;
  /** Called with the JIDs of the items that were shown. */
  readonly onUndo: (confirmed: readonly string[]) => void;
}

export function UndoButton({ profile, onUndo }: UndoButtonProps) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const { run, running, problem } = useCommand('previewUndo');
  const [preview, setPreview] = useState<UndoPreview>();
  const { id, undoable = null, undone = null, activity } = profile;
  if (undoable === null || undone !== null) return null;

  async function look(): Promise<void> {
    const answer = await run({ profile: id });
    if (answer.ok) setPreview(answer.value);
  }

  return (
    <>
      <Button
        size="xs"
        variant="default"
        w="fit-content"
        leftSection={<UndoIcon size={15} />}
        loading={running}
        disabled={activity.kind !== 'idle'}
        onClick={look}
      >
        {t('overview.undo.button')}
      </Button>
      {problem && <ProblemAlert problem={problem} urgent />}
      {preview && (
        <ConfirmModal
          opened
          title={t('overview.undo.title')}
          text={t('overview.undo.text', {
            time: dateTime(new Date(preview.undone ?? undoable)),
          })}
          confirm={t('overview.undo.confirm')}
          stay={t('overview.undo.stay')}
          onClose={() => setPreview(undefined)}
          onConfirm={() => {
            setPreview(undefined);
            onUndo(preview.items.map(({ jid }) => jid));
          }}
        >
          <UndoItems preview={preview} />
        </ConfirmModal>
      )}
    </>
  );
}
