/** A name that changes: the old one struck through, then the new one. */
import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './before-after.module.css';

interface BeforeAfterProps {
  readonly before: string;
  readonly after: string;
}

export function BeforeAfter({ before, after }: BeforeAfterProps) {
  const { t } = useTranslation();
  const named = before === '' ? t('common.noName') : before;
  return (
    <>
      <del className={classes['before']}>{named}</del>
      <span aria-hidden="true"> → </span>
      <VisuallyHidden component="span">, </VisuallyHidden>
      <ins className={classes['after']}>{after}</ins>
    </>
  );
}
