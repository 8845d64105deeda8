/** The served document: its size, its age, and whether the server was told of it. */
import { useTranslation } from 'react-i18next';
import { largestForProsody, type ServedReport } from '../../shared/contract/service-report.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { CircleCheckIcon, StopIcon, WarningIcon } from '../parts/icons.tsx';
import { Panel } from '../parts/panel.tsx';

export function ServedDocument({ report }: { report: ServedReport }) {
  const { t } = useTranslation();
  const { dateTime, number, size } = useFormats();
  const { document, imported } = report;
  if (!document) {
    return (
      <Panel tone="warn" icon={<WarningIcon />} title={t('service.served.nothing')}>
        <p>{t('service.served.nothingText')}</p>
      </Panel>
    );
  }
  const tooLarge = document.bytes > largestForProsody;
  return (
    <Panel
      tone={tooLarge ? 'bad' : 'good'}
      icon={tooLarge ? <StopIcon /> : <CircleCheckIcon />}
      title={t('service.served.items', {
        count: document.items,
        formatted: number(document.items),
      })}
    >
      <p>
        {t('service.served.built', {
          size: size(document.bytes),
          at: dateTime(new Date(document.builtAt)),
        })}{' '}
        <Announcement report={report} />
      </p>
      {tooLarge && <p>{t('service.served.tooLarge')}</p>}
      {imported && (
        <p>
          {t(
            imported.source === 'roster'
              ? 'service.served.importedRoster'
              : 'service.served.importedFile',
            {
              count: imported.items,
              formatted: number(imported.items),
              at: dateTime(new Date(imported.at)),
            },
          )}
        </p>
      )}
    </Panel>
  );
}

function Announcement({ report: { announced, lastRefresh } }: { report: ServedReport }) {
  const { t } = useTranslation();
  if (announced === null) return t('service.served.nobodyTold');
  if (announced) return t('service.served.announced');
  const problem = lastRefresh?.problem?.message;
  return (
    <>
      {t('service.served.notAnnounced')}{' '}
      {problem !== undefined && t('service.served.lastRefresh', { problem })}
    </>
  );
}
