/** The bar at the foot of the form: whether something is unsaved, and the buttons that decide about it. */
import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../i18n/use-formats.ts';
import { CheckIcon } from '../parts/icons.tsx';
import textClasses from '../parts/text.module.css';
import classes from './save-bar.module.css';
import type { SettingsFormApi } from './use-settings-form.ts';

interface SaveBarProps<Values> {
  readonly edited: SettingsFormApi<Values>;
}

export function SaveBar<Values>({ edited }: SaveBarProps<Values>) {
  const { form, dirty, justSaved, running, discard } = edited;
  const errors = Object.values(form.errors).filter(Boolean).length;
  const { t } = useTranslation();
  const { number } = useFormats();
  return (
    <footer className={classes['bar']}>
      <span
        className={`${textClasses['saving']} ${classes['words']}`}
        role="status"
        data-bad={errors > 0 || undefined}
      >
        {errors > 0 && t('settings.checkFields', { count: errors, formatted: number(errors) })}
        {errors === 0 && dirty && t('settings.unsaved')}
        {errors === 0 && justSaved && (
          <>
            <CheckIcon size={16} /> {t('settings.saved')}
          </>
        )}
      </span>
      <Group gap={8} wrap="nowrap">
        <Button variant="default" disabled={!dirty || running} onClick={discard}>
          {t('settings.discard')}
        </Button>
        <Button type="submit" loading={running}>
          {t('settings.save')}
        </Button>
      </Group>
    </footer>
  );
}
