/**
 * The guard: a sync or an undo stopped before it removed a lot, or a book is gone. Shows what would go, and asks with two buttons, of
 * which the harmless one comes first and looks like the way to go.
 */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { GuardQuestion, ProfileState } from '../../shared/contract/state.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { useFormats } from '../i18n/use-formats.ts';
import { WarningIcon } from '../parts/icons.tsx';
import { Panel } from '../parts/panel.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { TwoLines } from '../parts/two-lines.tsx';
import { VirtualList } from '../parts/virtual-list.tsx';
import classes from './guard-panel.module.css';
import { useItemNames } from './use-item-names.ts';

interface GuardPanelProps {
  readonly profile: ProfileState;
  readonly question: GuardQuestion;
}

export function GuardPanel({ profile, question }: GuardPanelProps) {
  const { t } = useTranslation();
  const { number, list } = useFormats();
  const answer = useCommand('answerGuard');
  const names = useItemNames(profile);
  const { what, why, removals, owned, jids, books = [] } = question;
  const counted = { count: removals, formatted: number(removals) };
  const named = list(books.map((name) => t('unread.goneBook', { name })));
  const reason = what === 'undo' ? 'undo' : reasons[why];
  const isGone = why === 'book-gone';
  const advice = what === 'undo' ? 'undoAdvice' : isGone ? 'goneAdvice' : 'advice';
  return (
    <Panel
      tone="warn"
      icon={<WarningIcon size={22} />}
      title={t(isGone ? 'overview.guard.goneTitle' : 'overview.guard.title', {
        count: books.length,
      })}
      actions={
        <>
          <Button
            disabled={answer.running}
            onClick={() => answer.run({ profile: profile.id, answer: 'keep' })}
          >
            {t('overview.guard.keep')}
          </Button>
          <Button
            variant="default"
            className={classes['remove'] ?? ''}
            disabled={answer.running}
            onClick={() => answer.run({ profile: profile.id, answer: 'apply' })}
          >
            {t('overview.guard.apply', counted)}
          </Button>
        </>
      }
    >
      <p>{t(`overview.guard.${reason}`, { ...counted, owned: number(owned), books: named })}</p>
      <p>{t(`overview.guard.${advice}`)}</p>
      <p className={classes['listTitle']}>{t('overview.guard.list')}</p>
      <VirtualList
        label={t('overview.guard.list')}
        items={jids}
        lineHeight={50}
        maximumHeight={210}
      >
        {(jid) => <TwoLines first={names.get(jid) ?? jid} second={names.has(jid) ? jid : ''} />}
      </VirtualList>
      {answer.problem && <ProblemAlert problem={answer.problem} urgent />}
    </Panel>
  );
}

const reasons = {
  'empty-read': 'emptyRead',
  'many-removals': 'manyRemovals',
  'book-gone': 'bookGone',
} as const;
