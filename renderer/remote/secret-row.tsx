/** The secret of the service: generated, typed, kept or removed. A kept secret is never shown here. */
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecretSource } from '../../shared/settings/secret.ts';
import { SecretField, typedSecret } from '../forms/secret-field.tsx';
import classes from './remote.module.css';
import { newSecret, type ServiceFormApi } from './service-values.ts';

interface SecretRowProps {
  readonly form: ServiceFormApi;
  /** Where it is kept now. */
  readonly kept: SecretSource | undefined;
}

export function SecretRow({ form, kept }: SecretRowProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  const typed = typedSecret(form.values.secret);
  // A generated secret is visible until it is saved; one that is typed after it is not.
  if (shown && typed === '') setShown(false);
  const stays = kept && !form.values.forgetsSecret ? kept : undefined;
  const help = t(kept && typed === '' ? 'service.secretGoes' : 'service.secretHelp');
  return (
    <div className={classes['secret']}>
      <SecretField
        ref={input}
        form={form}
        path="secret"
        kept={stays}
        label={t('service.secret')}
        {...(!stays && { description: help })}
        visible={shown}
        onVisibilityChange={setShown}
      />
      <Button
        variant="default"
        onClick={() => {
          form.setFieldValue('secret', { value: newSecret() });
          form.setFieldValue('forgetsSecret', false);
          setShown(true);
        }}
      >
        {t('service.generate')}
      </Button>
      {stays && (
        <Button
          variant="default"
          onClick={() => {
            form.setFieldValue('secret', undefined);
            form.setFieldValue('forgetsSecret', true);
            // This button disappears, and the focus with it.
            input.current?.focus();
          }}
        >
          {t('service.noSecret')}
        </Button>
      )}
    </div>
  );
}
