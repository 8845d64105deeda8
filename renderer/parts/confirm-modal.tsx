/** Asks before something is lost: what would happen, and two buttons, of which the harmless one has the focus. */
import { Button, Group, Modal, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './confirm-modal.module.css';

interface ConfirmModalProps {
  readonly opened: boolean;
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  /** `Cancel` unless given. */
  readonly stay?: string;
  readonly running?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

export function ConfirmModal(props: ConfirmModalProps) {
  const {
    opened,
    title,
    text,
    confirm,
    stay,
    running = false,
    onConfirm,
    onClose,
    children,
  } = props;
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
      {...(classes['title'] && { classNames: { title: classes['title'] } })}
    >
      <Text size="sm">{text}</Text>
      {children}
      <Group justify="flex-end" gap={8} mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {stay ?? t('common.cancel')}
        </Button>
        <Button color="red.9" loading={running} onClick={onConfirm}>
          {confirm}
        </Button>
      </Group>
    </Modal>
  );
}
