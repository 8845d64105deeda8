/** Where the service and the server's roster_admin are. */
import { Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Profile } from '../../shared/settings/schema.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { Card } from '../parts/card.tsx';
import { EditForm } from '../parts/edit-form.tsx';
import {
  addressFieldsOf,
  noAddressProblems,
  readAddresses,
  savedFields,
} from './address-fields.ts';
import { HeadersField } from './headers-field.tsx';

export function AddressesCard({ saved }: { saved: Profile }) {
  const { t } = useTranslation();
  const command = useCommand('saveProfile');
  return (
    <Card title={t('remote.addresses')}>
      <EditForm
        saved={addressFieldsOf(saved)}
        command={command}
        read={(fields) => readAddresses(fields, saved)}
        nothingWrong={noAddressProblems}
        settled={savedFields}
        leaveText={t('remote.leaveText')}
      >
        {({ fields, edit, wrong }) => (
          <>
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
          </>
        )}
      </EditForm>
    </Card>
  );
}
