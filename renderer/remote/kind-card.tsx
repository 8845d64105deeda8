/** Who keeps the roster, how that is known, and a way to find out now. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RemoteReport } from '../../shared/contract/remote-report.ts';
import type { FoundKind } from '../../shared/contract/report.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { useFormats } from '../i18n/use-formats.ts';
import { CircleCheckIcon, ConflictIcon, PlugIcon } from '../parts/icons.tsx';
import { Panel, type Tone } from '../parts/panel.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import textClasses from '../parts/text.module.css';
import classes from './remote.module.css';

const looks = {
  server: { tone: 'good', icon: <CircleCheckIcon /> },
  remote: { tone: 'warn', icon: <PlugIcon /> },
  unknown: { tone: 'calm', icon: <ConflictIcon /> },
} as const satisfies Record<FoundKind, { tone: Tone; icon: React.ReactNode }>;

/** Where Rolodial is the service, it is unexpected that the server keeps the roster itself. */
const servedLooks = {
  server: { tone: 'warn', icon: <PlugIcon /> },
  remote: { tone: 'good', icon: <CircleCheckIcon /> },
  unknown: looks.unknown,
} as const satisfies Record<FoundKind, { tone: Tone; icon: React.ReactNode }>;

interface KindCardProps {
  readonly profile: string;
  /** Rolodial itself is the service that the roster should be with. */
  readonly served: boolean;
  readonly report: RemoteReport;
  readonly onChecked: (report: RemoteReport) => void;
}

export function KindCard({ profile, served, report, onChecked }: KindCardProps) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const { run, running, problem } = useCommand('checkRosterKind');
  const { kind, evidence } = report;
  const { refused, versioningAdvertised, version } = evidence;

  async function check(): Promise<void> {
    const answer = await run({ profile });
    if (answer.ok) onChecked(answer.value);
  }

  return (
    <>
      <Panel
        {...(served ? servedLooks : looks)[kind]}
        title={t(`remote.kind.${kind}`)}
        actions={
          <>
            <Button variant="default" loading={running} onClick={check}>
              {t('remote.check')}
            </Button>
            <span className={textClasses['secondary']}>{t('remote.checkHelp')}</span>
          </>
        }
      >
        <p>{t(served ? `remote.servedMeaning.${kind}` : `remote.kindMeaning.${kind}`)}</p>
        <p>{t('remote.evidence')}</p>
        <ul className={classes['lines']}>
          <li>
            {refused
              ? t('remote.refused', {
                  at: dateTime(new Date(refused.at)),
                  condition: refused.condition,
                })
              : t('remote.neverRefused')}
          </li>
          <li>{t(versioningAdvertised ? 'remote.versioned' : 'remote.notVersioned')}</li>
          <li>{version === null ? t('remote.noVersion') : t('remote.version', { version })}</li>
        </ul>
      </Panel>
      {problem && <ProblemAlert problem={problem} urgent />}
    </>
  );
}
