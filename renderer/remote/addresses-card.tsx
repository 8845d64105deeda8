/** Where the service and the server's roster_admin are. */
import { Button, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Profile, profileInputSchema } from '../../shared/settings/schema.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { Card } from '../parts/card.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { type HeaderRow, headerProblems, headerRows, headersOf } from './header-rows.ts';
import { HeadersField } from './headers-field.tsx';
import classes from './remote.module.css';

const noProblems: ReturnType<typeof headerProblems> = new Map();

export function AddressesCard({ saved }: { saved: Profile }) {
  const { t } = useTranslation();
  const { run, running, problem } = useCommand('saveProfile');
  const { remoteRoster } = saved;
  const [url, setUrl] = useState(remoteRoster.url ?? '');
  const [refreshUrl, setRefreshUrl] = useState(remoteRoster.refresh?.url ?? '');
  const [host, setHost] = useState(remoteRoster.refresh?.host ?? '');
  const [checkAtLogin, setCheckAtLogin] = useState(remoteRoster.checkAtLogin);
  const [headers, setHeaders] = useState<readonly HeaderRow[]>(() =>
    headerRows(remoteRoster.headers),
  );
  const [refreshHeaders, setRefreshHeaders] = useState<readonly HeaderRow[]>(() =>
    headerRows(remoteRoster.refresh?.headers),
  );
  const [headersWrong, setHeadersWrong] = useState(noProblems);
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());

  async function save(): Promise<void> {
    const { serve, keepOthers } = remoteRoster;
    const problems = headerProblems(headers);
    const refreshProblems = headerProblems(refreshHeaders);
    setHeadersWrong(new Map([...problems, ...refreshProblems]));
    const wanted = {
      ...saved,
      remoteRoster: {
        serve,
        keepOthers,
        checkAtLogin,
        ...headersOf(headers),
        ...(url.trim() !== '' && { url: url.trim() }),
        ...(refreshUrl.trim() !== '' && {
          refresh: {
            url: refreshUrl.trim(),
            ...(host.trim() !== '' && { host: host.trim() }),
            ...headersOf(refreshHeaders),
          },
        }),
      },
    };
    const reading = profileInputSchema.safeParse(wanted);
    setWrong(new Set(reading.error?.issues.map(({ path }) => path.join('.'))));
    if (reading.success && problems.size + refreshProblems.size === 0) await run(reading.data);
  }

  const invalid = (path: string) => (wrong.has(path) ? t('remote.invalid') : undefined);
  return (
    <Card title={t('remote.addresses')}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label={t('remote.url')}
          description={t('remote.urlHelp')}
          placeholder="https://roster.example.com/contacts/%s"
          spellCheck={false}
          autoComplete="off"
          value={url}
          error={invalid('remoteRoster.url')}
          onChange={({ currentTarget }) => setUrl(currentTarget.value)}
        />
        <HeadersField
          label={t('remote.headers')}
          rows={headers}
          problems={headersWrong}
          onChange={setHeaders}
        />
        <TextInput
          label={t('remote.refreshUrl')}
          placeholder="http://127.0.0.1:5280/roster_admin/refresh"
          spellCheck={false}
          autoComplete="off"
          value={refreshUrl}
          error={invalid('remoteRoster.refresh.url')}
          onChange={({ currentTarget }) => setRefreshUrl(currentTarget.value)}
        />
        <TextInput
          label={t('remote.host')}
          description={t('remote.hostHelp')}
          placeholder="example.com"
          spellCheck={false}
          autoComplete="off"
          value={host}
          onChange={({ currentTarget }) => setHost(currentTarget.value)}
        />
        <HeadersField
          label={t('remote.refreshHeaders')}
          rows={refreshHeaders}
          problems={headersWrong}
          onChange={setRefreshHeaders}
        />
        <Switch
          label={t('remote.checkAtLogin')}
          checked={checkAtLogin}
          onChange={({ currentTarget }) => setCheckAtLogin(currentTarget.checked)}
        />
        {problem && <ProblemAlert problem={problem} urgent />}
        <div>
          <Button type="submit" loading={running}>
            {t('remote.save')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
