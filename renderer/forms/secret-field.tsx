/** A password or a token: typed anew, or left where it is kept; what is kept is never shown. */
import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecretInput, SecretSource } from '../../shared/settings/secret.ts';
import { field } from './fields.ts';

interface SecretFieldProps<Values>
  extends Pick<
    PasswordInputProps,
    | 'aria-label'
    | 'label'
    | 'description'
    | 'placeholder'
    | 'required'
    | 'inputWrapperOrder'
    | 'visible'
    | 'onVisibilityChange'
  > {
  readonly form: UseFormReturnType<Values>;
  /** Where the secret stands in the form: a `SecretInput`, or nothing. */
  readonly path: string;
  /** Where the secret is kept now. */
  readonly kept: SecretSource | undefined;
  /** Checked when it is left; see `field`. */
  readonly checkWhenLeft?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
}

export function SecretField<Values>(props: SecretFieldProps<Values>) {
  const { form, path, kept, checkWhenLeft = false, ...input } = props;
  const { t } = useTranslation();
  const where = kept && keptWhere(kept);
  const { value, ...bound } = checkWhenLeft ? field(form, path) : form.getInputProps(path);
  return (
    <PasswordInput
      description={where && t(`settings.passwordKept.${where.kind}`, { name: where.name })}
      placeholder={where && t('settings.passwordKeptPlaceholder')}
      autoComplete="off"
      visibilityToggleButtonProps={{ 'aria-label': t('settings.showPassword'), tabIndex: 0 }}
      {...input}
      {...bound}
      value={typedSecret(value)}
      onChange={({ currentTarget: { value: typed } }) =>
        form.setFieldValue(path, (typed === '' ? kept : { value: typed }) as never)
      }
    />
  );
}

/** What was typed anew; empty for a secret that is kept, or for none. */
export function typedSecret(secret: SecretInput | undefined): string {
  return secret && 'value' in secret ? secret.value : '';
}

/** Where a secret is kept, for the words below its field. */
function keptWhere(source: SecretSource): {
  kind: 'stored' | 'env' | 'file' | 'command';
  name: string;
} {
  if ('env' in source) return { kind: 'env', name: source.env };
  if ('file' in source) return { kind: 'file', name: source.file };
  if ('command' in source) return { kind: 'command', name: source.command.join(' ') };
  return { kind: 'stored', name: '' };
}
