/** Search field and filters above the table; a filter offers only what the rows hold. */
import { CloseButton, Select, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type ContactRow, contactRowSchema } from '../../shared/contract/contract.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { SearchIcon } from '../parts/icons.tsx';
import { readableNumber } from '../parts/phone-number.ts';
import classes from './filters.module.css';
import type { Filter } from './search.ts';

interface FiltersProps {
  readonly rows: readonly ContactRow[];
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

/** The choice for rows without a type or category; a choice cannot have an empty value. */
const none = '\u0000';

export function Filters({ rows, query, onQuery, filter, onFilter }: FiltersProps) {
  const { t } = useTranslation();
  const choices = useChoices(rows);
  const hasCategories =
    filter.category !== null || choices.categories.some(({ value }) => value !== none);
  return (
    <search
      className={classes['filters']}
      data-categories={hasCategories || undefined}
      aria-label={t('contacts.filters')}
    >
      <TextInput
        className={classes['search'] ?? ''}
        type="search"
        aria-label={t('contacts.search')}
        placeholder={t('contacts.search')}
        leftSection={<SearchIcon size={17} />}
        rightSection={
          query !== '' && (
            <CloseButton
              size="sm"
              aria-label={t('contacts.clearSearch')}
              onClick={() => onQuery('')}
            />
          )
        }
        value={query}
        onChange={(event) => onQuery(event.currentTarget.value)}
      />
      <Select
        aria-label={t('contacts.state')}
        placeholder={t('contacts.allStates')}
        clearable
        data={choices.states}
        value={filter.state}
        onChange={(state) =>
          onFilter({ ...filter, state: contactRowSchema.shape.state.nullable().parse(state) })
        }
      />
      <Select
        aria-label={t('contacts.did')}
        placeholder={t('contacts.allDids')}
        clearable
        data={choices.dids}
        value={filter.did}
        onChange={(did) => onFilter({ ...filter, did })}
      />
      <Select
        aria-label={t('contacts.type')}
        placeholder={t('contacts.allTypes')}
        clearable
        data={choices.types}
        value={filter.type === '' ? none : filter.type}
        onChange={(type) => onFilter({ ...filter, type: type === none ? '' : type })}
      />
      {hasCategories && (
        <Select
          aria-label={t('contacts.category')}
          placeholder={t('contacts.allCategories')}
          clearable
          data={choices.categories}
          value={filter.category === '' ? none : filter.category}
          onChange={(category) =>
            onFilter({ ...filter, category: category === none ? '' : category })
          }
        />
      )}
    </search>
  );
}

function useChoices(rows: readonly ContactRow[]) {
  const { t } = useTranslation();
  const { number } = useFormats();
  return useMemo(() => {
    const states = new Map<ContactRow['state'], number>();
    const dids = new Map<string, string>();
    const types = new Set<string>();
    const categories = new Set<string>();
    for (const { state, did, alias, type, category } of rows) {
      states.set(state, (states.get(state) ?? 0) + 1);
      if (did !== '') dids.set(did, alias);
      types.add(type);
      categories.add(category);
    }
    return {
      states: contactRowSchema.shape.state.options
        .filter((state) => states.has(state))
        .map((state) => ({
          value: state,
          label: `${t(`contacts.states.${state}`)} (${number(states.get(state) ?? 0)})`,
        })),
      dids: [...dids].map(([did, alias]) => ({
        value: did,
        label: `${alias} · ${readableNumber(did)}`,
      })),
      types: words(types, t('contacts.noType')),
      categories: words(categories, t('contacts.noCategory')),
    };
  }, [rows, t, number]);
}

/** Words as choices, in alphabetical order, with `noWord` for rows that have none. */
function words(found: ReadonlySet<string>, noWord: string) {
  return [...found]
    .sort((a, b) => a.localeCompare(b))
    .map((word) => (word === '' ? { value: none, label: noWord } : { value: word, label: word }));
}
