/** The settings of the service: address, port, secret, certificate. */
import { NumberInput, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ServiceSettings } from '../../shared/settings/schema.ts';
import { withServiceSecret } from '../../shared/settings/with-secrets.ts';
import { switchField } from '../forms/fields.ts';
import { SettingsForm } from '../forms/settings-form.tsx';
import { useSettingsForm } from '../forms/use-settings-form.ts';
import textClasses from '../parts/text.module.css';
import classes from './remote.module.css';
import { SecretRow } from './secret-row.tsx';
import { checkService, serviceInputOf, serviceValuesOf } from './service-values.ts';

interface ServiceFormProps {
  readonly saved: ServiceSettings;
  readonly onSaved: () => void;
}

export function ServiceForm({ saved, onSaved }: ServiceFormProps) {
  const { t } = useTranslation();
  const edited = useSettingsForm({
    command: 'saveService',
    saved,
    valuesOf: serviceValuesOf,
    inputOf: serviceInputOf,
    check: checkService,
    settingsOf: (input, before) =>
      withServiceSecret(input, (secret, name) =>
        'value' in secret ? (before.secret ?? { stored: name }) : secret,
      ),
    onSaved,
  });
  const { form } = edited;
  return (
    <SettingsForm edited={edited} leaveText={t('remote.leaveText')}>
      <Switch label={t('service.enabled')} {...switchField(form, 'enabled')} />
      <TextInput
        label={t('service.address')}
        description={t('service.addressHelp')}
        spellCheck={false}
        autoComplete="off"
        {...form.getInputProps('address')}
      />
      <NumberInput
        label={t('service.port')}
        min={1}
        max={65535}
        allowDecimal={false}
        hideControls
        w={120}
        {...form.getInputProps('port')}
      />
      <SecretRow form={form} kept={saved.secret} />
      <div className={classes['pair']}>
        <TextInput
          label={t('service.certificate')}
          spellCheck={false}
          autoComplete="off"
          {...form.getInputProps('tls.certificate')}
        />
        <TextInput
          label={t('service.key')}
          spellCheck={false}
          autoComplete="off"
          {...form.getInputProps('tls.key')}
        />
      </div>
      <p className={textClasses['secondary']}>{t('service.tlsHelp')}</p>
    </SettingsForm>
  );
}
