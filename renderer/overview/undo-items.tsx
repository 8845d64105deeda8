/** What undoing would do, item by item. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanItem, UndoPreview } from '../../shared/contract/report.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { TwoLines } from '../parts/two-lines.tsx';
import { VirtualList } from '../parts/virtual-list.tsx';
import { PlanItemLine } from './plan-item-line.tsx';
import classes from './undo.module.css';

/** Of the way back, by what it takes back. */
const kinds = [
  ['add', 'removed'],
  ['update', 'updated'],
  ['remove', 'added'],
] as const satisfies readonly (readonly [PlanItem['action'], string])[];

export function UndoItems({ preview: { items, left } }: { preview: UndoPreview }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const lists = kinds
    .map(([action, kind]) => ({ kind, found: items.filter((item) => item.action === action) }))
    .filter(({ found }) => found.length > 0);
  // Several share the room: two lines each.
  const isAlone = lists.length + (left.length > 0 ? 1 : 0) === 1;
  const maximumHeight = isAlone ? 252 : 102;
  const counted = (of: readonly unknown[]) => ({ count: of.length, formatted: number(of.length) });
  return (
    <>
      {lists.map(({ kind, found }) => (
        <TitledList
          key={kind}
          title={t(`overview.undo.back.${kind}`, counted(found))}
          items={found}
          maximumHeight={maximumHeight}
        >
          {(item) => <PlanItemLine item={item} />}
        </TitledList>
      ))}
      {left.length > 0 && (
        <TitledList
          title={t('overview.undo.stays', counted(left))}
          items={left}
          maximumHeight={maximumHeight}
        >
          {({ jid, name }) => <TwoLines first={name || jid} second={jid} />}
        </TitledList>
      )}
      {items.length === 0 && <p className={classes['note']}>{t('overview.undo.nothingLeft')}</p>}
      <p className={classes['note']}>{t('overview.undo.note')}</p>
    </>
  );
}

interface TitledListProps<Item> {
  readonly title: string;
  readonly items: readonly Item[];
  readonly maximumHeight: number;
  readonly children: (item: Item) => ReactNode;
}

function TitledList<Item>({ title, items, maximumHeight, children }: TitledListProps<Item>) {
  return (
    <div className={classes['kind']}>
      <p>{title}</p>
      <VirtualList label={title} items={items} lineHeight={50} maximumHeight={maximumHeight}>
        {children}
      </VirtualList>
    </div>
  );
}
