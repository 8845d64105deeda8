/** The sections that most people never open twice: how numbers are read, the schedule, the guard. */
import { NumberInput, Select, TagsInput } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../parts/card.tsx';
import { useCountries } from './countries.ts';
import { field, type ProfileFormApi } from './form-fields.ts';
import classes from './profile-editor.module.css';
import { intervalUnits } from './profile-form.ts';

/** Labels that address books use, to choose from; any other word can be typed. */
const commonTypes = ['fax', 'pager', 'work', 'home', 'cell', 'main', 'other'];

export function NumbersSection({ form }: { form: ProfileFormApi }) {
  const { t } = useTranslation();
  const countries = useCountries();
  return (
    <Card title={t('settings.section.numbers')}>
      <div className={classes['pair']}>
        <Select
          label={t('settings.country')}
          description={t('settings.countryHelp')}
          placeholder={t('settings.countryNone')}
          data={countries}
          searchable
          clearable
          {...form.getInputProps('country')}
        />
        <TagsInput
          label={t('settings.skipTypes')}
          description={t('settings.skipTypesHelp')}
          data={commonTypes}
          {...form.getInputProps('skipTypes')}
        />
      </div>
    </Card>
  );
}

export function ScheduleSection({ form }: { form: ProfileFormApi }) {
  const { t } = useTranslation();
  const units = useMemo(
    () => intervalUnits.map((unit) => ({ value: unit, label: t(`settings.unit.${unit}`) })),
    [t],
  );
  return (
    <Card title={t('settings.section.schedule')} help={t('settings.intervalHelp')}>
      <div className={classes['pair']}>
        <NumberInput
          label={t('settings.interval')}
          min={0}
          allowNegative={false}
          {...field(form, 'intervalCount')}
        />
        <Select
          label={t('settings.intervalUnit')}
          data={units}
          allowDeselect={false}
          {...form.getInputProps('intervalUnit')}
        />
      </div>
    </Card>
  );
}

export function GuardSection({ form }: { form: ProfileFormApi }) {
  const { t } = useTranslation();
  return (
    <Card title={t('settings.section.guard')} help={t('settings.section.guardHelp')}>
      <div className={classes['pair']}>
        <NumberInput
          label={t('settings.guardShare')}
          description={t('settings.guardShareHelp')}
          suffix={t('settings.percent')}
          min={0}
          max={100}
          allowNegative={false}
          allowDecimal={false}
          {...field(form, 'guardPercent')}
        />
        <NumberInput
          label={t('settings.guardCount')}
          description={t('settings.guardCountHelp')}
          min={0}
          allowNegative={false}
          allowDecimal={false}
          {...field(form, 'guardCount')}
        />
      </div>
    </Card>
  );
}
