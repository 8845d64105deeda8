/** The sections that most people never open twice: the schedule, the guard. */
import { NumberInput, Select } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../parts/card.tsx';
import { field, type ProfileFormApi } from './form-fields.ts';
import classes from './profile-editor.module.css';
import { intervalUnits } from './profile-form.ts';

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
