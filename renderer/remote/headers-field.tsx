/** Headers with secrets, such as a token: by name, with new values that are never shown again. */
import { ActionIcon, Button, Input, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { SecretField } from '../forms/secret-field.tsx';
import { PlusIcon, TrashIcon } from '../parts/icons.tsx';
import type { AddressFormApi } from './address-form.ts';
import { emptyHeader, type HeaderRow } from './header-rows.ts';
import classes from './remote.module.css';

interface HeadersFieldProps {
  readonly form: AddressFormApi;
  readonly path: 'headers' | 'refresh.headers';
  readonly label: string;
}

export function HeadersField({ form, path, label }: HeadersFieldProps) {
  const { t } = useTranslation();
  const titleId = useId();
  const rows = path === 'headers' ? form.values.headers : form.values.refresh.headers;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend of its own
    <div role="group" aria-labelledby={titleId}>
      <Input.Label id={titleId} labelElement="div" display="block">
        {label}
      </Input.Label>
      {rows.map((row, index) => (
        <Header key={row.key} form={form} path={path} row={row} index={index} />
      ))}
      <Button
        variant="default"
        size="xs"
        mt={6}
        leftSection={<PlusIcon size={14} />}
        onClick={() => form.insertListItem(path, emptyHeader())}
      >
        {t('remote.addHeader')}
      </Button>
    </div>
  );
}

interface HeaderProps extends Pick<HeadersFieldProps, 'form' | 'path'> {
  readonly row: HeaderRow;
  readonly index: number;
}

function Header({ form, path, row: { name, kept }, index }: HeaderProps) {
  const { t } = useTranslation();
  const position = index + 1;
  return (
    <div className={classes['header']}>
      <TextInput
        aria-label={t('remote.headerName', { position })}
        placeholder="Authorization"
        spellCheck={false}
        autoComplete="off"
        {...form.getInputProps(`${path}.${index}.name`)}
      />
      <SecretField
        form={form}
        path={`${path}.${index}.secret`}
        kept={kept}
        aria-label={t('remote.headerValue', { position })}
        {...(!kept && { placeholder: 'Bearer …' })}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
      />
      <ActionIcon
        variant="default"
        size={36}
        aria-label={t('remote.removeHeader', { name, position })}
        onClick={() => form.removeListItem(path, index)}
      >
        <TrashIcon size={16} />
      </ActionIcon>
    </div>
  );
}
