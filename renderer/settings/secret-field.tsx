/** A password or a token: typed anew, or left where it is kept; what is kept is never shown. */
import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SecretSource } from '../../shared/settings/secret.ts';
import { keptWhere } from '../parts/kept-secret.ts';
import { field, type ProfileFormApi } from './form-fields.ts';

interface SecretFieldProps {
  readonly form: ProfileFormApi;
  readonly path: 'xmppPassword' | 'carddavPassword' | 'carddavToken';
  /** Where the password is kept now. */
  readonly kept: SecretSource | undefined;
}

export function SecretField({ form, path, kept }: SecretFieldProps) {
  const { t } = useTranslation();
  const where = kept && keptWhere(kept);
  return (
    <PasswordInput
      label={t(path === 'carddavToken' ? 'settings.loginWith.token' : 'settings.password')}
      description={where && t(`settings.passwordKept.${where.kind}`, { name: where.name })}
      placeholder={where && t('settings.passwordKeptPlaceholder')}
      required={!where}
      autoComplete="off"
      visibilityToggleButtonProps={{ 'aria-label': t('settings.showPassword'), tabIndex: 0 }}
      {...field(form, path)}
    />
  );
}
