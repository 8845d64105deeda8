/** Adds people to the document: from a file of the user's, or from the roster as it is now. */
import { Button, FileButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportOutcome } from '../../shared/ipc/service-report.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { CircleCheckIcon, WarningIcon } from '../parts/icons.tsx';
import { Panel } from '../parts/panel.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { FaultLines } from '../remote/fault-lines.tsx';
import classes from './service.module.css';

interface ImportRowProps {
  readonly profile: string;
  readonly onImported: () => void;
}

export function ImportRow({ profile, onImported }: ImportRowProps) {
  const { t } = useTranslation();
  const { run, running, problem } = useCommand('importRoster');
  const [outcome, setOutcome] = useState<ImportOutcome>();

  async function take(document: string | null): Promise<void> {
    setOutcome(undefined);
    const answer = await run({ profile, document });
    if (!answer.ok) return;
    setOutcome(answer.value);
    onImported();
  }

  async function takeFile(file: File | null): Promise<void> {
    if (file) await take(await file.text());
  }

  return (
    <>
      <div className={classes['row']}>
        <FileButton accept="application/json,.json" onChange={takeFile}>
          {(props) => (
            <Button {...props} variant="default" loading={running}>
              {t('service.served.importFile')}
            </Button>
          )}
        </FileButton>
        <Button variant="default" loading={running} onClick={() => take(null)}>
          {t('service.served.importRoster')}
        </Button>
        <span className={classes['quiet']}>{t('service.served.importHelp')}</span>
      </div>
      {problem && <ProblemAlert problem={problem} urgent />}
      {outcome && <Outcome outcome={outcome} />}
    </>
  );
}

function Outcome({ outcome: { added, changed, left, faults } }: { outcome: ImportOutcome }) {
  const { t } = useTranslation();
  return (
    <Panel
      tone={faults.length > 0 ? 'warn' : 'good'}
      icon={faults.length > 0 ? <WarningIcon /> : <CircleCheckIcon />}
      title={t('service.served.imported', { added, changed, left })}
      role="status"
    >
      {faults.length > 0 && <FaultLines faults={faults} />}
    </Panel>
  );
}
