/** The settings of the service: address, port, secret, certificate. */
import { Button, NumberInput, PasswordInput, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceSettings } from '../../shared/settings/schema.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { keptWhere } from '../parts/kept-secret.ts';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import classes from './service.module.css';
import { fieldsOf, newSecret, readFields, type ServiceFields } from './service-fields.ts';

export function ServiceForm({ saved }: { saved: ServiceSettings }) {
  const { t } = useTranslation();
  const { run, running, problem } = useCommand('saveService');
  const [fields, setFields] = useState(() => fieldsOf(saved));
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const [secretShown, setSecretShown] = useState(false);
  const change = (changed: Partial<ServiceFields>) => setFields({ ...fields, ...changed });
  const invalid = (field: keyof ServiceFields) =>
    wrong[field] && t(`service.invalid.${wrong[field]}` as 'service.invalid.port');

  async function save(): Promise<void> {
    const reading = readFields(fields, saved);
    setWrong(reading.ok ? {} : reading.wrong);
    if (reading.ok) await run(reading.input);
  }

  const kept = saved.secret && !fields.forgetsSecret ? keptWhere(saved.secret) : undefined;
  return (
    <form
      className={classes['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Switch
        label={t('service.enabled')}
        checked={fields.enabled}
        onChange={({ currentTarget }) => change({ enabled: currentTarget.checked })}
      />
      <TextInput
        label={t('service.address')}
        description={t('service.addressHelp')}
        spellCheck={false}
        autoComplete="off"
        value={fields.address}
        error={invalid('address')}
        onChange={({ currentTarget }) => change({ address: currentTarget.value })}
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
        onChange={(port) => change({ port })}
      />
      <div className={classes['secret']}>
        <PasswordInput
          label={t('service.secret')}
          description={
            kept
              ? t(`settings.passwordKept.${kept.kind}`, { name: kept.name })
              : t('service.secretHelp')
          }
          placeholder={kept && t('settings.passwordKeptPlaceholder')}
          autoComplete="off"
          spellCheck={false}
          visibilityToggleButtonProps={{ 'aria-label': t('settings.showPassword'), tabIndex: 0 }}
          visible={secretShown}
          onVisibilityChange={setSecretShown}
          value={fields.secret}
          error={invalid('secret')}
          onChange={({ currentTarget }) => change({ secret: currentTarget.value })}
        />
        <Button
          variant="default"
          onClick={() => {
            change({ secret: newSecret(), forgetsSecret: false });
            setSecretShown(true);
          }}
        >
          {t('service.generate')}
        </Button>
        {kept && (
          <Button variant="default" onClick={() => change({ secret: '', forgetsSecret: true })}>
            {t('service.noSecret')}
          </Button>
        )}
      </div>
      <div className={classes['pair']}>
        <TextInput
          label={t('service.certificate')}
          spellCheck={false}
          autoComplete="off"
          value={fields.certificate}
          error={invalid('certificate')}
          onChange={({ currentTarget }) => change({ certificate: currentTarget.value })}
        />
        <TextInput
          label={t('service.key')}
          spellCheck={false}
          autoComplete="off"
          value={fields.key}
          error={invalid('key')}
          onChange={({ currentTarget }) => change({ key: currentTarget.value })}
        />
      </div>
      <p className={classes['quiet']}>{t('service.tlsHelp')}</p>
      {problem && <ProblemAlert problem={problem} urgent />}
      <div>
        <Button type="submit" loading={running}>
          {t('service.save')}
        </Button>
      </div>
    </form>
  );
}
