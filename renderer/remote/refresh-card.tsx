/** Tells the server that rosters have changed, and keeps what it answered. */
import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefreshOutcome, RemoteReport } from '../../shared/contract/remote-report.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { useFormats } from '../i18n/use-formats.ts';
import { Card } from '../parts/card.tsx';
import { CircleCheckIcon, StopIcon } from '../parts/icons.tsx';
import { Panel } from '../parts/panel.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import textClasses from '../parts/text.module.css';
import classes from './remote.module.css';

export function RefreshCard({ profile, report }: { profile: string; report: RemoteReport }) {
  const { t } = useTranslation();
  const { run, running, problem } = useCommand('refreshRosters');
  const form = useForm({ initialValues: { users: '' } });
  const [last, setLast] = useState<RefreshOutcome>();

  async function refresh({ users }: { users: string }): Promise<void> {
    setLast(undefined);
    const names = users.split(/[\s,]+/).filter((name) => name !== '');
    const answer = await run({ profile, users: names });
    if (answer.ok) setLast(answer.value);
  }

  return (
    <Card title={t('remote.refresh')} help={t('remote.refreshHelp')}>
      {report.refreshUrl === null ? (
        <p className={textClasses['secondary']}>{t('remote.noRefreshUrl')}</p>
      ) : (
        <form className={classes['fieldRow']} onSubmit={form.onSubmit(refresh)}>
          <TextInput
            label={t('remote.users')}
            description={t('remote.usersHelp')}
            spellCheck={false}
            autoComplete="off"
            {...form.getInputProps('users')}
          />
          <Button type="submit" variant="default" loading={running}>
            {t('remote.refreshButton')}
          </Button>
        </form>
      )}
      {problem && <ProblemAlert problem={problem} urgent />}
      {last && <Outcome outcome={last} />}
      {report.refreshes.length > 0 && (
        <details className={classes['fold']}>
          <summary>{t('remote.history')}</summary>
          <ul className={classes['lines']}>
            {report.refreshes.map((outcome) => (
              <li key={outcome.at}>
                <OutcomeLine outcome={outcome} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

function Outcome({ outcome }: { outcome: RefreshOutcome }) {
  const { t } = useTranslation();
  const { list } = useFormats();
  const { ok, users, problem, answer } = outcome;
  return (
    <Panel
      tone={ok ? 'good' : 'bad'}
      icon={ok ? <CircleCheckIcon /> : <StopIcon />}
      title={t(ok ? 'remote.outcome.done' : 'remote.outcome.failed', { users: list(users) })}
      role="status"
    >
      <p>{problem?.message ?? answer?.message}</p>
      <p className={textClasses['secondary']}>
        <Numbers outcome={outcome} />
      </p>
    </Panel>
  );
}

function OutcomeLine({ outcome }: { outcome: RefreshOutcome }) {
  const { t } = useTranslation();
  const { dateTime, list } = useFormats();
  const { ok, users, at } = outcome;
  return (
    <>
      {dateTime(new Date(at))} ·{' '}
      {t(ok ? 'remote.outcome.done' : 'remote.outcome.failed', { users: list(users) })} ·{' '}
      <Numbers outcome={outcome} />
    </>
  );
}

function Numbers({ outcome: { status, answer, durationMs } }: { outcome: RefreshOutcome }) {
  const { t } = useTranslation();
  const { duration } = useFormats();
  if (status === null) return t('remote.outcome.noAnswer', { duration: duration(durationMs) });
  return t('remote.outcome.numbers', {
    status,
    updated: answer?.updated ?? '–',
    errors: answer?.errors ?? '–',
    duration: duration(durationMs),
  });
}
