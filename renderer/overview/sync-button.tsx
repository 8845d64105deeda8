/** Sync now, and beside it a menu with the other way to sync: reading everything again. */
import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ChevronIcon, SyncIcon } from '../parts/icons.tsx';
import classes from './sync-button.module.css';

/** In a narrow window it moves to the left as far as it has to, and not over the navigation. */
const besideItsButton = { shift: { padding: 8 }, flip: false } as const;

interface SyncButtonProps {
  /** The account, for screen readers. */
  readonly account: string;
  readonly disabled: boolean;
  readonly onSync: (want?: { readonly full: true }) => void;
}

export function SyncButton({ account, disabled, onSync }: SyncButtonProps) {
  const { t } = useTranslation();
  return (
    <Button.Group>
      <Button
        size="sm"
        leftSection={<SyncIcon size={16} />}
        disabled={disabled}
        onClick={() => onSync()}
      >
        {t('overview.syncNow')}
      </Button>
      <Menu
        position="bottom-start"
        width={290}
        middlewares={besideItsButton}
        // An element without a role would stand among the menu's items.
        withInitialFocusPlaceholder={false}
      >
        <Menu.Target>
          <Button
            size="sm"
            className={classes['more'] ?? ''}
            disabled={disabled}
            aria-label={t('unread.moreSync', { account })}
          >
            <ChevronIcon size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onSync({ full: true })}>
            <span className={classes['name']}>{t('unread.readAgain')}</span>
            <span className={classes['help']}>{t('unread.readAgainHelp')}</span>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  );
}
