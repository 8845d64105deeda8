/** Asks before unsaved changes are lost, however the page is left. */
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLeaveGuard } from '../frame/route.ts';
import { ConfirmModal } from '../parts/confirm-modal.tsx';

interface LeaveQuestionProps {
  /** There are unsaved changes. */
  readonly dirty: boolean;
  /** What would be lost. */
  readonly text: string;
}

export function LeaveQuestion({ dirty, text }: LeaveQuestionProps) {
  const { t } = useTranslation();
  const [proceed, setProceed] = useState<() => void>();
  // A setter takes a function as an updater, so the function to keep is wrapped in one.
  const ask = useCallback((go: () => void) => setProceed(() => go), []);
  useLeaveGuard(dirty, ask);
  return (
    <ConfirmModal
      opened={proceed !== undefined}
      title={t('settings.leaveTitle')}
      text={text}
      confirm={t('settings.leaveConfirm')}
      stay={t('settings.leaveStay')}
      onConfirm={() => {
        setProceed(undefined);
        proceed?.();
      }}
      onClose={() => setProceed(undefined)}
    />
  );
}
