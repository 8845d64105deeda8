/** Adds contacts to the served document: from a file, or from the roster as it is now. */
import { Button, FileButton } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportOutcome } from '../../shared/contract/service-report.ts';
import { type DocumentReading, parseDocument } from '../../shared/roster/document.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { useFormats } from '../i18n/use-formats.ts';
import { CircleCheckIcon, StopIcon, WarningIcon } from '../parts/icons.tsx';
import { Panel } from '../parts/panel.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import textClasses from '../parts/text.module.css';
import { FaultLines } from './fault-lines.tsx';
import classes from './remote.module.css';

/** Why a chosen file is not sent to the core. */
type Unusable = 'unreadable' | DocumentReading['faults'];

interface ImportRowProps {
  readonly profile: string;
  readonly onImported: () => void;
}

export function ImportRow({ profile, onImported }: ImportRowProps) {
  const { t } = useTranslation();
  const { run, running, problem, clear } = useCommand('importRoster');
  const [outcome, setOutcome] = useState<ImportOutcome>();
  const [unusable, setUnusable] = useState<Unusable>();
  const forgetFile = useRef<() => void>(null);

  async function take(document: string | null): Promise<void> {
    setOutcome(undefined);
    setUnusable(undefined);
    const answer = await run({ profile, document });
    if (!answer.ok) return;
    setOutcome(answer.value);
    onImported();
  }

  async function takeFile(file: File | null): Promise<void> {
    if (!file) return;
    const text = await file.text().catch(() => undefined);
    // Otherwise the same file could not be chosen again after it was corrected.
    forgetFile.current?.();
    const faults = text === undefined ? [] : parseDocument(text).faults;
    if (text !== undefined && faults.every(({ jid }) => jid !== null)) return await take(text);
    clear();
    setOutcome(undefined);
    setUnusable(text === undefined ? 'unreadable' : faults);
  }

  return (
    <>
      <div className={classes['row']}>
        <FileButton accept="application/json,.json" resetRef={forgetFile} onChange={takeFile}>
          {(props) => (
            <Button {...props} variant="default" loading={running}>
              {t('service.served.importFile')}
            </Button>
          )}
        </FileButton>
        <Button variant="default" loading={running} onClick={() => take(null)}>
          {t('service.served.importRoster')}
        </Button>
        <span className={textClasses['secondary']}>{t('service.served.importHelp')}</span>
      </div>
      {problem && <ProblemAlert problem={problem} urgent />}
      {unusable && (
        <Panel
          tone="bad"
          icon={<StopIcon />}
          title={t(
            unusable === 'unreadable' ? 'service.served.unreadable' : 'service.served.unusable',
          )}
          role="alert"
        >
          {unusable !== 'unreadable' && <FaultLines faults={unusable} />}
        </Panel>
      )}
      {outcome && <Outcome outcome={outcome} />}
    </>
  );
}

function Outcome({ outcome: { added, changed, left, faults } }: { outcome: ImportOutcome }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  return (
    <Panel
      tone={faults.length > 0 ? 'warn' : 'good'}
      icon={faults.length > 0 ? <WarningIcon /> : <CircleCheckIcon />}
      title={t('service.served.imported', {
        added: number(added),
        changed: number(changed),
        left: number(left),
      })}
      role="status"
    >
      {faults.length > 0 && <FaultLines faults={faults} />}
    </Panel>
  );
}
