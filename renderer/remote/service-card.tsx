/** Where the service listens, for all accounts: its state, its settings, and who asked. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceState } from '../../shared/contract/service-report.ts';
import { useAppState } from '../bridge/core-context.tsx';
import { Card } from '../parts/card.tsx';
import { CircleCheckIcon, PlugIcon, WarningIcon } from '../parts/icons.tsx';
import { Panel, type Tone } from '../parts/panel.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { ConfigurationLine } from './configuration-line.tsx';
import { RequestTable } from './request-table.tsx';
import { ServiceForm } from './service-form.tsx';

export function ServiceCard() {
  const { t } = useTranslation();
  const { settings, service } = useAppState();
  /** Counts saves: a line that was shown with the secret is out of date after each. */
  const [saves, setSaves] = useState(0);
  return (
    <Card title={t('service.title')} help={t('service.help')}>
      <Status service={service} saves={saves} />
      <ServiceForm saved={settings.service} onSaved={() => setSaves(saves + 1)} />
      {service.status === 'listening' && <RequestTable requests={service.requests} />}
    </Card>
  );
}

/** A failure is shown as a problem instead. */
const looks = {
  off: { tone: 'warn', icon: <WarningIcon /> },
  starting: { tone: 'busy', icon: <PlugIcon /> },
  listening: { tone: 'good', icon: <CircleCheckIcon /> },
  failed: { tone: 'bad', icon: <WarningIcon /> },
} as const satisfies Record<ServiceState['status'], { tone: Tone; icon: React.ReactNode }>;

function Status({ service, saves }: { service: ServiceState; saves: number }) {
  const { t } = useTranslation();
  const { status, url, problem } = service;
  if (problem) return <ProblemAlert problem={problem} />;
  return (
    <Panel {...looks[status]} title={t(`service.status.${status}`)} role="status">
      {url === null ? (
        <p>{t('service.offText')}</p>
      ) : (
        <ConfigurationLine key={`${saves} ${url}`} url={url} />
      )}
    </Panel>
  );
}
