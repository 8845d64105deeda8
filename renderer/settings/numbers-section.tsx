/** How the numbers of the address book are read, which of them are wanted, and what their types are called. */
import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Card } from '../parts/card.tsx';
import { useCountries } from './countries.ts';
import { FilterFields, usualTypes } from './filter-fields.tsx';
import { LabelFields } from './label-fields.tsx';
import type { ProfileFormApi } from './profile-form.ts';
import type { WordsInUse } from './words-in-use.ts';

interface NumbersSectionProps {
  readonly form: ProfileFormApi;
  readonly inUse: WordsInUse;
}

export function NumbersSection({ form, inUse }: NumbersSectionProps) {
  const { t } = useTranslation();
  const countries = useCountries();
  const types = [...inUse.types, ...usualTypes.filter((type) => !inUse.types.includes(type))];
  return (
    <Card title={t('settings.section.numbers')}>
      <Select
        label={t('settings.country')}
        description={t('settings.countryHelp')}
        placeholder={t('settings.countryNone')}
        data={countries}
        maw={420}
        searchable
        clearable
        {...form.getInputProps('defaultCountry')}
      />
      <FilterFields form={form} prefix="" inUse={inUse} />
      <LabelFields form={form} types={types} />
    </Card>
  );
}
