/** The secret of the service: made up, typed, left where it is kept, or taken away. What is kept is never shown here. */
import { Button, PasswordInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecretSource } from '../../shared/settings/secret.ts';
import { keptWhere } from '../parts/kept-secret.ts';
import classes from './service.module.css';
import { newSecret, type ServiceFields } from './service-fields.ts';

interface SecretRowProps {
  readonly fields: ServiceFields;
  /** Where it is kept now. */
  readonly kept: SecretSource | undefined;
  readonly error: string | undefined;
  readonly onChange: (changed: Partial<ServiceFields>) => void;
}

export function SecretRow({ fields, kept, error, onChange }: SecretRowProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  // One that was made up is shown until it is saved; the next one is not.
  if (shown && fields.secret === '') setShown(false);
  const stays = kept && !fields.forgetsSecret ? keptWhere(kept) : undefined;
  const help = stays
    ? t(`settings.passwordKept.${stays.kind}`, { name: stays.name })
    : t(kept && fields.secret === '' ? 'service.secretGoes' : 'service.secretHelp');
  return (
    <div className={classes['secret']}>
      <PasswordInput
        ref={input}
        label={t('service.secret')}
        description={help}
        placeholder={stays && t('settings.passwordKeptPlaceholder')}
        autoComplete="off"
        spellCheck={false}
        visibilityToggleButtonProps={{ 'aria-label': t('settings.showPassword'), tabIndex: 0 }}
        visible={shown}
        onVisibilityChange={setShown}
        value={fields.secret}
        error={error}
        onChange={({ currentTarget }) => onChange({ secret: currentTarget.value })}
      />
      <Button
        variant="default"
        onClick={() => {
          onChange({ secret: newSecret(), forgetsSecret: false });
          setShown(true);
        }}
      >
        {t('service.generate')}
      </Button>
      {stays && (
        <Button
          variant="default"
          onClick={() => {
            onChange({ secret: '', forgetsSecret: true });
            // This button goes.
            input.current?.focus();
          }}
        >
          {t('service.noSecret')}
        </Button>
      )}
    </div>
  );
}
