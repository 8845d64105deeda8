/** The settings of the service: address, port, secret, certificate. */
import { NumberInput, Switch, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceSettings } from '../../shared/settings/schema.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { useAnnounce } from '../frame/announcer.tsx';
import { focusFirstInvalid } from '../parts/focus-first-invalid.ts';
import { LeaveQuestion } from '../parts/leave-question.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { SaveRow } from '../parts/save-row.tsx';
import { useEdited } from '../parts/use-edited.ts';
import { SecretRow } from './secret-row.tsx';
import classes from './service.module.css';
import { type FieldsReading, fieldsOf, readFields, type ServiceFields } from './service-fields.ts';

interface ServiceFormProps {
  readonly saved: ServiceSettings;
  readonly onSaved: () => void;
}

const nothingWrong: Extract<FieldsReading, { ok: false }>['wrong'] = {};

export function ServiceForm({ saved, onSaved }: ServiceFormProps) {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const { run, running, problem } = useCommand('saveService');
  const { fields, dirty, settled, edit, settle, discard } = useEdited(fieldsOf(saved));
  const [wrong, setWrong] = useState(nothingWrong);
  const invalid = (field: keyof ServiceFields) => {
    const reason = wrong[field];
    return reason && t(`service.invalid.${reason}`);
  };

  async function save(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (running) return;
    const form = event.currentTarget;
    const reading = readFields(fields, saved);
    setWrong(reading.ok ? nothingWrong : reading.wrong);
    if (!reading.ok) {
      focusFirstInvalid(form);
      return;
    }
    const answer = await run(reading.input);
    if (!answer.ok) return;
    settle(fieldsOf(reading.input));
    announce(t('settings.saved'));
    onSaved();
  }

  return (
    <form className={classes['form']} noValidate onSubmit={save}>
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
      <p className={classes['quiet']}>{t('service.tlsHelp')}</p>
      {problem && <ProblemAlert problem={problem} urgent />}
      <SaveRow
        dirty={dirty}
        saved={settled}
        running={running}
        onDiscard={() => {
          discard();
          setWrong(nothingWrong);
        }}
      />
      <LeaveQuestion dirty={dirty} text={t('remote.leaveText')} />
    </form>
  );
}
