/** Where the service and the server's roster_admin are. */
import { Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Profile } from '../../shared/settings/schema.ts';
import { withoutNewSecrets } from '../../shared/settings/with-secrets.ts';
import { switchField } from '../forms/fields.ts';
import { SettingsForm } from '../forms/settings-form.tsx';
import { useSettingsForm } from '../forms/use-settings-form.ts';
import { Card } from '../parts/card.tsx';
import { addressFormOf, addressInputOf, checkAddresses } from './address-form.ts';
import { HeadersField } from './headers-field.tsx';

/** Addresses and host names need neither spell checking nor completion. */
const plain = { spellCheck: false, autoComplete: 'off' } as const;

export function AddressesCard({ saved }: { saved: Profile }) {
  const { t } = useTranslation();
  const edited = useSettingsForm({
    command: 'saveProfile',
    saved: saved.remoteRoster,
    valuesOf: addressFormOf,
    inputOf: addressInputOf,
    check: (input, values) => checkAddresses(input, values, saved),
    settingsOf: (input) => withoutNewSecrets(input, saved).remoteRoster,
  });
  const { form } = edited;
  return (
    <Card title={t('remote.addresses')}>
      <SettingsForm edited={edited} leaveText={t('remote.leaveText')}>
        <TextInput
          label={t('remote.url')}
          description={t('remote.urlHelp')}
          placeholder="https://roster.example.com/contacts/%s"
          {...plain}
          {...form.getInputProps('url')}
        />
        <HeadersField form={form} path="headers" label={t('remote.headers')} />
        <TextInput
          label={t('remote.refreshUrl')}
          placeholder="http://127.0.0.1:5280/roster_admin/refresh"
          {...plain}
          {...form.getInputProps('refresh.url')}
        />
        <TextInput
          label={t('remote.host')}
          description={t('remote.hostHelp')}
          placeholder="example.com"
          {...plain}
          {...form.getInputProps('refresh.host')}
        />
        <HeadersField form={form} path="refresh.headers" label={t('remote.refreshHeaders')} />
        <Switch label={t('remote.checkAtLogin')} {...switchField(form, 'checkAtLogin')} />
      </SettingsForm>
    </Card>
  );
}
