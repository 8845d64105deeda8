/** The plan of a sync as lists: what is added, changed, removed, skipped, in conflict. */
import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanItem, PlanPreview } from '../../shared/ipc/report.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { CircleCheckIcon, WarningIcon } from '../parts/icons.tsx';
import { Panel } from '../parts/panel.tsx';
import { ConflictLine, SkippedLine } from '../parts/report-lines.tsx';
import { VirtualList } from '../parts/virtual-list.tsx';
import { PlanItemLine } from './plan-item-line.tsx';

const lists = ['add', 'update', 'remove', 'skipped', 'conflicts'] as const;
type ListName = (typeof lists)[number];

export function PreviewLists({ preview }: { preview: PlanPreview }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const items = useMemo(() => byAction(preview.items), [preview.items]);
  const lengths: Record<ListName, number> = {
    add: items.add.length,
    update: items.update.length,
    remove: items.remove.length,
    skipped: preview.skipped.length,
    conflicts: preview.conflicts.length,
  };
  const filled = lists.filter((list) => lengths[list] > 0);
  const [chosen, setChosen] = useState<ListName>(filled[0] ?? 'add');
  const nothingToDo = lengths.add + lengths.update + lengths.remove === 0;
  return (
    <>
      {nothingToDo && (
        <Panel tone="good" icon={<CircleCheckIcon />} title={t('overview.previewNothing')}>
          <p>{t('overview.previewNothingText')}</p>
        </Panel>
      )}
      {preview.guard && (
        <Panel tone="warn" icon={<WarningIcon />} title={t('overview.previewGuard')} />
      )}
      {filled.length > 0 && (
        <>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={t('overview.previewTitle')}
            value={chosen}
            onChange={(value) => setChosen(value)}
            data={filled.map((list) => ({
              value: list,
              label: `${t(`overview.previewTab.${list}`)} ${number(lengths[list])}`,
            }))}
          />
          <List name={chosen} preview={preview} items={items} />
        </>
      )}
    </>
  );
}

type ByAction = Readonly<Record<'add' | 'update' | 'remove', readonly PlanItem[]>>;

function byAction(items: readonly PlanItem[]): ByAction {
  const sorted: Record<PlanItem['action'], PlanItem[]> = {
    add: [],
    update: [],
    remove: [],
    keep: [],
  };
  for (const item of items) sorted[item.action].push(item);
  return sorted;
}

interface ListProps {
  readonly name: ListName;
  readonly preview: PlanPreview;
  readonly items: ByAction;
}

function List({ name, preview, items }: ListProps) {
  const { t } = useTranslation();
  const shape = {
    label: t(`overview.previewList.${name}`),
    lineHeight: 54,
    maximumHeight: 4_000,
  };
  switch (name) {
    case 'skipped':
      return (
        <VirtualList key={name} {...shape} items={preview.skipped}>
          {(skipped) => <SkippedLine skipped={skipped} />}
        </VirtualList>
      );
    case 'conflicts':
      return (
        <VirtualList key={name} {...shape} items={preview.conflicts}>
          {(conflict) => <ConflictLine conflict={conflict} />}
        </VirtualList>
      );
    default:
      return (
        <VirtualList key={name} {...shape} items={items[name]}>
          {(item) => <PlanItemLine item={item} />}
        </VirtualList>
      );
  }
}
