/** The chat account: address, password, how to reach its server (under Advanced), and a test. */
import { Button, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Profile } from '../../shared/settings/schema.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { field } from '../forms/fields.ts';
import { SecretField } from '../forms/secret-field.tsx';
import type { SettingsFormApi } from '../forms/use-settings-form.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { Card } from '../parts/card.tsx';
import classes from './profile-editor.module.css';
import type { ProfileForm, ProfileFormApi } from './profile-form.ts';
import { inputOf } from './profile-input.ts';
import { suggestId } from './suggest-id.ts';
import { Switches } from './switches.tsx';
import { TestResult } from './test-result.tsx';

interface AccountSectionProps {
  readonly form: ProfileFormApi;
  readonly profile: Profile | undefined;
  readonly takenIds: readonly string[];
  readonly checkFields: SettingsFormApi<ProfileForm>['checkFields'];
}

export function AccountSection({ form, profile, takenIds, checkFields }: AccountSectionProps) {
  const { t } = useTranslation();
  return (
    <Card title={t('settings.section.account')} help={t('settings.section.accountHelp')}>
      <div className={classes['pair']}>
        <TextInput
          label={t('settings.jid')}
          description={profile ? undefined : t('settings.jidHelp')}
          required
          autoComplete="off"
          spellCheck={false}
          inputMode="email"
          {...field(form, 'xmpp.jid')}
        />
        <SecretField
          checkWhenLeft
          form={form}
          path="xmpp.password"
          label={t('settings.password')}
          required={!profile}
          kept={profile?.xmpp.password}
        />
      </div>
      <Advanced form={form} profile={profile} takenIds={takenIds} />
      <AccountTest form={form} checkFields={checkFields} />
    </Card>
  );
}

function Advanced(props: Pick<AccountSectionProps, 'form' | 'profile' | 'takenIds'>) {
  const { form, profile, takenIds } = props;
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const needsAttention = Object.keys(form.errors).some(isAdvanced);
  return (
    <details
      className={classes['advanced']}
      open={opened || needsAttention}
      onToggle={({ currentTarget: details }) => {
        // Folded away, it would hide a field that the foot of the form counts as wrong.
        if (needsAttention) details.open = true;
        setOpened(details.open);
      }}
    >
      <summary>{t('settings.advanced')}</summary>
      <div className={classes['advancedBody']}>
        <div className={classes['hostAndPort']}>
          <TextInput
            label={t('settings.host')}
            description={t('settings.hostHelp')}
            spellCheck={false}
            {...field(form, 'xmpp.host')}
          />
          <NumberInput
            label={t('settings.port')}
            description={t('settings.optional')}
            placeholder="5222"
            hideControls
            allowDecimal={false}
            allowNegative={false}
            thousandSeparator=""
            {...field(form, 'xmpp.port')}
          />
        </div>
        <Switches form={form} below="port" />
        <TextInput
          label={t('settings.ca')}
          description={t('settings.caHelp')}
          placeholder="ca.pem"
          spellCheck={false}
          {...field(form, 'xmpp.tls.ca')}
        />
        <Switches form={form} below="ca" />
        <TextInput
          label={t('settings.profileId')}
          description={t(profile ? 'settings.profileIdFixed' : 'settings.profileIdHelp')}
          placeholder={suggestId(form.values.xmpp.jid, takenIds)}
          readOnly={profile !== undefined}
          spellCheck={false}
          {...field(form, 'id')}
        />
      </div>
    </details>
  );
}

/** Fields that are folded away until one of them needs attention. */
function isAdvanced(path: string): boolean {
  const isShown = path === 'xmpp.jid' || path === 'xmpp.password';
  return path === 'id' || (path.startsWith('xmpp.') && !isShown);
}

function AccountTest({ form, checkFields }: Pick<AccountSectionProps, 'form' | 'checkFields'>) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const { run, running, problem } = useCommand('testAccount');
  const [rosterItems, setRosterItems] = useState<number>();
  const [tested, setTested] = useState<string>();
  const now = JSON.stringify(inputOf(form.values).xmpp);

  async function test(): Promise<void> {
    // The rest of the form may still be empty.
    const isRight = checkFields((path) => path.startsWith('xmpp.'));
    const { password, ...xmpp } = inputOf(form.values).xmpp;
    if (!isRight || password === undefined) return;
    setTested(now);
    setRosterItems(undefined);
    const answer = await run({ ...xmpp, password });
    if (answer.ok) setRosterItems(answer.value.rosterItems);
  }

  return (
    <div className={classes['test']}>
      <Button variant="default" loading={running} onClick={test}>
        {t('settings.testAccount')}
      </Button>
      {/* A result for other values than those in the fields is out of date. */}
      {tested === now && (
        <TestResult
          running={running && t('settings.testingAccount')}
          problem={problem}
          done={
            rosterItems !== undefined &&
            t('settings.testAccountDone', { count: rosterItems, formatted: number(rosterItems) })
          }
        />
      )}
    </div>
  );
}
