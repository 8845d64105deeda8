/** The settings of the service: address, port, secret, certificate. */
import { NumberInput, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ServiceSettings } from '../../shared/settings/schema.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { EditForm } from '../parts/edit-form.tsx';
import textClasses from '../parts/text.module.css';
import { SecretRow } from './secret-row.tsx';
import classes from './service.module.css';
import {
  fieldsOf,
  nothingWrong,
  readFields,
  type ServiceFields,
  type ServiceProblems,
  savedFields,
} from './service-fields.ts';

interface ServiceFormProps {
  readonly saved: ServiceSettings;
  readonly onSaved: () => void;
}

export function ServiceForm({ saved, onSaved }: ServiceFormProps) {
  const { t } = useTranslation();
  const command = useCommand('saveService');
  return (
    <EditForm
      saved={fieldsOf(saved)}
      command={command}
      read={(fields) => readFields(fields, saved)}
      nothingWrong={nothingWrong}
      settled={savedFields}
      leaveText={t('remote.leaveText')}
      onSaved={onSaved}
    >
      {(form) => <ServiceInputs {...form} saved={saved} />}
    </EditForm>
  );
}

interface ServiceInputsProps {
  readonly saved: ServiceSettings;
  readonly fields: ServiceFields;
  readonly wrong: ServiceProblems;
  readonly edit: (changed: Partial<ServiceFields>) => void;
}

function ServiceInputs({ saved, fields, wrong, edit }: ServiceInputsProps) {
  const { t } = useTranslation();
  const invalid = (field: keyof ServiceFields) => {
    const reason = wrong[field];
    return reason && t(`service.invalid.${reason}`);
  };
  return (
    <>
      <Switch
        label={t('service.enabled')}
        checked={fields.enabled}
        onChange={({ currentTarget }) => edit({ enabled: currentTarget.checked })}
      />
      <TextInput
        label={t('service.address')}
        description={t('service.addressHelp')}
        spellCheck={false}
        autoComplete="off"
        value={fields.address}
        error={invalid('address')}
        onChange={({ currentTarget }) => edit({ address: currentTarget.value })}
      />
      <NumberInput
        label={t('service.port')}
        min={1}
        max={65535}
        allowDecimal={false}
        hideControls
        w={120}
        value={fields.port}
        error={invalid('port')}
        onChange={(port) => edit({ port })}
      />
      <SecretRow fields={fields} kept={saved.secret} error={invalid('secret')} onChange={edit} />
      <div className={classes['pair']}>
        <TextInput
          label={t('service.certificate')}
          spellCheck={false}
          autoComplete="off"
          value={fields.certificate}
          error={invalid('certificate')}
          onChange={({ currentTarget }) => edit({ certificate: currentTarget.value })}
        />
        <TextInput
          label={t('service.key')}
          spellCheck={false}
          autoComplete="off"
          value={fields.key}
          error={invalid('key')}
          onChange={({ currentTarget }) => edit({ key: currentTarget.value })}
        />
      </div>
      <p className={textClasses['quiet']}>{t('service.tlsHelp')}</p>
    </>
  );
}
