/** Other words for types: rows of what a type is and what it is to be called. */
import { ActionIcon, Autocomplete, Button, Input, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { field } from '../forms/fields.ts';
import { ArrowIcon, PlusIcon, TrashIcon } from '../parts/icons.tsx';
import classes from './label-fields.module.css';
import { labelRow } from './label-rows.ts';
import type { ProfileFormApi } from './profile-form.ts';

interface LabelFieldsProps {
  readonly form: ProfileFormApi;
  /** Types to choose from. */
  readonly types: readonly string[];
}

export function LabelFields({ form, types }: LabelFieldsProps) {
  const { t } = useTranslation();
  const titleId = useId();
  const helpId = useId();
  const { labels } = form.values;
  const taken = new Set(labels.map(({ from }) => from.trim().toLowerCase()));
  const offered = types.filter((type) => !taken.has(type.toLowerCase()));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend of its own
    <div role="group" aria-labelledby={titleId} aria-describedby={helpId}>
      <Input.Label id={titleId} labelElement="div">
        {t('settings.labels')}
      </Input.Label>
      <Input.Description id={helpId}>{t('settings.labelsHelp')}</Input.Description>
      {labels.length > 0 && (
        <ol className={classes['rows']}>
          {labels.map((row, index) => (
            <Row key={row.key} form={form} index={index} types={offered} />
          ))}
        </ol>
      )}
      <Button
        variant="default"
        mt={10}
        leftSection={<PlusIcon size={16} />}
        onClick={() => form.insertListItem('labels', labelRow())}
      >
        {t('settings.addLabel')}
      </Button>
    </div>
  );
}

interface RowProps extends LabelFieldsProps {
  readonly index: number;
}

function Row({ form, index, types }: RowProps) {
  const { t } = useTranslation();
  const position = index + 1;
  const from = form.values.labels[index]?.from ?? '';
  return (
    <li className={classes['row']}>
      <Autocomplete
        aria-label={t('settings.labelFromNth', { position })}
        placeholder={t('settings.labelFrom')}
        // A type that stands there already is not looked for: all others are offered.
        data={[...types]}
        autoComplete="off"
        spellCheck={false}
        {...field(form, `labels.${index}.from`)}
      />
      <span className={classes['arrow']}>
        <ArrowIcon size={16} />
      </span>
      <TextInput
        aria-label={t('settings.labelToNth', { position })}
        placeholder={t(from.trim() === '' ? 'settings.labelTo' : 'settings.labelToNothing')}
        autoComplete="off"
        {...form.getInputProps(`labels.${index}.to`)}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size={34}
        aria-label={t('settings.removeLabel', { position })}
        onClick={() => form.removeListItem('labels', index)}
      >
        <TrashIcon size={17} />
      </ActionIcon>
    </li>
  );
}
