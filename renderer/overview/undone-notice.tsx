/** Says that a sync was undone, for as long as that keeps others from running, and what could not come back. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { UndoReport } from '../../shared/contract/report.ts';
import type { ProfileState } from '../../shared/contract/state.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { UndoIcon } from '../parts/icons.tsx';
import { Panel } from '../parts/panel.tsx';
import { FailedLine } from '../parts/report-lines.tsx';
import { TwoLines } from '../parts/two-lines.tsx';
import { VirtualList } from '../parts/virtual-list.tsx';
import classes from './undo.module.css';

interface UndoneNoticeProps {
  readonly profile: ProfileState;
  /** What an undo from this window did, if there was one. */
  readonly report: UndoReport | undefined;
}

export function UndoneNotice({ profile, report }: UndoneNoticeProps) {
  const { t } = useTranslation();
  const { dateTime, number } = useFormats();
  const { undone = null } = profile;
  if (undone === null) {
    const nothing = report?.undone === null && !report.guard;
    return nothing ? (
      <Panel tone="calm" icon={<UndoIcon />} title={t('overview.undo.nothing')} role="status" />
    ) : null;
  }
  const left = report?.left ?? [];
  const failed = report?.failed ?? [];
  const titleOf = (list: readonly unknown[]) => ({
    count: list.length,
    formatted: number(list.length),
  });
  return (
    <Panel
      tone="calm"
      icon={<UndoIcon />}
      title={t('overview.undo.done', { time: dateTime(new Date(undone)) })}
      role="status"
    >
      <p>{t('overview.undo.doneMeaning')}</p>
      <Exceptions title={t('overview.undo.left', titleOf(left))} items={left}>
        {({ jid, name }) => <TwoLines first={name || jid} second={name ? jid : ''} />}
      </Exceptions>
      <Exceptions title={t('overview.failedTitle', titleOf(failed))} items={failed}>
        {(item) => <FailedLine failed={item} />}
      </Exceptions>
    </Panel>
  );
}

interface ExceptionsProps<Item> {
  readonly title: string;
  readonly items: readonly Item[];
  readonly children: (item: Item) => ReactNode;
}

function Exceptions<Item>({ title, items, children }: ExceptionsProps<Item>) {
  if (items.length === 0) return null;
  return (
    <>
      <p className={classes['listTitle']}>{title}</p>
      <VirtualList label={title} items={items} lineHeight={50} maximumHeight={160}>
        {children}
      </VirtualList>
    </>
  );
}
