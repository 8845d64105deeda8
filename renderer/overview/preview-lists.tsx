/** The plan of a sync as lists: what is added, changed, removed, asked about, skipped, in conflict, unclaimed. */
import { Tabs } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanItem, PlanPreview } from '../../shared/contract/report.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { CircleCheckIcon, WarningIcon } from '../parts/icons.tsx';
import { Panel } from '../parts/panel.tsx';
import { ConflictLine, SkippedLine, UnreadLine } from '../parts/report-lines.tsx';
import { VirtualList } from '../parts/virtual-list.tsx';
import { PlanItemLine } from './plan-item-line.tsx';
import classes from './preview-lists.module.css';
import { TakeoverList, UnclaimedList } from './preview-offers.tsx';

const lists = [
  'add',
  'update',
  'remove',
  'asks',
  'withheld',
  'unread',
  'skipped',
  'conflicts',
  'unclaimed',
] as const;
type ListName = (typeof lists)[number];

interface PreviewListsProps {
  readonly preview: PlanPreview;
  /** Whether nothing can be done now, since something runs. */
  readonly disabled: boolean;
  /** Changes these items alone. */
  readonly onTakeOver: (jids: readonly string[]) => void;
  readonly onAdopt: (jids: readonly string[]) => void;
}

export function PreviewLists({ preview, ...actions }: PreviewListsProps) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const items = useMemo(() => sorted(preview), [preview]);
  const filled = lists.filter((list) => items[list].length > 0);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = filled.find((list) => list === chosen) ?? filled[0];
  const toDo = items.add.length + items.update.length + items.remove.length + items.asks.length;
  const isWhole = items.unread.length === 0;
  return (
    <>
      {toDo === 0 && isWhole && (
        <Panel tone="good" icon={<CircleCheckIcon />} title={t('overview.previewNothing')}>
          <p>{t('overview.previewNothingText')}</p>
        </Panel>
      )}
      {toDo === 0 && !isWhole && (
        <Panel tone="calm" icon={<CircleCheckIcon />} title={t('overview.previewNothingText')} />
      )}
      <GoneBooks preview={preview} />
      {preview.guard && (
        <Panel tone="warn" icon={<WarningIcon />} title={t('overview.previewGuard')} />
      )}
      {shown && (
        <Tabs
          variant="pills"
          value={shown}
          onChange={setChosen}
          classNames={{
            ...(classes['tabs'] && { root: classes['tabs'] }),
            ...(classes['tab'] && { tab: classes['tab'] }),
          }}
        >
          <Tabs.List aria-label={t('overview.previewTitle')}>
            {filled.map((list) => (
              <Tabs.Tab key={list} value={list}>
                {t(`overview.previewTab.${list}`)} {number(items[list].length)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={shown} className={classes['panel'] ?? ''}>
            <List name={shown} items={items} {...actions} />
          </Tabs.Panel>
        </Tabs>
      )}
    </>
  );
}

function GoneBooks({ preview: { absentBooks } }: Pick<PreviewListsProps, 'preview'>) {
  const { t } = useTranslation();
  const { list } = useFormats();
  if (!absentBooks) return null;
  const { books } = absentBooks;
  const names = list(books.map(({ name }) => t('unread.goneBook', { name })));
  return (
    <Panel
      tone="warn"
      icon={<WarningIcon />}
      title={t('unread.previewGone', { count: books.length, books: names })}
    />
  );
}

type Sorted = ReturnType<typeof sorted>;

function sorted({ items, withheld, unread, skipped, conflicts, unclaimed = [] }: PlanPreview) {
  const plan: Record<PlanItem['action'] | 'asks' | 'withheld', PlanItem[]> = {
    add: [],
    update: [],
    remove: [],
    keep: [],
    asks: [],
    withheld: [],
  };
  const held = new Set(withheld);
  for (const item of items) {
    plan[held.has(item.jid) ? 'withheld' : item.asks ? 'asks' : item.action].push(item);
  }
  const asked = new Set(plan.asks.map(({ jid }) => jid));
  return {
    ...plan,
    unread,
    skipped,
    // What is asked about stands in its own list.
    conflicts: conflicts.filter(({ jid }) => !asked.has(jid)),
    unclaimed,
  } satisfies Record<ListName, readonly unknown[]>;
}

interface ListProps extends Omit<PreviewListsProps, 'preview'> {
  readonly name: ListName;
  readonly items: Sorted;
}

function List({ name, items, disabled, onTakeOver, onAdopt }: ListProps) {
  const { t } = useTranslation();
  const shape = {
    label: t(`overview.previewList.${name}`),
    lineHeight: 54,
    maximumHeight: 4_000,
  };
  switch (name) {
    case 'unread':
      return (
        <VirtualList key={name} {...shape} lineHeight={72} items={items.unread}>
          {(unread) => <UnreadLine unread={unread} />}
        </VirtualList>
      );
    case 'skipped':
      return (
        <VirtualList key={name} {...shape} items={items.skipped}>
          {(skipped) => <SkippedLine skipped={skipped} />}
        </VirtualList>
      );
    case 'conflicts':
      return (
        <VirtualList key={name} {...shape} items={items.conflicts}>
          {(conflict) => <ConflictLine conflict={conflict} />}
        </VirtualList>
      );
    case 'asks':
      return (
        <TakeoverList {...shape} items={items.asks} disabled={disabled} onTakeOver={onTakeOver} />
      );
    case 'unclaimed':
      return (
        <UnclaimedList {...shape} jids={items.unclaimed} disabled={disabled} onAdopt={onAdopt} />
      );
    default:
      return (
        <>
          {name === 'withheld' && <p className={classes['intro']}>{t('unread.withheldHelp')}</p>}
          <VirtualList key={name} {...shape} items={items[name]}>
            {(item) => <PlanItemLine item={item} />}
          </VirtualList>
        </>
      );
  }
}
