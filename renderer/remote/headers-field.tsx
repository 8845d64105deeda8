/** Headers with secrets, such as a token: by name, with new values that are never shown again. */
import { ActionIcon, Button, Input, PasswordInput, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { PlusIcon, TrashIcon } from '../parts/icons.tsx';
import { keptWhere } from '../parts/kept-secret.ts';
import { emptyHeader, type HeaderRow, type headerProblems } from './header-rows.ts';
import classes from './remote.module.css';

interface HeadersFieldProps {
  readonly label: string;
  readonly rows: readonly HeaderRow[];
  readonly problems: ReturnType<typeof headerProblems>;
  readonly onChange: (rows: readonly HeaderRow[]) => void;
}

export function HeadersField({ label, rows, problems, onChange }: HeadersFieldProps) {
  const { t } = useTranslation();
  const titleId = useId();
  const change = (changed: HeaderRow) =>
    onChange(rows.map((row) => (row.key === changed.key ? changed : row)));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend of its own
    <div role="group" aria-labelledby={titleId}>
      <Input.Label id={titleId} labelElement="div" display="block">
        {label}
      </Input.Label>
      {rows.map((row, index) => {
        const problem = problems.get(row.key);
        const place = row.kept && keptWhere(row.kept);
        const text = problem && t(`remote.headerInvalid.${problem}`);
        return (
          <div key={row.key} className={classes['header']}>
            <TextInput
              aria-label={t('remote.headerName', { position: index + 1 })}
              placeholder="Authorization"
              spellCheck={false}
              autoComplete="off"
              value={row.name}
              error={problem !== 'value' && text}
              onChange={({ currentTarget }) => change({ ...row, name: currentTarget.value })}
            />
            <PasswordInput
              aria-label={t('remote.headerValue', { position: index + 1 })}
              description={place && t(`settings.passwordKept.${place.kind}`, { name: place.name })}
              placeholder={place ? t('settings.passwordKeptPlaceholder') : 'Bearer …'}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              autoComplete="off"
              visibilityToggleButtonProps={{
                'aria-label': t('settings.showPassword'),
                tabIndex: 0,
              }}
              value={row.value}
              error={problem === 'value' && text}
              onChange={({ currentTarget }) => change({ ...row, value: currentTarget.value })}
            />
            <ActionIcon
              variant="default"
              size={36}
              aria-label={t('remote.removeHeader', { name: row.name, position: index + 1 })}
              onClick={() => onChange(rows.filter(({ key }) => key !== row.key))}
            >
              <TrashIcon size={16} />
            </ActionIcon>
          </div>
        );
      })}
      <Button
        variant="default"
        size="xs"
        mt={6}
        leftSection={<PlusIcon size={14} />}
        onClick={() => onChange([...rows, emptyHeader()])}
      >
        {t('remote.addHeader')}
      </Button>
    </div>
  );
}
