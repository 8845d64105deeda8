/** The rows of one profile with search, filters and order; typing never waits for 50,000 rows. */
import { Button } from '@mantine/core';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactRow } from '../../shared/contract/contract.ts';
import type { ProfileState } from '../../shared/contract/state.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { useFormats } from '../i18n/use-formats.ts';
import { EmptyPage } from '../parts/empty-page.tsx';
import { SearchIcon } from '../parts/icons.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import classes from './contacts-browser.module.css';
import { ContactsTable } from './contacts-table.tsx';
import { Filters } from './filters.tsx';
import { nextOrder, type Order, sortRows } from './order.ts';
import { findRows, noFilter, searchable } from './search.ts';

interface ContactsBrowserProps {
  readonly profile: ProfileState;
  readonly rows: readonly ContactRow[];
  readonly state: ContactRow['state'] | null;
}

export function ContactsBrowser({ profile, rows, state }: ContactsBrowserProps) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const [filter, setFilter] = useState({ ...noFilter, state });
  const [order, setOrder] = useState<Order>({ column: 'name', descending: false });
  const deferredQuery = useDeferredValue(query);
  const deferredOrder = useDeferredValue(order);
  const indexed = useMemo(() => rows.map(searchable), [rows]);
  const sorted = useMemo(() => sortRows(indexed, deferredOrder), [indexed, deferredOrder]);
  const found = useMemo(
    () => findRows(sorted, deferredQuery, filter),
    [sorted, deferredQuery, filter],
  );
  const sync = useCommand('syncNow');
  const takeOver = useCallback(
    (row: ContactRow) => void sync.run({ profile: profile.id, only: [row.jid] }),
    [sync.run, profile.id],
  );
  const canSync = profile.activity.kind === 'idle';
  const clear = () => {
    setQuery('');
    setFilter(noFilter);
  };
  return (
    <>
      <Filters rows={rows} query={query} onQuery={setQuery} filter={filter} onFilter={setFilter} />
      <p className={classes['count']} role="status">
        <Shown found={found.length} total={rows.length} />
      </p>
      <p id="contacts-keyboard" hidden>
        {t('contacts.keyboardHelp')}
      </p>
      {sync.problem && <ProblemAlert problem={sync.problem} urgent />}
      {found.length > 0 ? (
        <ContactsTable
          rows={found}
          order={order}
          onOrder={(column) => setOrder(nextOrder(order, column))}
          onTakeOver={canSync ? takeOver : undefined}
        />
      ) : (
        <EmptyPage
          passing
          icon={<SearchIcon size={26} />}
          title={t('contacts.nothingFound')}
          text={t('contacts.nothingFoundText')}
          actions={
            <Button variant="default" onClick={clear}>
              {t('contacts.clearFilters')}
            </Button>
          }
        />
      )}
    </>
  );
}

function Shown({ found, total }: { found: number; total: number }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const counted = { count: found, formatted: number(found) };
  return found === total
    ? t('contacts.shown', counted)
    : t('contacts.shownOf', { ...counted, total: number(total) });
}
