/**
 * The table of contacts: a grid of which only the rows in sight exist. The keyboard moves between rows;
 * Tab reaches the active row and its buttons, so that 50,000 rows are a single stop.
 */
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactRow } from '../../shared/contract/contract.ts';
import { chatUri } from './chat-uri.ts';
import { ColumnHeaders } from './column-headers.tsx';
import { ContactLine } from './contact-line.tsx';
import classes from './contacts-table.module.css';
import { movedRow } from './keyboard.ts';
import type { Column, Order } from './order.ts';
import { useCopyJid } from './use-copy-jid.ts';

const rowHeight = 54;

interface ContactsTableProps {
  readonly rows: readonly ContactRow[];
  readonly order: Order;
  readonly onOrder: (column: Column) => void;
  readonly onTakeOver: ((row: ContactRow) => void) | undefined;
}

export function ContactsTable({ rows, order, onOrder, onTakeOver }: ContactsTableProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const { copiedKey, copy } = useCopyJid();
  const { active, setActive, focusRow } = useActiveRow(rows.length, box);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
    rangeExtractor: (range) => withActive(defaultRangeExtractor(range), active, rows.length),
    scrollPaddingStart: 38, // the column headers stick to the top
  });

  function onKeyDown(event: KeyboardEvent<HTMLTableElement>): void {
    const row = rows[active];
    const onRow = event.target instanceof HTMLTableRowElement;
    const copies = event.key === 'c' && (event.ctrlKey || event.metaKey);
    if (copies && row && row.jid !== '' && window.getSelection()?.isCollapsed !== false) {
      event.preventDefault();
      copy(row);
    } else if (event.key === 'Enter' && onRow && row && row.jid !== '') {
      window.location.href = chatUri(row.jid);
    } else if (!event.ctrlKey && !event.metaKey && !event.altKey) {
      const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / rowHeight) - 1);
      const target = movedRow(event.key, active, rows.length, page);
      if (target === undefined) return;
      event.preventDefault();
      virtualizer.scrollToIndex(target, { align: 'auto' });
      focusRow(target);
    }
  }

  return (
    <div ref={box} className={classes['box']}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows take the focus is a grid, a role that ARIA in HTML allows it
        role="grid"
        aria-label={t('contacts.table')}
        aria-describedby="contacts-keyboard"
        aria-rowcount={rows.length + 1}
        className={classes['grid']}
        onKeyDown={onKeyDown}
      >
        <ColumnHeaders order={order} onOrder={onOrder} />
        <tbody className={classes['rows']} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index];
            return (
              row && (
                <ContactLine
                  key={key}
                  row={row}
                  index={index}
                  start={start}
                  active={index === active}
                  copied={row.key === copiedKey}
                  onActivate={setActive}
                  onCopy={copy}
                  onTakeOver={onTakeOver}
                />
              )
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/**
 * The row that Tab reaches, and a way to move it that takes the focus along. It exists even when it is
 * scrolled out of sight: otherwise the focus would be lost with it.
 */
function useActiveRow(count: number, box: { readonly current: HTMLDivElement | null }) {
  const [chosen, setActive] = useState(0);
  const [focusing, setFocusing] = useState(false);
  const active = Math.min(chosen, Math.max(count - 1, 0));
  const focusRow = (index: number) => {
    setActive(index);
    setFocusing(true);
  };
  useLayoutEffect(() => {
    if (!focusing) return;
    setFocusing(false);
    const row = box.current?.querySelector<HTMLElement>(`[data-index="${active}"]`);
    row?.focus({ preventScroll: true });
  }, [focusing, active, box]);
  return { active, setActive, focusRow };
}

/** Indexes to draw, in ascending order, the active row among them. */
function withActive(indexes: readonly number[], active: number, count: number): number[] {
  if (count === 0 || indexes.includes(active)) return [...indexes];
  return [...indexes, active].sort((a, b) => a - b);
}
