/** The foot of a card's form: Save, a way back, and whether something is unsaved. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CheckIcon } from '../parts/icons.tsx';
import textClasses from '../parts/text.module.css';
import classes from './save-row.module.css';
import type { SettingsFormApi } from './use-settings-form.ts';

interface SaveRowProps<Values> {
  readonly edited: SettingsFormApi<Values>;
}

export function SaveRow<Values>({ edited }: SaveRowProps<Values>) {
  const { dirty, justSaved, running, discard } = edited;
  const { t } = useTranslation();
  return (
    <div className={classes['row']}>
      {/* A button that is disabled meanwhile, as `loading` does, would lose the focus. */}
      <Button type="submit" aria-busy={running}>
        {t('settings.save')}
      </Button>
      {dirty && (
        <Button variant="default" disabled={running} onClick={discard}>
          {t('settings.discard')}
        </Button>
      )}
      <span className={textClasses['saving']} role="status">
        {dirty && t('settings.unsaved')}
        {justSaved && (
          <>
            <CheckIcon size={16} /> {t('settings.saved')}
          </>
        )}
      </span>
    </div>
  );
}
