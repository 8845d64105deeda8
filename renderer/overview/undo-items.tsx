/** What undoing would do, item by item. */
import { useTranslation } from 'react-i18next';
import type { PlanItem, UndoPreview } from '../../shared/ipc/report.ts';
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
  const shape = { lineHeight: 50, maximumHeight: isAlone ? 252 : 102 };
  return (
    <>
      {lists.map(({ kind, found }) => {
        const title = t(`overview.undo.back.${kind}`, {
          count: found.length,
          formatted: number(found.length),
        });
        return (
          <div key={kind} className={classes['kind']}>
            <p>{title}</p>
            <VirtualList label={title} items={found} {...shape}>
              {(item) => <PlanItemLine item={item} />}
            </VirtualList>
          </div>
        );
      })}
      {left.length > 0 && (
        <div className={classes['kind']}>
          <p>{t('overview.undo.stays', { count: left.length, formatted: number(left.length) })}</p>
          <VirtualList
            label={t('overview.undo.stays', { count: left.length, formatted: number(left.length) })}
            items={left}
            {...shape}
          >
            {({ jid, name }) => <TwoLines first={name || jid} second={jid} />}
          </VirtualList>
        </div>
      )}
      {items.length === 0 && <p className={classes['note']}>{t('overview.undo.nothingLeft')}</p>}
      <p className={classes['note']}>{t('overview.undo.note')}</p>
    </>
  );
}
