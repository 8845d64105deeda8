/** What the last sync could not read: each card and book with its place and the reason, and what can be done. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProfileState } from '../../shared/contract/state.ts';
import { mayStart } from '../../shared/contract/status.ts';
import { routeHref } from '../frame/route.ts';
import { SyncIcon, WarningIcon } from '../parts/icons.tsx';
import { Panel } from '../parts/panel.tsx';
import { UnreadLine } from '../parts/report-lines.tsx';
import { useUnreadWords } from '../parts/unread-words.ts';
import { VirtualList } from '../parts/virtual-list.tsx';
import classes from './unread-panel.module.css';

interface UnreadPanelProps {
  readonly profile: ProfileState;
  readonly onReadAgain: () => void;
}

export function UnreadPanel({ profile, onReadAgain }: UnreadPanelProps) {
  const { t } = useTranslation();
  const unreadWords = useUnreadWords();
  const { activity, lastSync } = profile;
  const isAsked = activity.kind === 'asking' && activity.question.why === 'book-gone';
  // The question about books that are gone names them itself.
  const unread = lastSync?.unread.filter(({ reason }) => !isAsked || reason !== 'gone') ?? [];
  if (unread.length === 0) return null;
  const isUnsure = unread.some(({ reason, isCurrent }) => reason !== 'gone' && !isCurrent);
  const isBook = unread.some(({ card }) => card === undefined);
  return (
    <Panel
      tone="warn"
      icon={<WarningIcon size={22} />}
      title={t('unread.title', { parts: unreadWords(unread) })}
      actions={
        <>
          <Button
            size="xs"
            variant="default"
            leftSection={<SyncIcon size={14} />}
            disabled={!mayStart(profile)}
            onClick={onReadAgain}
          >
            {t('unread.readAgain')}
          </Button>
          {isBook && (
            <Button
              size="xs"
              variant="default"
              component="a"
              href={routeHref({ page: 'profile', profile: profile.id })}
            >
              {t('unread.chooseBooks')}
            </Button>
          )}
        </>
      }
    >
      <p>
        {t('unread.rest')} {isUnsure && t('unread.unsure')}
      </p>
      <div className={classes['list']}>
        <VirtualList
          label={t('unread.list')}
          items={unread}
          lineHeight={68}
          maximumHeight={unread.length > 3 ? 240 : 3 * 68}
        >
          {(part) => <UnreadLine unread={part} />}
        </VirtualList>
      </div>
    </Panel>
  );
}
