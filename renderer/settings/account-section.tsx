/** The chat account: address, password, and under Advanced how to reach its server. Can be tried out. */
import { Button, NumberInput, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Profile } from '../../shared/settings/schema.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { useFormats } from '../i18n/use-formats.ts';
import { Card } from '../parts/card.tsx';
import { advancedFields, field, type ProfileFormApi } from './form-fields.ts';
import classes from './profile-editor.module.css';
import { type ProfileForm, suggestId } from './profile-form.ts';
import { inputOf } from './profile-input.ts';
import { SecretField } from './secret-field.tsx';
import { TestResult } from './test-result.tsx';
import type { FormIssues, FormReading } from './validation.ts';

interface AccountSectionProps {
  readonly form: ProfileFormApi;
  readonly profile: Profile | undefined;
  readonly takenIds: readonly string[];
  readonly read: (values: ProfileForm) => FormReading;
  readonly words: (issues: FormIssues) => Record<string, string>;
}

const testedFields = ['jid', 'xmppPassword', 'host', 'port', 'directTls', 'ca', 'allowUnencrypted'];

export function AccountSection({ form, profile, takenIds, read, words }: AccountSectionProps) {
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
          {...field(form, 'jid')}
        />
        <SecretField form={form} path="xmppPassword" kept={profile?.xmpp.password} />
      </div>
      <Advanced form={form} profile={profile} takenIds={takenIds} />
      <AccountTest form={form} profile={profile} read={read} words={words} />
    </Card>
  );
}

function Advanced(props: Pick<AccountSectionProps, 'form' | 'profile' | 'takenIds'>) {
  const { form, profile, takenIds } = props;
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const needsAttention = advancedFields.some((path) => form.errors[path]);
  return (
    <details
      className={classes['advanced']}
      open={opened || needsAttention}
      onToggle={({ currentTarget: details }) => {
        // Folding it away would hide what the foot of the form says is wrong.
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
            {...field(form, 'host')}
          />
          <NumberInput
            label={t('settings.port')}
            description={t('settings.optional')}
            placeholder="5222"
            hideControls
            allowDecimal={false}
            allowNegative={false}
            thousandSeparator=""
            {...field(form, 'port')}
          />
        </div>
        <Switch
          label={t('settings.directTls')}
          description={t('settings.directTlsHelp')}
          {...form.getInputProps('directTls', { type: 'checkbox' })}
        />
        <TextInput
          label={t('settings.ca')}
          description={t('settings.caHelp')}
          placeholder="ca.pem"
          spellCheck={false}
          {...field(form, 'ca')}
        />
        <Switch
          label={t('settings.allowUnencrypted')}
          description={t('settings.allowUnencryptedHelp')}
          {...form.getInputProps('allowUnencrypted', { type: 'checkbox' })}
        />
        <Switch
          label={t('settings.presence')}
          description={t('settings.presenceHelp')}
          {...form.getInputProps('presence', { type: 'checkbox' })}
        />
        <TextInput
          label={t('settings.profileId')}
          description={t(profile ? 'settings.profileIdFixed' : 'settings.profileIdHelp')}
          placeholder={suggestId(form.values.jid, takenIds)}
          readOnly={profile !== undefined}
          spellCheck={false}
          {...field(form, 'id')}
        />
      </div>
    </details>
  );
}

function AccountTest(props: Omit<AccountSectionProps, 'takenIds'>) {
  const { form, profile, read, words } = props;
  const { t } = useTranslation();
  const { number } = useFormats();
  const { run, running, problem } = useCommand('testAccount');
  const [rosterItems, setRosterItems] = useState<number>();
  const [tested, setTested] = useState<string>();
  const now = JSON.stringify(inputOf(form.values, profile).xmpp);

  async function test(): Promise<void> {
    const reading = read(form.values);
    const issues = reading.ok ? {} : only(reading.issues, testedFields);
    form.setErrors({ ...form.errors, ...words(issues) });
    const { password, ...xmpp } = inputOf(form.values, profile).xmpp;
    if (Object.keys(issues).length > 0 || password === undefined) return;
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
      {/* What was found out about other values than those in the fields says nothing. */}
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

/** The issues of some fields; the rest of the form may still be empty. */
export function only(issues: FormIssues, fields: readonly string[]): FormIssues {
  return Object.fromEntries(Object.entries(issues).filter(([path]) => fields.includes(path)));
}
