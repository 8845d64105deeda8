/** A password or a token: typed anew, or left where it is kept; what is kept is never shown. */
import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SecretSource } from '../../shared/settings/secret.ts';
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

function keptWhere(source: SecretSource): {
  kind: 'stored' | 'env' | 'file' | 'command';
  name: string;
} {
  if ('env' in source) return { kind: 'env', name: source.env };
  if ('file' in source) return { kind: 'file', name: source.file };
  if ('command' in source) return { kind: 'command', name: source.command.join(' ') };
  return { kind: 'stored', name: '' };
}
