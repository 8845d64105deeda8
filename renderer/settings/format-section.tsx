/** The contact format: the field, the tokens to put into it, and what it makes of real contacts. */
import { Button, Group, TextInput } from '@mantine/core';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { defaultFormat, type Profile } from '../../shared/settings/schema.ts';
import { field } from '../forms/fields.ts';
import { Card } from '../parts/card.tsx';
import { PlusIcon } from '../parts/icons.tsx';
import { FormatPreview } from './format-preview.tsx';
import classes from './format-section.module.css';
import type { ProfileFormApi } from './profile-form.ts';

interface FormatSectionProps {
  readonly form: ProfileFormApi;
  readonly profile: Profile | undefined;
}

const tokens = [
  'alias',
  'name',
  'type',
  'first',
  'last',
  'nick',
  'org',
  'category',
  'number',
  'national',
  'did',
] as const;

export function FormatSection({ form, profile }: FormatSectionProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const insert = useInsertion(form, input);
  return (
    <Card title={t('settings.section.format')} help={t('settings.section.formatHelp')}>
      <div className={classes['line']}>
        <TextInput
          ref={input}
          className={classes['format'] ?? ''}
          label={t('settings.format')}
          required
          spellCheck={false}
          autoComplete="off"
          {...field(form, 'format')}
        />
        <Button
          variant="default"
          disabled={form.values.format === defaultFormat}
          onClick={() => form.setFieldValue('format', defaultFormat)}
        >
          {t('settings.formatReset')}
        </Button>
      </div>
      <Group gap={6} role="group" aria-label={t('settings.formatInsert')}>
        {tokens.map((token) => (
          <Button
            key={token}
            size="compact-sm"
            variant="default"
            fw={500}
            leftSection={<PlusIcon size={12} />}
            title={`%${token}`}
            aria-label={t('settings.insertToken', { token, meaning: t(`settings.token.${token}`) })}
            onClick={() => insert(`%${token}`)}
          >
            {t(`settings.token.${token}`)}
          </Button>
        ))}
      </Group>
      <FormatPreview values={form.values} profile={profile} />
    </Card>
  );
}

/** Inserts text at the field's cursor, and puts the cursor after it. */
function useInsertion(
  form: ProfileFormApi,
  input: { readonly current: HTMLInputElement | null },
): (text: string) => void {
  const [cursor, setCursor] = useState<number>();
  useLayoutEffect(() => {
    if (cursor === undefined) return;
    input.current?.focus();
    input.current?.setSelectionRange(cursor, cursor);
    setCursor(undefined);
  }, [cursor, input]);
  return (text) => {
    const { format } = form.values;
    const start = input.current?.selectionStart ?? format.length;
    const end = input.current?.selectionEnd ?? format.length;
    form.setFieldValue('format', `${format.slice(0, start)}${text}${format.slice(end)}`);
    setCursor(start + text.length);
  };
}
