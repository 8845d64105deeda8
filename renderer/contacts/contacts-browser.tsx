/** The rows of one profile with search, filters and order; typing never waits for 50,000 rows. */
import { Button, Center, EmptyState } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactRow } from '../../shared/ipc/contract.ts';
import { resolveLocale } from '../i18n/translation.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { SearchIcon } from '../parts/icons.tsx';
import classes from './contacts-browser.module.css';
import { ContactsTable } from './contacts-table.tsx';
import { Filters } from './filters.tsx';
import { nextOrder, type Order, sortRows } from './order.ts';
import { findRows, noFilter, searchable } from './search.ts';

interface ContactsBrowserProps {
  readonly rows: readonly ContactRow[];
  readonly state: ContactRow['state'] | null;
}

export function ContactsBrowser({ rows, state }: ContactsBrowserProps) {
  const { t, i18n } = useTranslation();
  const [query, setQuery] = useState('');
  const [filter, setFilter] = useState({ ...noFilter, state });
  const [order, setOrder] = useState<Order>({ column: 'name', descending: false });
  const deferredQuery = useDeferredValue(query);
  const deferredOrder = useDeferredValue(order);
  const locale = resolveLocale(i18n.language === 'fr' ? 'fr' : 'en', navigator.languages);
  const indexed = useMemo(() => rows.map(searchable), [rows]);
  const sorted = useMemo(
    () => sortRows(indexed, deferredOrder, locale),
    [indexed, deferredOrder, locale],
  );
  const found = useMemo(
    () => findRows(sorted, deferredQuery, filter),
    [sorted, deferredQuery, filter],
  );
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
      {found.length > 0 ? (
        <ContactsTable
          rows={found}
          order={order}
          onOrder={(column) => setOrder(nextOrder(order, column))}
        />
      ) : (
        <Center flex={1}>
          <EmptyState
            variant="light"
            color="gray"
            icon={<SearchIcon size={26} />}
            title={t('contacts.nothingFound')}
            description={t('contacts.nothingFoundText')}
          >
            <EmptyState.Actions>
              <Button variant="default" onClick={clear}>
                {t('contacts.clearFilters')}
              </Button>
            </EmptyState.Actions>
          </EmptyState>
        </Center>
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
