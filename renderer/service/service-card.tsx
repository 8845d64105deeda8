/** Where the service listens, for all accounts: its state, its settings, and who asked. */
import { useTranslation } from 'react-i18next';
import type { ServiceState } from '../../shared/ipc/service-report.ts';
import { useAppState } from '../bridge/core-context.tsx';
import { Card } from '../parts/card.tsx';
import { CircleCheckIcon, PlugIcon, WarningIcon } from '../parts/icons.tsx';
import { Panel, type Tone } from '../parts/panel.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { ConfigurationLine } from './configuration-line.tsx';
import { RequestLines } from './request-lines.tsx';
import { ServiceForm } from './service-form.tsx';

export function ServiceCard() {
  const { t } = useTranslation();
  const { settings, service } = useAppState();
  return (
    <Card title={t('service.title')} help={t('service.help')}>
      <Status service={service} />
      <ServiceForm key={JSON.stringify(settings.service)} saved={settings.service} />
      {service.status === 'listening' && <RequestLines requests={service.requests} />}
    </Card>
  );
}

/** What failed is a problem, with words of its own. */
const looks = {
  off: { tone: 'warn', icon: <WarningIcon /> },
  starting: { tone: 'busy', icon: <PlugIcon /> },
  listening: { tone: 'good', icon: <CircleCheckIcon /> },
  failed: { tone: 'bad', icon: <WarningIcon /> },
} as const satisfies Record<ServiceState['status'], { tone: Tone; icon: React.ReactNode }>;

function Status({ service: { status, url, problem } }: { service: ServiceState }) {
  const { t } = useTranslation();
  if (problem) return <ProblemAlert problem={problem} />;
  return (
    <Panel {...looks[status]} title={t(`service.status.${status}`)} role="status">
      {url === null ? <p>{t('service.offText')}</p> : <ConfigurationLine url={url} />}
    </Panel>
  );
}
