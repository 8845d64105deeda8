/** The headers of the columns: a click sorts by the column, a second one reverses the order. */
import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DownIcon, UpIcon } from '../parts/icons.tsx';
import classes from './contacts-table.module.css';
import { type Column, columns, type Order } from './order.ts';

interface ColumnHeadersProps {
  readonly order: Order;
  readonly onOrder: (column: Column) => void;
}

export function ColumnHeaders({ order, onOrder }: ColumnHeadersProps) {
  const { t } = useTranslation();
  return (
    <thead className={classes['headers']}>
      <tr aria-rowindex={1} className={classes['headerRow']}>
        {columns.map((column) => {
          const sorted = order.column === column;
          const direction = order.descending ? 'descending' : 'ascending';
          return (
            <th
              key={column}
              scope="col"
              aria-sort={sorted ? direction : 'none'}
              className={classes[column]}
            >
              <UnstyledButton
                className={classes['sort']}
                title={t('contacts.sortBy', { column: t(`contacts.column.${column}`) })}
                onClick={() => onOrder(column)}
              >
                {t(`contacts.column.${column}`)}
                {sorted && (order.descending ? <DownIcon size={13} /> : <UpIcon size={13} />)}
              </UnstyledButton>
            </th>
          );
        })}

        <th scope="col" className={classes['actions']}>
          <VisuallyHidden>{t('contacts.column.actions')}</VisuallyHidden>
        </th>
      </tr>
    </thead>
  );
}
