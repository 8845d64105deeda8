/** The sections of the schedule and of the guard. */
import { NumberInput, Select } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { field } from '../forms/fields.ts';
import { Card } from '../parts/card.tsx';
import classes from './profile-editor.module.css';
import { intervalUnits, type ProfileFormApi } from './profile-form.ts';

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
          {...field(form, 'interval.count')}
        />
        <Select
          label={t('settings.intervalUnit')}
          data={units}
          allowDeselect={false}
          {...form.getInputProps('interval.unit')}
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
          {...field(form, 'guard.count')}
        />
      </div>
    </Card>
  );
}
