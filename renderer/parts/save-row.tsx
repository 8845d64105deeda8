/** The foot of a card's form: Save, a way back, and whether something is unsaved. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CheckIcon } from './icons.tsx';
import classes from './save-row.module.css';
import textClasses from './text.module.css';

interface SaveRowProps {
  readonly dirty: boolean;
  /** It was just saved. */
  readonly saved: boolean;
  readonly running: boolean;
  readonly onDiscard: () => void;
}

export function SaveRow({ dirty, saved, running, onDiscard }: SaveRowProps) {
  const { t } = useTranslation();
  return (
    <div className={classes['row']}>
      {/* A button that is disabled meanwhile, as `loading` does, would lose the focus. */}
      <Button type="submit" aria-busy={running}>
        {t('settings.save')}
      </Button>
      {dirty && (
        <Button variant="default" disabled={running} onClick={onDiscard}>
          {t('settings.discard')}
        </Button>
      )}
      <span className={textClasses['saving']} role="status">
        {dirty && t('settings.unsaved')}
        {!dirty && saved && (
          <>
            <CheckIcon size={16} /> {t('settings.saved')}
          </>
        )}
      </span>
    </div>
  );
}
