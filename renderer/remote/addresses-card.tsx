/** Where the service and the server's roster_admin are. */
import { Switch, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Profile } from '../../shared/settings/schema.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { useAnnounce } from '../frame/announcer.tsx';
import { Card } from '../parts/card.tsx';
import { focusFirstInvalid } from '../parts/focus-first-invalid.ts';
import { LeaveQuestion } from '../parts/leave-question.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { SaveRow } from '../parts/save-row.tsx';
import { useEdited } from '../parts/use-edited.ts';
import {
  addressFieldsOf,
  noAddressProblems,
  readAddresses,
  savedFields,
} from './address-fields.ts';
import { HeadersField } from './headers-field.tsx';
import classes from './remote.module.css';

export function AddressesCard({ saved }: { saved: Profile }) {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const { run, running, problem } = useCommand('saveProfile');
  const { fields, dirty, settled, edit, settle, discard } = useEdited(addressFieldsOf(saved));
  const [wrong, setWrong] = useState(noAddressProblems);

  async function save(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (running) return;
    const form = event.currentTarget;
    const reading = readAddresses(fields, saved);
    setWrong(reading.ok ? noAddressProblems : reading.wrong);
    if (!reading.ok) {
      focusFirstInvalid(form);
      return;
    }
    const answer = await run(reading.input);
    if (!answer.ok) return;
    settle(savedFields(fields));
    announce(t('settings.saved'));
  }

  return (
    <Card title={t('remote.addresses')}>
      <form className={classes['form']} noValidate onSubmit={save}>
        <TextInput
          label={t('remote.url')}
          description={t('remote.urlHelp')}
          placeholder="https://roster.example.com/contacts/%s"
          spellCheck={false}
          autoComplete="off"
          value={fields.url}
          error={wrong.url && t('remote.invalid')}
          onChange={({ currentTarget }) => edit({ url: currentTarget.value })}
        />
        <HeadersField
          label={t('remote.headers')}
          rows={fields.headers}
          problems={wrong.headers}
          onChange={(headers) => edit({ headers })}
        />
        <TextInput
          label={t('remote.refreshUrl')}
          placeholder="http://127.0.0.1:5280/roster_admin/refresh"
          spellCheck={false}
          autoComplete="off"
          value={fields.refreshUrl}
          error={wrong.refreshUrl && t(`remote.invalidRefresh.${wrong.refreshUrl}`)}
          onChange={({ currentTarget }) => edit({ refreshUrl: currentTarget.value })}
        />
        <TextInput
          label={t('remote.host')}
          description={t('remote.hostHelp')}
          placeholder="example.com"
          spellCheck={false}
          autoComplete="off"
          value={fields.host}
          onChange={({ currentTarget }) => edit({ host: currentTarget.value })}
        />
        <HeadersField
          label={t('remote.refreshHeaders')}
          rows={fields.refreshHeaders}
          problems={wrong.refreshHeaders}
          onChange={(refreshHeaders) => edit({ refreshHeaders })}
        />
        <Switch
          label={t('remote.checkAtLogin')}
          checked={fields.checkAtLogin}
          onChange={({ currentTarget }) => edit({ checkAtLogin: currentTarget.checked })}
        />
        {problem && <ProblemAlert problem={problem} urgent />}
        <SaveRow
          dirty={dirty}
          saved={settled}
          running={running}
          onDiscard={() => {
            discard();
            setWrong(noAddressProblems);
          }}
        />
      </form>
      <LeaveQuestion dirty={dirty} text={t('remote.leaveText')} />
    </Card>
  );
}
