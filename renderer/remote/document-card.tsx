/** The service's document beside the roster and the address book. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ThreeWayReport } from '../../shared/contract/remote-report.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { useFormats } from '../i18n/use-formats.ts';
import { Card } from '../parts/card.tsx';
import { CircleCheckIcon, StopIcon, WarningIcon } from '../parts/icons.tsx';
import { Panel } from '../parts/panel.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import textClasses from '../parts/text.module.css';
import { TwoLines } from '../parts/two-lines.tsx';
import { VirtualList } from '../parts/virtual-list.tsx';
import { FaultLines } from './fault-lines.tsx';

export function DocumentCard({ profile, url }: { profile: string; url: string | null }) {
  const { t } = useTranslation();
  const { run, running, problem } = useCommand('compareDocument');
  const [report, setReport] = useState<ThreeWayReport>();

  async function compare(): Promise<void> {
    const answer = await run({ profile });
    setReport(answer.ok ? answer.value : undefined);
  }

  return (
    <Card title={t('remote.document')} help={t('remote.documentHelp')}>
      {url === null ? (
        <p className={textClasses['secondary']}>{t('remote.noUrl')}</p>
      ) : (
        <div>
          <Button variant="default" loading={running} onClick={compare}>
            {t('remote.fetch')}
          </Button>
        </div>
      )}
      {problem && <ProblemAlert problem={problem} urgent />}
      {report && <Comparison report={report} />}
    </Card>
  );
}

function Comparison({ report: { fetch, rows, bookKnown } }: { report: ThreeWayReport }) {
  const { t } = useTranslation();
  const { duration } = useFormats();
  if (fetch.problem) {
    return <Panel tone="bad" icon={<StopIcon />} title={fetch.problem.message} role="status" />;
  }
  const title =
    rows.length === 0 ? t('remote.noDifference') : t('remote.differences', { count: rows.length });
  return (
    <>
      <Panel
        tone={rows.length === 0 ? 'good' : 'warn'}
        icon={rows.length === 0 ? <CircleCheckIcon /> : <WarningIcon />}
        title={title}
        role="status"
      >
        <p>
          {t('remote.fetched', { count: fetch.items, duration: duration(fetch.durationMs) })}
          {!bookKnown && ` ${t('remote.bookUnknown')}`}
        </p>
      </Panel>
      {fetch.faults.length > 0 && (
        <Panel
          tone="bad"
          icon={<StopIcon />}
          title={t('remote.faults', { count: fetch.faults.length })}
        >
          <FaultLines faults={fetch.faults} />
        </Panel>
      )}
      {rows.length > 0 && (
        <VirtualList label={title} items={rows} lineHeight={50} maximumHeight={300}>
          {({ jid, verdict, document, live, book }) => (
            <TwoLines
              first={document?.name || live?.name || book?.name || jid}
              second={`${t(`remote.verdict.${verdict}`, {
                live: live?.name ?? '',
                book: book?.name ?? '',
              })} · ${jid}`}
            />
          )}
        </VirtualList>
      )}
    </>
  );
}
