/** Whether Rolodial itself keeps an account's roster, and what it then serves. */
import { Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServedReport } from '../../shared/contract/service-report.ts';
import type { Profile } from '../../shared/settings/schema.ts';
import { useAppState, useCommand } from '../bridge/core-context.tsx';
import { useReport } from '../bridge/use-report.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { Card } from '../parts/card.tsx';
import { ConfirmModal } from '../parts/confirm-modal.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { ImportRow } from './import-row.tsx';
import { OthersList } from './others-list.tsx';
import classes from './remote.module.css';
import { ServedDocument } from './served-document.tsx';

export function ServedCard({ saved }: { saved: Profile }) {
  const { t } = useTranslation();
  const { run, running, problem } = useCommand('saveProfile');
  const [asking, setAsking] = useState(false);
  const { serve } = saved.remoteRoster;

  async function change(wanted: boolean): Promise<void> {
    await run({ ...saved, remoteRoster: { ...saved.remoteRoster, serve: wanted } });
    setAsking(false);
  }

  return (
    <Card title={t('service.served.title')} help={t('service.served.help')}>
      <Switch
        label={t('service.served.serve')}
        description={t('service.served.serveHelp')}
        checked={serve}
        onChange={({ currentTarget }) => {
          if (currentTarget.checked) void change(true);
          else setAsking(true);
        }}
      />
      {problem && <ProblemAlert problem={problem} urgent />}
      <ConfirmModal
        opened={asking}
        title={t('service.served.stopTitle')}
        text={t('service.served.stopText')}
        confirm={t('service.served.stop')}
        running={running}
        onConfirm={() => change(false)}
        onClose={() => setAsking(false)}
      />
      {serve && <Served saved={saved} />}
    </Card>
  );
}

function Served({ saved }: { saved: Profile }) {
  const { profiles } = useAppState();
  const state = profiles.find(({ id }) => id === saved.id);
  const { report, problem, read } = useReport('servedReport', { profile: saved.id }, [
    state?.contactsRevision,
    saved,
  ]);
  const known = state?.problem;
  return (
    <>
      {problem && <ProblemAlert problem={problem} urgent />}
      {known?.code === 'service-import' && <ProblemAlert problem={known} />}
      {report && (
        <>
          <ServedDocument report={report} />
          <KeepOthers saved={saved} report={report} />
          {report.keepOthers && (
            <>
              <ImportRow profile={saved.id} onImported={read} />
              {report.others.length > 0 && (
                <OthersList profile={saved.id} others={report.others} onTakenOff={read} />
              )}
            </>
          )}
        </>
      )}
    </>
  );
}

/** Whether the user's own contacts are part of the document; asks before they are left out. */
function KeepOthers({ saved, report }: { saved: Profile; report: ServedReport }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const { run, running, problem } = useCommand('saveProfile');
  const [asking, setAsking] = useState(false);

  async function keep(keepOthers: boolean): Promise<void> {
    await run({ ...saved, remoteRoster: { ...saved.remoteRoster, keepOthers } });
    setAsking(false);
  }

  return (
    <div className={classes['apart']}>
      <Switch
        label={t('service.served.keepOthers')}
        checked={report.keepOthers}
        onChange={({ currentTarget }) => {
          if (currentTarget.checked || report.others.length === 0) void keep(currentTarget.checked);
          else setAsking(true);
        }}
      />
      {problem && <ProblemAlert problem={problem} urgent />}
      <ConfirmModal
        opened={asking}
        title={t('service.served.leaveTitle')}
        text={t('service.served.leaveText', {
          count: report.others.length,
          formatted: number(report.others.length),
        })}
        confirm={t('service.served.leave')}
        running={running}
        onConfirm={() => keep(false)}
        onClose={() => setAsking(false)}
      />
    </div>
  );
}
